import type { ChannelPort } from '../conversation/contract/channel.ts';
import type { Intent, IntentInput } from '../conversation/contract/intent.ts';
import type { ChannelName } from '../conversation/contract/turn.ts';
import { createNoticeHandler } from '../domains/notifications/deliver-notice.ts';
import { noticeSlot } from '../domains/notifications/notice.reply.ts';
import { createNotificationsService, type NotificationsDeps } from '../domains/notifications/notifications.service.ts';
import type { Notices, NotificationsService } from '../domains/notifications/notifications.types.ts';
import { createNudgeKinds } from '../domains/notifications/nudge-kinds.ts';
import { createNudgesService } from '../domains/notifications/nudges.service.ts';
import type { NudgesService } from '../domains/notifications/nudges.types.ts';
import { createNotices } from '../domains/notifications/plan-notices.ts';
import type { PeopleService } from '../domains/people/people.types.ts';
import { isId } from '../platform/ids/ids.ts';
import type { OutboxHandler } from '../platform/outbox/outbox.types.ts';
import type { Paces } from '../platform/outbox/paces.ts';
import { noticeRecipients } from './notice-recipients.ts';
import { nudgeAudience } from './nudge-audience.ts';

export interface Telling {
  /** For areas that tell people something later. */
  readonly notices: Notices;
  readonly notifications: NotificationsService;
  readonly nudges: NudgesService;
  /** For the outbox, as soon as the channels are there. */
  handler(channel: (name: ChannelName) => ChannelPort | undefined): OutboxHandler;
}

/** The notifications area, wired. `kinds` is asked later, so that the areas that plan notices can be made after it. */
export function createTelling(
  given: NotificationsDeps & {
    readonly people: Pick<PeopleService, 'addressed' | 'firstAccounts' | 'withAttributes' | 'attributes' | 'ownPlace'>;
    readonly paces: Paces;
  },
): Telling {
  const audience = nudgeAudience(given);
  const nudgeKinds = createNudgeKinds({ db: given.db, audience });
  const deps = { ...given, audience, kinds: () => [...given.kinds(), ...nudgeKinds] };
  const notices = createNotices(deps);
  return {
    notices,
    notifications: createNotificationsService(deps),
    nudges: createNudgesService({ ...deps, notices }),
    handler: channel => createNoticeHandler({ ...deps, recipients: noticeRecipients(deps.people), channel }),
  };
}

/** These read the notice out of the press themselves. */
const aboutNotices = ['notification-settings', 'snooze-notice', 'stop-notice', 'explain-notice'];

/** The same intent; a press in a notice's message is written down as its being opened or answered, wherever it leads. */
export function traced(intent: Intent, { pressed }: Pick<NotificationsService, 'pressed'>): Intent {
  const isManner = aboutNotices.includes(intent.name);
  return {
    ...intent,
    async handle(context, input) {
      const id = input.kind === 'sentence' ? '' : (input.slots[noticeSlot] ?? '');
      if (!isId('notice', id)) return intent.handle(context, input);
      await pressed(context.actor, id, isManner ? 'opened' : 'answered');
      return intent.handle(context, isManner ? input : without(input));
    },
  };
}

function without(input: IntentInput): IntentInput {
  if (input.kind === 'sentence') return input;
  const { [noticeSlot]: _, ...slots } = input.slots;
  return { ...input, slots };
}
