import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { isId } from '../../../platform/ids/ids.ts';
import type { NoticeKind } from '../../notifications/notifications.types.ts';
import { button, buttons, dayWords, otherName, rhythmWords, spanOf, startOf, text } from '../intents/oneonone-parts.ts';
import { noticesMessages } from '../notices.messages.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { SeriesView } from '../oneonones.types.ts';
import type { NoticeDeps } from './oneonone-points.notice.ts';
import { isMeeting, seenMeeting } from './seen-meeting.ts';

/** The other one set up, skipped, moved, paused or ended something: how it stands now, whatever was changed in between. */
export function createChangedNotice(deps: NoticeDeps): NoticeKind {
  return {
    name: 'oneonone-changed',
    title: bilingual(noticesMessages, t => t.notices.changed.title),
    why: bilingual(noticesMessages, t => t.notices.changed.why),
    urgency: 'appointment',
    async compose(actor, subject) {
      const told = await standing(deps, actor, subject);
      if (told === null) return null;
      const t = oneononesMessages[actor.locale];
      const steps = buttons(button(t.show, 'show-oneonones', { series: told.series }));
      return { locale: actor.locale, preview: t.preview, blocks: [text(told.words), ...steps] };
    },
    async line(actor, subject) {
      return (await standing(deps, actor, subject))?.words ?? null;
    },
  };
}

interface Standing {
  readonly series: string;
  readonly words: string;
}

async function standing(deps: NoticeDeps, actor: PersonActor, subject: string): Promise<Standing | null> {
  const words = isMeeting(subject) ? await meetingWords(deps, actor, subject) : null;
  if (words !== null || !isId('series', subject)) return words;
  const view = await deps.oneonones.series(actor, subject);
  if (view === null) return null;
  const said = seriesWords(view, otherName(view, await deps.people.line(actor), actor.locale), actor);
  return said === null ? null : { series: subject, words: said };
}

async function meetingWords(deps: NoticeDeps, actor: PersonActor, subject: string): Promise<Standing | null> {
  const found = await seenMeeting(deps, actor, subject);
  if (found === null) return null;
  const { meeting, view } = found;
  const t = noticesMessages[actor.locale].notices.changed;
  const other = otherName(view, await deps.people.line(actor), actor.locale);
  if (meeting.state === 'skipped')
    return { series: meeting.seriesId, words: t.skipped(other, startOf(meeting, actor)) };
  const ahead = meeting.state === 'planned' && meeting.startsAt > deps.clock.now();
  return ahead ? { series: meeting.seriesId, words: t.planned(other, spanOf(meeting, actor)) } : null;
}

function seriesWords({ series, next }: SeriesView, other: string, actor: PersonActor): string | null {
  const t = noticesMessages[actor.locale].notices.changed;
  switch (series.state) {
    case 'active':
      return next === null ? null : t.active(other, rhythmWords(series, actor.locale), spanOf(next, actor));
    case 'paused':
      return t.paused(other, dayWords(series.pausedUntil ?? series.until, actor.locale));
    case 'ended':
      return t.ended(other);
    case 'waiting':
    case 'handed-over':
      return null;
  }
}
