import type { Block } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import type { Clock } from '../../../platform/time/clock.ts';
import type { NoticeKind } from '../../notifications/notifications.types.ts';
import {
  button,
  buttons,
  dayWords,
  type OneononeDeps,
  otherName,
  pointItem,
  spanOf,
  text,
} from '../intents/oneonone-parts.ts';
import { noticesMessages } from '../notices.messages.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { MeetingView } from '../oneonones.types.ts';
import { localOf } from '../series.rules.ts';
import { seenMeeting } from './seen-meeting.ts';

export interface NoticeDeps extends OneononeDeps {
  readonly clock: Clock;
}

/** Before a meeting: when it is, what is on the list, and one press to add to it. */
export function createPointsNotice(deps: NoticeDeps): NoticeKind {
  return {
    name: 'oneonone-points',
    title: bilingual(noticesMessages, t => t.notices.points.title),
    why: bilingual(noticesMessages, t => t.notices.points.why),
    urgency: 'appointment',
    async compose(actor, subject) {
      const found = await upcoming(deps, actor, subject);
      if (found === null) return null;
      const other = otherName(found.view, await deps.people.line(actor), actor.locale);
      return {
        locale: actor.locale,
        preview: oneononesMessages[actor.locale].preview,
        blocks: blocks(found, other, actor),
      };
    },
    async line(actor, subject) {
      const found = await upcoming(deps, actor, subject);
      if (found === null) return null;
      const other = otherName(found.view, await deps.people.line(actor), actor.locale);
      return noticesMessages[actor.locale].notices.points.line(other, spanOf(found.meeting, actor));
    },
  };
}

/** Null when it has begun, was skipped, or is not the actor's any more. */
async function upcoming(deps: NoticeDeps, actor: PersonActor, subject: string): Promise<MeetingView | null> {
  const found = await seenMeeting(deps, actor, subject);
  const ahead = found !== null && found.meeting.state === 'planned' && found.meeting.startsAt > deps.clock.now();
  return ahead && found.view.series.state === 'active' ? found : null;
}

const mostPoints = 5;

function blocks({ meeting, view, points }: MeetingView, other: string, actor: PersonActor): readonly Block[] {
  const t = oneononesMessages[actor.locale];
  const items = points.slice(0, mostPoints).map(point => pointItem(point, other, actor));
  const list: Block =
    items.length === 0 ? text(t.series.noPoints) : { kind: 'list', title: t.series.points, ordered: false, items };
  return [
    text(noticesMessages[actor.locale].notices.points.head(other, spanOf(meeting, actor))),
    ...sinceLast({ view, points }, actor),
    list,
    ...buttons(
      button(t.series.addPoint, 'add-oneonone-point', { series: meeting.seriesId }),
      button(t.show, 'show-oneonones', { series: meeting.seriesId }),
      button(t.series.move, 'change-oneonone', { meeting: meeting.id, step: 'move' }),
      button(t.series.skip, 'change-oneonone', { meeting: meeting.id, step: 'skip' }),
    ),
  ];
}

/** For the manager, who has several: what is new since the last time. */
function sinceLast({ view, points }: Pick<MeetingView, 'view' | 'points'>, actor: PersonActor): readonly Block[] {
  const { last, side } = view;
  if (side !== 'manager' || last === null) return [];
  const fresh = points.filter(({ createdAt }) => createdAt > last.startsAt).length;
  const day = dayWords(localOf(last.startsAt, actor.timeZone).day, actor.locale);
  return [text(noticesMessages[actor.locale].notices.points.since(day, fresh, points.length - fresh))];
}
