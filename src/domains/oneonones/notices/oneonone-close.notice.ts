import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import type { NoticeKind } from '../../notifications/notifications.types.ts';
import { buttons, otherName, startOf, text } from '../intents/oneonone-parts.ts';
import { outcomeButtons } from '../intents/series.reply.ts';
import { noticesMessages } from '../notices.messages.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { MeetingView } from '../oneonones.types.ts';
import type { NoticeDeps } from './oneonone-points.notice.ts';
import { seenMeeting } from './seen-meeting.ts';

/** After a meeting: three presses, one of them is the answer. */
export function createCloseNotice(deps: NoticeDeps): NoticeKind {
  return {
    name: 'oneonone-close',
    title: bilingual(noticesMessages, t => t.notices.close.title),
    why: bilingual(noticesMessages, t => t.notices.close.why),
    urgency: 'appointment',
    async compose(actor, subject) {
      const found = await unclosed(deps, actor, subject);
      if (found === null) return null;
      const t = oneononesMessages[actor.locale];
      const other = otherName(found.view, await deps.people.line(actor), actor.locale);
      const question = text(t.close.ask(other, startOf(found.meeting, actor)));
      const answers = buttons(...outcomeButtons(found.meeting, actor.locale));
      return { locale: actor.locale, preview: t.preview, blocks: [question, ...answers] };
    },
    async line(actor, subject) {
      const found = await unclosed(deps, actor, subject);
      if (found === null) return null;
      const other = otherName(found.view, await deps.people.line(actor), actor.locale);
      return noticesMessages[actor.locale].notices.close.line(other, startOf(found.meeting, actor));
    },
  };
}

/** Null when somebody has said what became of it. */
async function unclosed(deps: NoticeDeps, actor: PersonActor, subject: string): Promise<MeetingView | null> {
  const found = await seenMeeting(deps, actor, subject);
  return found?.meeting.state === 'planned' && found.meeting.startsAt <= deps.clock.now() ? found : null;
}
