import type { PersonActor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import { longestNote } from './changes.rules.ts';
import type { OneononesDeps } from './oneonones.deps.ts';
import type { Changed, Meeting, OneononesService, Outcome, Series } from './oneonones.types.ts';
import { otherOf, replan, tellAnew, tellChange } from './planned-meetings.ts';
import { saveNote } from './points.repository.ts';
import { meetingNote } from './sealed-text.ts';
import { findLiveOf, findMeeting, findSeries, updateMeeting, updateSeries } from './series.repository.ts';
import { checkCadence, dayIn, renewed } from './series.rules.ts';

type Refusal = Exclude<Changed<never>['kind'], 'changed'>;
/** The thing as it is to be, or why it cannot. */
type Wanted<Thing> = Thing | Refusal;

const farthestMoveMs = 366 * 24 * 3_600_000;

type Changes = Pick<
  OneononesService,
  | 'skip'
  | 'unskip'
  | 'move'
  | 'moveBack'
  | 'pause'
  | 'resume'
  | 'end'
  | 'reopen'
  | 'renew'
  | 'close'
  | 'reopenMeeting'
  | 'keepNote'
>;

/** What either of the two can do with a series or a meeting, and take back. The other one is told. */
export function createChanges(deps: OneononesDeps): Changes {
  const now = () => deps.clock.now();
  const onMeeting = (
    actor: PersonActor,
    id: Id<'meeting'>,
    decide: (meeting: Meeting) => Wanted<Meeting>,
    told = true,
  ) => deps.db.transaction(actor, tx => changeMeeting(deps, tx, { actor, id, decide, told }));
  const onSeries = (actor: PersonActor, id: Id<'series'>, decide: (series: Series) => Wanted<Series>) =>
    deps.db.transaction(actor, tx => changeSeries(deps, tx, actor, id, decide));
  return {
    skip: (actor, id) => onMeeting(actor, id, meeting => turn(meeting, 'planned', 'skipped', now())),
    unskip: (actor, id) => onMeeting(actor, id, meeting => turn(meeting, 'skipped', 'planned', now())),
    move: (actor, id, to) => onMeeting(actor, id, meeting => moved(meeting, to, now())),
    moveBack: (actor, id) => onMeeting(actor, id, movedBack),
    close: (actor, id, outcome) => onMeeting(actor, id, meeting => closed(meeting, outcome, now()), false),
    reopenMeeting: (actor, id) => onMeeting(actor, id, reopened, false),

    pause: (actor, id, until) => onSeries(actor, id, series => paused(series, until, now())),
    resume: (actor, id) =>
      onSeries(actor, id, series =>
        series.state === 'paused' ? { ...series, state: 'active', pausedUntil: null } : 'too-late',
      ),
    end: (actor, id) =>
      onSeries(actor, id, series => (isLive(series) ? { ...series, state: 'ended', pausedUntil: null } : 'too-late')),
    reopen: (actor, id) =>
      deps.db.transaction(actor, async tx => {
        const series = await findSeries(tx, id);
        const other = series === null ? null : await findLiveOf(tx, series.memberId);
        if (other !== null) return { kind: 'too-late' };
        return changeSeries(deps, tx, actor, id, ended =>
          ended.state === 'ended' ? { ...ended, state: 'active' } : 'too-late',
        );
      }),
    renew: (actor, id, until) => onSeries(actor, id, series => lengthened(series, until, now())),

    keepNote: (actor, id, note) =>
      deps.db.transaction(actor, async tx => {
        const found = await meetingToChange(tx, actor, id);
        if (found === null) return { kind: 'gone' };
        if (found.meeting.state === 'planned' || found.meeting.state === 'skipped') return { kind: 'not-yet' };
        const text = note.trim().slice(0, longestNote);
        await saveNote(tx, id, text === '' ? null : meetingNote(deps.keys, id).seal(text));
        return { kind: 'changed', now: found.meeting };
      }),
  };
}

export function isLive({ state }: Series): boolean {
  return state === 'active' || state === 'paused' || state === 'waiting';
}

function turn(meeting: Meeting, from: Meeting['state'], to: Meeting['state'], now: Date): Wanted<Meeting> {
  return meeting.state === from && meeting.startsAt > now ? { ...meeting, state: to } : 'too-late';
}

/** One that is ahead, or one that is over and did not take place then. */
function moved(meeting: Meeting, to: Date, now: Date): Wanted<Meeting> {
  if (meeting.state !== 'planned' && meeting.state !== 'moved') return 'too-late';
  if (to <= now || to.getTime() > now.getTime() + farthestMoveMs) return 'past-time';
  return { ...meeting, state: 'planned', startsAt: to, movedFrom: meeting.startsAt };
}

function movedBack(meeting: Meeting): Wanted<Meeting> {
  if (meeting.state !== 'planned' || meeting.movedFrom === null) return 'too-late';
  return { ...meeting, startsAt: meeting.movedFrom, movedFrom: null };
}

function closed(meeting: Meeting, outcome: Outcome, now: Date): Wanted<Meeting> {
  if (meeting.state !== 'planned') return 'too-late';
  return meeting.startsAt > now ? 'not-yet' : { ...meeting, state: outcome };
}

function reopened(meeting: Meeting): Wanted<Meeting> {
  return meeting.state === 'planned' || meeting.state === 'skipped' ? 'too-late' : { ...meeting, state: 'planned' };
}

function paused(series: Series, until: string, now: Date): Wanted<Series> {
  if (series.state !== 'active' && series.state !== 'paused') return 'too-late';
  if (until <= dayIn(now, series.zone).toString() || until > series.until) return 'past-time';
  return { ...series, state: 'paused', pausedUntil: until };
}

function lengthened(series: Series, until: string | undefined, now: Date): Wanted<Series> {
  if (!isLive(series)) return 'too-late';
  if (until === undefined) return { ...series, ...renewed(series, now) };
  const checked = checkCadence({ ...series, until }, now);
  return checked.kind === 'cadence' ? { ...series, until } : 'past-time';
}

interface MeetingChange {
  readonly actor: PersonActor;
  readonly id: Id<'meeting'>;
  readonly decide: (meeting: Meeting) => Wanted<Meeting>;
  /** Whether the other one is told. */
  readonly told: boolean;
}

async function changeMeeting(
  deps: OneononesDeps,
  tx: Tx,
  { actor, id, decide, told }: MeetingChange,
): Promise<Changed<Meeting>> {
  const found = await meetingToChange(tx, actor, id);
  if (found === null) return { kind: 'gone' };
  const { meeting, series } = found;
  const wanted = decide(meeting);
  if (typeof wanted === 'string') return { kind: wanted };
  const now = await updateMeeting(tx, wanted);
  await tellAnew(deps, tx, now, series);
  const latest = now.startsAt > meeting.startsAt ? now.startsAt : meeting.startsAt;
  if (told) await tellChange(deps, tx, now, otherOf(series, actor.personId), latest);
  return { kind: 'changed', now };
}

/** The meeting as nobody else can change it until the end of the transaction, in a series of the two of now. */
async function meetingToChange(
  tx: Tx,
  actor: PersonActor,
  id: Id<'meeting'>,
): Promise<{ readonly meeting: Meeting; readonly series: Series } | null> {
  const seen = await findMeeting(tx, id);
  const series = seen === null ? null : await findSeries(tx, seen.seriesId, true);
  // Read again behind the lock.
  const meeting = series === null ? null : await findMeeting(tx, id);
  if (series === null || meeting === null) return null;
  authorise(actor, {
    data: 'oneonone',
    act: 'write',
    subject: { personId: series.memberId, managerId: series.managerId },
  });
  return { meeting, series };
}

async function changeSeries(
  deps: OneononesDeps,
  tx: Tx,
  actor: PersonActor,
  id: Id<'series'>,
  decide: (series: Series) => Wanted<Series>,
): Promise<Changed<Series>> {
  const series = await findSeries(tx, id, true);
  if (series === null) return { kind: 'gone' };
  authorise(actor, {
    data: 'oneonone',
    act: 'write',
    subject: { personId: series.memberId, managerId: series.managerId },
  });
  const wanted = decide(series);
  if (typeof wanted === 'string') return { kind: wanted };
  const now = await updateSeries(tx, wanted);
  await replan(deps, tx, now);
  await tellChange(deps, tx, now, otherOf(now, actor.personId), null);
  return { kind: 'changed', now };
}
