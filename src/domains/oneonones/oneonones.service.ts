import type { PersonActor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Tx } from '../../platform/db/database.ts';
import { createChanges } from './changes.service.ts';
import { listFigures } from './figures.repository.ts';
import type { OneononesDeps } from './oneonones.deps.ts';
import type { Meeting, MeetingView, OneononesService, Series, SeriesView } from './oneonones.types.ts';
import { closableMs } from './planning.rules.ts';
import { countOpenPoints, findNote } from './points.repository.ts';
import { createPoints, readPoints } from './points.service.ts';
import { meetingNote } from './sealed-text.ts';
import { findMeeting, findSeries, listLast, listNext, listSeriesOf, listUnclosed } from './series.repository.ts';
import { createSetUp } from './set-up.service.ts';
import { createUpkeep } from './upkeep.service.ts';

/** One-on-ones of managers and their members. Everything in it is for the two alone; HR gets figures. */
export function createOneononesService(deps: OneononesDeps): OneononesService {
  return {
    ...createSetUp(deps),
    ...createReading(deps),
    ...createChanges(deps),
    ...createPoints(deps),
    ...createUpkeep(deps),
  };
}

type Reading = Pick<OneononesService, 'mine' | 'series' | 'meeting' | 'unclosed' | 'figures'>;

function createReading(deps: OneononesDeps): Reading {
  const { db, clock } = deps;
  return {
    mine: actor =>
      db.transaction(actor, async tx => {
        const all = await listSeriesOf(tx, actor.personId);
        const views = await viewsOf(tx, actor, all, clock.now());
        return views.toSorted((left, right) => startOf(left) - startOf(right));
      }),

    series: (actor, id) =>
      db.transaction(actor, async tx => {
        const series = await findSeries(tx, id);
        return series === null ? null : viewOf(tx, actor, series, clock.now());
      }),

    meeting: (actor, id) =>
      db.transaction(actor, async tx => {
        const meeting = await findMeeting(tx, id);
        return meeting === null ? null : meetingView(deps, tx, actor, meeting);
      }),

    unclosed: actor =>
      db.transaction(actor, async tx => {
        const now = clock.now();
        const all = await listSeriesOf(tx, actor.personId);
        const ids = all.map(({ id }) => id);
        const open = await listUnclosed(tx, ids, new Date(now.getTime() - closableMs), now);
        const views = await Promise.all(open.map(meeting => meetingView(deps, tx, actor, meeting)));
        return views.filter(view => view !== null);
      }),

    async figures(actor) {
      authorise(actor, { data: 'oneonone-figures', act: 'read', subject: { companyId: actor.companyId } });
      const rows = await db.transaction(actor, tx => listFigures(tx, actor.companyId));
      const hidden = rows.findLast(({ division }) => division === null)?.hidden ?? 0;
      return { rows: rows.map(({ hidden: _, ...row }) => row), hidden };
    },
  };
}

const never = Number.MAX_SAFE_INTEGER;
const startOf = ({ next }: SeriesView) => next?.startsAt.getTime() ?? never;

async function viewsOf(tx: Tx, actor: PersonActor, all: readonly Series[], now: Date): Promise<readonly SeriesView[]> {
  for (const series of all) authorise(actor, { data: 'oneonone', act: 'read', subject: subjectOf(series) });
  const ids = all.map(({ id }) => id);
  const next = new Map((await listNext(tx, ids, now)).map(meeting => [meeting.seriesId, meeting]));
  const last = new Map((await listLast(tx, ids, now)).map(meeting => [meeting.seriesId, meeting]));
  const points = await countOpenPoints(tx, ids);
  return all.map(series => ({
    series,
    side: series.memberId === actor.personId ? 'member' : 'manager',
    next: next.get(series.id) ?? null,
    last: last.get(series.id) ?? null,
    openPoints: points.get(series.id) ?? 0,
  }));
}

async function viewOf(tx: Tx, actor: PersonActor, series: Series, now: Date): Promise<SeriesView | null> {
  const [view = null] = await viewsOf(tx, actor, [series], now);
  return view;
}

async function meetingView(
  { clock, keys }: OneononesDeps,
  tx: Tx,
  actor: PersonActor,
  meeting: Meeting,
): Promise<MeetingView | null> {
  const series = await findSeries(tx, meeting.seriesId);
  const view = series === null ? null : await viewOf(tx, actor, series, clock.now());
  if (view === null) return null;
  const points = await readPoints(keys, tx, actor, meeting.seriesId, true);
  const note = await findNote(tx, meeting.id);
  return { meeting, view, points, note: note === null ? null : meetingNote(keys, meeting.id).open(note) };
}

/** An earlier manager is nobody to a series that was handed over. */
function subjectOf({ memberId, managerId, state }: Series) {
  return { personId: memberId, managerId: state === 'handed-over' ? null : managerId };
}
