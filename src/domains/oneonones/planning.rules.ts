import type { Id } from '../../platform/ids/ids.ts';
import type { PlannedNotice } from '../notifications/notifications.types.ts';
import type { Meeting, Series } from './oneonones.types.ts';
import { instantOf, occurrencesOf } from './series.rules.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Meetings are kept planned for that long ahead. */
export const horizonMs = 60 * dayMs;
/** How long before the start the two are asked for their points. */
export const askBeforeMs = [dayMs, 2 * hourMs] as const;
/** The manager is asked what became of it when it is over; the member a day later, if nobody has said. Nobody is asked after a week. */
const memberAskedAfterMs = dayMs;
export const closableMs = 7 * dayMs;
/** A change that is taken back at once is not told. */
const tellAfterMs = 2 * minuteMs;

export interface Plan {
  /** Starts for which there is no meeting yet. */
  readonly add: readonly Date[];
  /** Meetings that the series does not have any more: nobody has touched them. */
  readonly drop: readonly Meeting[];
}

/** What has to change so that the meetings of a series from now to the horizon are exactly those of its cadence. Pure and repeatable. */
export function planFor(series: Series, meetings: readonly Meeting[], now: Date): Plan {
  const wanted = wantedStarts(series, now);
  const have = new Set(meetings.map(meeting => meeting.occurrence.getTime()));
  const keep = new Set(wanted.map(start => start.getTime()));
  return {
    add: wanted.filter(start => !have.has(start.getTime())),
    drop: meetings.filter(meeting => isAhead(meeting, now) && isDropped(series, meeting, keep)),
  };
}

function wantedStarts(series: Series, now: Date): readonly Date[] {
  const from = firstInstant(series, now);
  const to = new Date(now.getTime() + horizonMs);
  return from === null || from >= to ? [] : occurrencesOf(series, from, to);
}

/** Null when there are no meetings at all. */
function firstInstant({ state, pausedUntil, zone }: Series, now: Date): Date | null {
  if (state === 'active') return now;
  if (state !== 'paused' || pausedUntil === null) return null;
  const resumes = instantOf(pausedUntil, '0:00', zone);
  return resumes === null || resumes <= now ? now : resumes;
}

/** One that was moved stays where the two put it, unless the series does not go on at that time. */
function isDropped(series: Series, meeting: Meeting, keep: ReadonlySet<number>): boolean {
  if (meeting.state !== 'planned') return false;
  if (meeting.startsAt.getTime() === meeting.occurrence.getTime()) return !keep.has(meeting.occurrence.getTime());
  if (series.state === 'paused') {
    const resumes = instantOf(series.pausedUntil ?? '', '0:00', series.zone);
    return resumes !== null && meeting.startsAt < resumes;
  }
  return series.state !== 'active';
}

function isAhead(meeting: Meeting, now: Date): boolean {
  return meeting.startsAt >= now;
}

export function endOf(meeting: Pick<Meeting, 'startsAt' | 'minutes'>): Date {
  return new Date(meeting.startsAt.getTime() + meeting.minutes * minuteMs);
}

/** Whether it is time to ask whether a series shall go on: its last meeting is within what is planned ahead. */
export function endsSoon({ until, zone }: Pick<Series, 'until' | 'zone'>, now: Date): boolean {
  const last = instantOf(until, '0:00', zone);
  return last !== null && last.getTime() < now.getTime() + horizonMs;
}

export interface Pair {
  readonly managerId: Id<'person'>;
  readonly memberId: Id<'person'>;
}

/**
 * What the two are told about a meeting: asked for points a day and two hours before, never after it began; asked what became of it when it
 * is over. A time that is past already is left out. The revision is in the key, so that a meeting that is moved back is told about again.
 */
export function noticesFor(meeting: Meeting, pair: Pair, now: Date): readonly PlannedNotice[] {
  if (meeting.state !== 'planned') return [];
  const start = meeting.startsAt.getTime();
  const before = askBeforeMs.flatMap(ms =>
    [pair.managerId, pair.memberId].map(person =>
      noticeOf(meeting, 'oneonone-points', person, start - ms, meeting.startsAt, String(ms / hourMs)),
    ),
  );
  const over = endOf(meeting).getTime();
  const latest = new Date(over + closableMs);
  const after = [
    noticeOf(meeting, 'oneonone-close', pair.managerId, over, latest, ''),
    noticeOf(meeting, 'oneonone-close', pair.memberId, over + memberAskedAfterMs, latest, ''),
  ];
  return [...before, ...after].filter(notice => notice.dueAt >= now);
}

function noticeOf(
  { id, revision }: Meeting,
  kind: string,
  person: Id<'person'>,
  dueAt: number,
  notAfter: Date,
  lead: string,
): PlannedNotice {
  const key = [kind, id, revision, person, lead].join(':');
  return { kind, person, subject: id, dueAt: new Date(dueAt), notAfter, key };
}

/** Tells the other one that something changed: at once, but not what is undone within two minutes. */
export function changeNotice(
  subject: { readonly id: Id<'series'> | Id<'meeting'>; readonly revision: number },
  person: Id<'person'>,
  now: Date,
  notAfter: Date | null,
): PlannedNotice {
  const dueAt = new Date(now.getTime() + tellAfterMs);
  const key = ['oneonone-changed', subject.id, subject.revision, person].join(':');
  return { kind: 'oneonone-changed', person, subject: subject.id, dueAt, notAfter, key };
}

export interface Employment {
  readonly memberLeft: boolean;
  /** The member's manager now, who works here; null when there is none. */
  readonly managerId: Id<'person'> | null;
}

export type Reconciliation =
  | { readonly kind: 'keep' | 'wait' | 'go-on' | 'end' }
  | { readonly kind: 'hand-over'; readonly to: Id<'person'> };

/** What the people file means for a series that lives. */
export function reconcile({ managerId, state }: Pick<Series, 'managerId' | 'state'>, now: Employment): Reconciliation {
  if (now.memberLeft) return { kind: 'end' };
  if (now.managerId === null) return { kind: state === 'waiting' ? 'keep' : 'wait' };
  if (now.managerId !== managerId) return { kind: 'hand-over', to: now.managerId };
  return { kind: state === 'waiting' ? 'go-on' : 'keep' };
}
