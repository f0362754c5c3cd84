import type { Tx } from '../../platform/db/database.ts';
import { type Id, newId } from '../../platform/ids/ids.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';
import type { Meeting, MeetingState, Series, SeriesState } from './oneonones.types.ts';
import type { Employment } from './planning.rules.ts';
import type { Cadence } from './series.rules.ts';

interface SeriesRow {
  readonly id: Id<'series'>;
  readonly manager_id: Id<'person'>;
  readonly member_id: Id<'person'>;
  readonly rule: string;
  readonly starts_local: string;
  readonly time_zone: string;
  readonly minutes: number;
  readonly until_day: PlainDateText;
  readonly state: SeriesState;
  readonly paused_until: PlainDateText | null;
  readonly revision: number;
}

interface MeetingRow {
  readonly id: Id<'meeting'>;
  readonly series_id: Id<'series'>;
  readonly occurrence: Date;
  readonly starts_at: Date;
  readonly moved_from: Date | null;
  readonly minutes: number;
  readonly state: MeetingState;
  readonly revision: number;
}

const seriesColumns =
  's.id, s.manager_id, s.member_id, s.rule, s.starts_local, s.time_zone, s.minutes, s.until_day, s.state, s.paused_until, s.revision';
const meetingColumns = 'm.id, m.series_id, m.occurrence, m.starts_at, m.moved_from, m.minutes, m.state, m.revision';
const live = `s.state in ('active', 'paused', 'waiting')`;

function seriesOf(row: SeriesRow): Series {
  return {
    id: row.id,
    managerId: row.manager_id,
    memberId: row.member_id,
    rule: row.rule,
    start: row.starts_local,
    zone: row.time_zone,
    minutes: row.minutes,
    until: row.until_day,
    state: row.state,
    pausedUntil: row.paused_until,
    revision: row.revision,
  };
}

function meetingOf(row: MeetingRow): Meeting {
  return {
    id: row.id,
    seriesId: row.series_id,
    occurrence: row.occurrence,
    startsAt: row.starts_at,
    movedFrom: row.moved_from,
    minutes: row.minutes,
    state: row.state,
    revision: row.revision,
  };
}

/** Null when it is not there or the actor is none of the two. `lock` keeps others from changing it until the end of the transaction. */
export async function findSeries(tx: Tx, id: Id<'series'>, lock = false): Promise<Series | null> {
  const sql = `select ${seriesColumns} from oneonone_series s where s.id = $1`;
  const [row] = await tx.query<SeriesRow>(lock ? `${sql} for update` : sql, [id]);
  return row === undefined ? null : seriesOf(row);
}

/** The series of a member that lives, whoever the manager is. */
export async function findLiveOf(tx: Tx, memberId: Id<'person'>): Promise<Series | null> {
  const [row] = await tx.query<SeriesRow>(
    `select ${seriesColumns} from oneonone_series s where s.member_id = $1 and ${live} for update`,
    [memberId],
  );
  return row === undefined ? null : seriesOf(row);
}

export async function listSeriesOf(tx: Tx, personId: Id<'person'>): Promise<readonly Series[]> {
  const rows = await tx.query<SeriesRow>(
    `select ${seriesColumns} from oneonone_series s where (s.member_id = $1 or s.manager_id = $1) and ${live} order by s.id`,
    [personId],
  );
  return rows.map(seriesOf);
}

/** Series that go on and are planned to less than that instant, or whose pause ended by that day; those that wait longest first. */
export async function listToPlan(tx: Tx, to: Date, day: PlainDateText, most: number): Promise<readonly Series[]> {
  const rows = await tx.query<SeriesRow>(
    `select ${seriesColumns} from oneonone_series s
     where s.state in ('active', 'paused') and (s.planned_to is null or s.planned_to < $1 or s.paused_until <= $2::date)
     order by s.planned_to nulls first limit $3`,
    [to, day, most],
  );
  return rows.map(seriesOf);
}

export async function markPlanned(tx: Tx, id: Id<'series'>, to: Date): Promise<void> {
  await tx.query('update oneonone_series set planned_to = $2 where id = $1', [id, to]);
}

export interface Stray extends Employment {
  readonly seriesId: Id<'series'>;
  readonly companyId: Id<'company'>;
}

/** Series that live and do not agree with what the people file says now. */
export async function listStrays(tx: Tx): Promise<readonly Stray[]> {
  return tx.query<Stray>(
    `select s.id as "seriesId", p.company_id as "companyId", p.status = 'left' as "memberLeft", m.id as "managerId"
     from oneonone_series s join people p on p.id = s.member_id left join people m on m.id = p.manager_id and m.status <> 'left'
     where ${live} and (p.status = 'left' or (m.id is null and s.state <> 'waiting') or (m.id is not null and (m.id <> s.manager_id or s.state = 'waiting')))
     order by s.id`,
  );
}

/** The latest series of that pair that was handed over to somebody else. */
export async function findHandedOver(tx: Tx, managerId: Id<'person'>, memberId: Id<'person'>): Promise<Series | null> {
  const [row] = await tx.query<SeriesRow>(
    `select ${seriesColumns} from oneonone_series s where s.manager_id = $1 and s.member_id = $2 and s.state = 'handed-over'
     order by s.created_at desc limit 1 for update`,
    [managerId, memberId],
  );
  return row === undefined ? null : seriesOf(row);
}

export async function insertSeries(
  tx: Tx,
  pair: Pick<Series, 'managerId' | 'memberId'>,
  cadence: Cadence,
  kept: Pick<Series, 'state' | 'pausedUntil'> = { state: 'active', pausedUntil: null },
): Promise<Series> {
  const id = newId('series');
  await tx.query(
    `insert into oneonone_series (id, manager_id, member_id, rule, starts_local, time_zone, minutes, until_day, state, paused_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      pair.managerId,
      pair.memberId,
      cadence.rule,
      cadence.start,
      cadence.zone,
      cadence.minutes,
      cadence.until,
      kept.state,
      kept.pausedUntil,
    ],
  );
  return { ...cadence, ...pair, ...kept, id, revision: 0 };
}

/** Saves what can change of a series and counts the change. */
export async function updateSeries(tx: Tx, series: Series): Promise<Series> {
  await tx.query(
    `update oneonone_series set rule = $2, starts_local = $3, time_zone = $4, minutes = $5, until_day = $6, state = $7, paused_until = $8,
       revision = revision + 1 where id = $1`,
    [series.id, series.rule, series.start, series.zone, series.minutes, series.until, series.state, series.pausedUntil],
  );
  return { ...series, revision: series.revision + 1 };
}

export async function findMeeting(tx: Tx, id: Id<'meeting'>): Promise<Meeting | null> {
  const [row] = await tx.query<MeetingRow>(`select ${meetingColumns} from oneonone_meetings m where m.id = $1`, [id]);
  return row === undefined ? null : meetingOf(row);
}

/** The meetings of a series that begin, or by its cadence would have begun, at that instant or later. */
export async function listMeetingsFrom(tx: Tx, seriesId: Id<'series'>, from: Date): Promise<readonly Meeting[]> {
  const rows = await tx.query<MeetingRow>(
    `select ${meetingColumns} from oneonone_meetings m
     where m.series_id = $1 and (m.starts_at >= $2 or m.occurrence >= $2) order by m.starts_at`,
    [seriesId, from],
  );
  return rows.map(meetingOf);
}

/** For each series the next meeting that is planned and not over at that instant. */
export async function listNext(tx: Tx, ids: readonly Id<'series'>[], now: Date): Promise<readonly Meeting[]> {
  const rows = await tx.query<MeetingRow>(
    `select distinct on (m.series_id) ${meetingColumns} from oneonone_meetings m
     where m.series_id = any($1) and m.state = 'planned' and m.starts_at + make_interval(mins => m.minutes) > $2
     order by m.series_id, m.starts_at`,
    [ids, now],
  );
  return rows.map(meetingOf);
}

/** For each series the last meeting that is over at that instant and was not skipped. */
export async function listLast(tx: Tx, ids: readonly Id<'series'>[], now: Date): Promise<readonly Meeting[]> {
  const rows = await tx.query<MeetingRow>(
    `select distinct on (m.series_id) ${meetingColumns} from oneonone_meetings m
     where m.series_id = any($1) and m.state <> 'skipped'
       and (m.starts_at + make_interval(mins => m.minutes) <= $2 or m.state <> 'planned')
     order by m.series_id, m.starts_at desc`,
    [ids, now],
  );
  return rows.map(meetingOf);
}

/** Meetings of these series that ended between the two instants and of which nobody has said what became of them. */
export async function listUnclosed(
  tx: Tx,
  ids: readonly Id<'series'>[],
  since: Date,
  now: Date,
): Promise<readonly Meeting[]> {
  const rows = await tx.query<MeetingRow>(
    `select ${meetingColumns} from oneonone_meetings m
     where m.series_id = any($1) and m.state = 'planned' and m.starts_at + make_interval(mins => m.minutes) between $2 and $3
     order by m.starts_at desc`,
    [ids, since, now],
  );
  return rows.map(meetingOf);
}

/** Adds meetings that are not there yet, and gives those that were added. */
export async function insertMeetings(tx: Tx, series: Series, starts: readonly Date[]): Promise<readonly Meeting[]> {
  if (starts.length === 0) return [];
  const rows = await tx.query<MeetingRow>(
    `insert into oneonone_meetings as m (id, series_id, occurrence, starts_at, minutes, state)
     select t.id, $1, t.starts_at::timestamptz, t.starts_at::timestamptz, $2, 'planned'
     from unnest($3::text[], $4::text[]) t (id, starts_at)
     on conflict (series_id, occurrence) do nothing returning ${meetingColumns}`,
    [series.id, series.minutes, starts.map(() => newId('meeting')), starts.map(start => start.toISOString())],
  );
  return rows.map(meetingOf);
}

export async function deleteMeetings(tx: Tx, ids: readonly Id<'meeting'>[]): Promise<void> {
  if (ids.length > 0) await tx.query('delete from oneonone_meetings where id = any($1)', [ids]);
}

/** Saves where a meeting stands and counts the change. */
export async function updateMeeting(tx: Tx, meeting: Meeting): Promise<Meeting> {
  await tx.query(
    `update oneonone_meetings set starts_at = $2, moved_from = $3, state = $4, revision = revision + 1 where id = $1`,
    [meeting.id, meeting.startsAt, meeting.movedFrom, meeting.state],
  );
  return { ...meeting, revision: meeting.revision + 1 };
}

/** The manager of a person as far as the actor sees it: their own, or themselves for one of their reports. */
export async function findManagerOf(
  tx: Tx,
  memberId: Id<'person'>,
): Promise<{ readonly managerId: Id<'person'> | null } | null> {
  const [row] = await tx.query<{ managerId: Id<'person'> | null }>(
    `select p.manager_id as "managerId" from people p where p.id = $1 and p.status <> 'left'`,
    [memberId],
  );
  return row ?? null;
}

export async function hasReports(tx: Tx, personId: Id<'person'>): Promise<boolean> {
  const rows = await tx.query(`select from people p where p.manager_id = $1 and p.status <> 'left' limit 1`, [
    personId,
  ]);
  return rows.length > 0;
}
