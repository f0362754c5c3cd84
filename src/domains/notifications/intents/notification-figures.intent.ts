import { Temporal } from 'temporal-polyfill';
import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { type Clock, todayIn } from '../../../platform/time/clock.ts';
import { notificationsMessages } from '../notifications.messages.ts';
import type { NoticeKind, NotificationsService } from '../notifications.types.ts';
import { figuresReply, kindsReply } from './figures.reply.ts';
import { kindInWords, pageOf, slotsOf } from './reply-parts.ts';

export interface NotificationFiguresDeps {
  readonly notifications: Pick<NotificationsService, 'kinds' | 'figures'>;
  readonly clock: Clock;
}

/** Half a year, the present month included. */
const monthsBack = 5;

/** What became of what Michi told uninvited, in HR's own company: counts, and none of fewer than five people. */
export function createNotificationFigures(deps: NotificationFiguresDeps): Intent {
  return {
    name: 'notification-figures',
    title: bilingual(notificationsMessages, t => t.intents.figures.title),
    suggestion: bilingual(notificationsMessages, t => t.intents.figures.suggestion),
    content: 'personal',
    roles: ['hr'],
    examples: new URL('./notification-figures.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(
  deps: NotificationFiguresDeps,
  context: IntentContext,
  input: IntentInput,
): Promise<IntentResult> {
  const { actor } = context;
  const kind = kindOf(deps, context, input);
  const today = Temporal.PlainDate.from(todayIn(deps.clock, actor.timeZone));
  const first = today.with({ day: 1 }).subtract({ months: monthsBack }).toZonedDateTime(actor.timeZone);
  const counts = await deps.notifications.figures(actor, new Date(first.epochMilliseconds), kind?.name);
  if (kind !== null) return figuresReply(kind, counts, actor.locale);
  return kindsReply(deps.notifications.kinds(), counts, pageOf(slotsOf(input)), actor.locale);
}

function kindOf(
  { notifications }: NotificationFiguresDeps,
  { actor }: IntentContext,
  input: IntentInput,
): NoticeKind | null {
  const kinds = notifications.kinds();
  if (input.kind === 'sentence') return kindInWords(input.text, kinds, actor.locale);
  return kinds.find(({ name }) => name === input.slots.kind) ?? null;
}
