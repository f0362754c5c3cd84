import type { Actor } from '../../platform/access/actor.ts';
import { recordAudit } from '../../platform/access/audit.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Tx } from '../../platform/db/database.ts';
import { unreachable } from '../../platform/errors/app-error.ts';
import type { Id } from '../../platform/ids/ids.ts';
import { type MonthOfDivision, replaceFigures, type StoredFigure, tallyMonths } from './figures.repository.ts';
import { shownDivisions, wholeOf } from './figures.rules.ts';
import type { OneononesDeps } from './oneonones.deps.ts';
import type { OneononesService, Series } from './oneonones.types.ts';
import { replan } from './planned-meetings.ts';
import { closableMs, horizonMs, reconcile } from './planning.rules.ts';
import {
  findHandedOver,
  findSeries,
  insertSeries,
  listStrays,
  listToPlan,
  type Stray,
  updateSeries,
} from './series.repository.ts';
import { dayIn } from './series.rules.ts';

const weekMs = 7 * 24 * 3_600_000;
const batch = 200;
const monthsShown = 12;

type Upkeep = Pick<OneononesService, 'reconcile' | 'planMeetings' | 'countFigures'>;

/** What Michi does by itself: follows the people file, keeps meetings planned, counts. It never reads a point. */
export function createUpkeep(deps: OneononesDeps): Upkeep {
  const { db, clock } = deps;
  return {
    async reconcile(actor) {
      authorise(actor, { data: 'oneonone', act: 'write' });
      const strays = await db.transaction(actor, listStrays);
      for (const stray of strays) await db.transaction(actor, tx => settle(deps, tx, actor, stray));
      return strays.length;
    },

    async planMeetings(actor) {
      authorise(actor, { data: 'oneonone', act: 'write' });
      // A week less than is planned each time, so that each series comes by about once a week.
      const to = new Date(clock.now().getTime() + horizonMs - weekMs);
      let planned = 0;
      for (let some = batch; some === batch; planned += some)
        some = await db.transaction(actor, tx => planSome(deps, tx, to));
      return planned;
    },

    async countFigures(actor) {
      authorise(actor, { data: 'oneonone-figures', act: 'write' });
      return db.transaction(actor, tx => count(tx, clock.now()));
    },
  };
}

async function settle(deps: OneononesDeps, tx: Tx, actor: Actor, stray: Stray): Promise<void> {
  const series = await findSeries(tx, stray.seriesId, true);
  if (series === null) return;
  const due = reconcile(series, stray);
  switch (due.kind) {
    case 'keep':
      return;
    case 'wait':
      return follow(deps, tx, { ...series, state: 'waiting', pausedUntil: null });
    case 'go-on':
      return follow(deps, tx, { ...series, state: 'active' });
    case 'end':
      return follow(deps, tx, { ...series, state: 'ended', pausedUntil: null });
    case 'hand-over':
      return handOver(deps, tx, actor, series, stray, due.to);
    default:
      return unreachable(due);
  }
}

async function follow(deps: OneononesDeps, tx: Tx, series: Series): Promise<void> {
  await replan(deps, tx, await updateSeries(tx, series));
}

/**
 * The new manager goes on with the same cadence in a series of their own: what was said before stays with the member. When somebody comes
 * back, such as after a wrong file, their earlier series goes on.
 */
async function handOver(
  deps: OneononesDeps,
  tx: Tx,
  actor: Actor,
  old: Series,
  { companyId }: Stray,
  managerId: Id<'person'>,
): Promise<void> {
  await follow(deps, tx, { ...old, state: 'handed-over', pausedUntil: null });
  const kept = { state: old.state === 'paused' ? old.state : 'active', pausedUntil: old.pausedUntil } as const;
  const former = await findHandedOver(tx, managerId, old.memberId);
  const pair = { managerId, memberId: old.memberId };
  const series =
    former === null
      ? await insertSeries(tx, pair, old, kept)
      : await updateSeries(tx, { ...old, ...kept, ...pair, id: former.id, revision: former.revision });
  await replan(deps, tx, series);
  for (const person of [managerId, old.memberId]) await tellHandOver(deps, tx, series, person);
  await recordAudit(tx, actor, {
    action: 'oneonone.hand-over',
    subjectKind: 'person',
    subjectId: old.memberId,
    companyId,
    detail: { from: old.managerId, to: managerId },
  });
}

async function tellHandOver(deps: OneononesDeps, tx: Tx, series: Series, person: Id<'person'>): Promise<void> {
  // To each of the two by itself: taking back for one must not take it from the other.
  await deps.notices.plan(tx, [
    {
      kind: 'oneonone-changed',
      person,
      subject: series.id,
      dueAt: deps.clock.now(),
      notAfter: null,
      key: ['oneonone-changed', series.id, series.revision, person].join(':'),
    },
  ]);
}

async function planSome(deps: OneononesDeps, tx: Tx, to: Date): Promise<number> {
  // The day that has begun in every zone: a pause until then is over everywhere.
  const day = dayIn(deps.clock.now(), 'Etc/GMT+12').toString();
  const due = await listToPlan(tx, to, day, batch);
  for (const { id } of due) {
    const series = await findSeries(tx, id, true);
    if (series !== null) await replan(deps, tx, await wokenUp(tx, series, deps.clock.now()));
  }
  return due.length;
}

/** A pause that is over. */
async function wokenUp(tx: Tx, series: Series, now: Date): Promise<Series> {
  const isOver = series.pausedUntil !== null && series.pausedUntil <= dayIn(now, series.zone).toString();
  return isOver ? updateSeries(tx, { ...series, state: 'active', pausedUntil: null }) : series;
}

async function count(tx: Tx, now: Date): Promise<number> {
  const first = dayIn(now, 'UTC')
    .with({ day: 1 })
    .subtract({ months: monthsShown - 1 });
  const since = new Date(first.toZonedDateTime('UTC').epochMilliseconds);
  const fromMonth = first.toPlainYearMonth().toString();
  const tallies = await tallyMonths(tx, since, new Date(now.getTime() - closableMs));
  const groups = Map.groupBy(tallies, tally => `${tally.companyId} ${tally.month}`);
  const figures = [...groups.values()].flatMap(figuresOf).filter(({ month }) => month >= fromMonth);
  await replaceFigures(tx, fromMonth, figures);
  return figures.length;
}

/** Of one company and month, as they may be stored. */
function figuresOf(tallies: readonly MonthOfDivision[]): readonly StoredFigure[] {
  const [first] = tallies;
  const whole = wholeOf(tallies);
  if (first === undefined || whole === null) return [];
  const shown = shownDivisions(tallies);
  const { companyId, month } = first;
  const divisions = tallies
    .filter(tally => shown.includes(tally))
    .map(({ people: _, ...tally }) => ({ ...tally, hidden: 0 }));
  const { people: _, ...all } = whole;
  return [{ ...all, companyId, month, divisionEn: '', hidden: tallies.length - shown.length }, ...divisions];
}
