import type { PersonActor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/policy.ts';
import type { Tx } from '../../platform/db/database.ts';
import { newId } from '../../platform/ids/ids.ts';
import type { KeyRing } from '../../platform/secrets/key-ring.ts';
import { isLive } from './changes.service.ts';
import type { OneononesDeps } from './oneonones.deps.ts';
import type { OneononesService, Point, Series, Visibility } from './oneonones.types.ts';
import {
  deletePoint,
  findPoint,
  insertPoint,
  listPoints,
  replaceSecret,
  type StoredPoint,
  settlePoint,
} from './points.repository.ts';
import { longestPoint } from './points.rules.ts';
import { pointText } from './sealed-text.ts';
import { findSeries } from './series.repository.ts';

type Points = Pick<OneononesService, 'addPoint' | 'removePoint' | 'points' | 'settlePoint'>;

/** What the two want to talk about. A text is decrypted only in a transaction of one of the two, and never leaves the reply to them. */
export function createPoints(deps: OneononesDeps): Points {
  const { db, clock, keys } = deps;
  return {
    addPoint: (actor, seriesId, text, visibility) =>
      db.transaction(actor, async tx => {
        const series = await findSeries(tx, seriesId);
        if (series === null) return { kind: 'gone' };
        authorisePoint(actor, series, visibility, actor.personId);
        if (!isLive(series)) return { kind: 'too-late' };
        return { kind: 'changed', now: await addPoint(deps, tx, actor, series, text.trim(), visibility) };
      }),

    removePoint: (actor, id) =>
      db.transaction(actor, async tx => {
        const found = await findPoint(tx, id);
        if (found === null || !(await deletePoint(tx, id))) return { kind: 'gone' };
        return { kind: 'changed', now: opened(keys, found) };
      }),

    points: (actor, seriesId, which = 'open') =>
      db.transaction(actor, tx => readPoints(keys, tx, actor, seriesId, which === 'open')),

    settlePoint: (actor, id, done) =>
      db.transaction(actor, async tx => {
        const found = await findPoint(tx, id);
        const series = found === null ? null : await findSeries(tx, found.seriesId);
        if (found === null || series === null) return { kind: 'gone' };
        authorisePoint(actor, series, found.visibility, found.authorId);
        const doneAt = done ? clock.now() : null;
        await settlePoint(tx, id, doneAt);
        return { kind: 'changed', now: opened(keys, { ...found, doneAt }) };
      }),
  };
}

async function addPoint(
  { clock, keys }: OneononesDeps,
  tx: Tx,
  actor: PersonActor,
  series: Series,
  text: string,
  visibility: Visibility,
): Promise<Point> {
  const id = newId('point');
  const kept = text.slice(0, longestPoint);
  const point = { id, seriesId: series.id, authorId: actor.personId, visibility, createdAt: clock.now() };
  await insertPoint(tx, { ...point, secret: pointText(keys, id).seal(kept) });
  return { ...point, text: kept, carriedOver: false, done: false };
}

/** Those that were carried over first, then in the order in which they came. */
export async function readPoints(
  keys: KeyRing,
  tx: Tx,
  actor: PersonActor,
  seriesId: Series['id'],
  open: boolean,
): Promise<readonly Point[]> {
  const series = await findSeries(tx, seriesId);
  if (series === null) return [];
  const stored = await listPoints(tx, seriesId, open);
  for (const point of stored) {
    authorisePoint(actor, series, point.visibility, point.authorId);
    await sealAnew(keys, tx, point);
  }
  return stored
    .map(point => opened(keys, point))
    .toSorted((left, right) => Number(right.carriedOver) - Number(left.carriedOver));
}

/** Nobody but the two can read a text, so it is encrypted with a newer key when one of them does. */
async function sealAnew(keys: KeyRing, tx: Tx, { id, secret }: StoredPoint): Promise<void> {
  const sealed = pointText(keys, id);
  if (sealed.isStale(secret)) await replaceSecret(tx, id, secret, sealed.seal(sealed.open(secret)));
}

function opened(keys: KeyRing, { secret, doneAt, ...point }: StoredPoint): Point {
  return { ...point, text: pointText(keys, point.id).open(secret), done: doneAt !== null };
}

/** Private ones are their author's alone; shared ones are for the member, and for the manager as long as the series is between the two. */
function authorisePoint(
  actor: PersonActor,
  { memberId, managerId, state }: Series,
  visibility: Visibility,
  authorId: Point['authorId'],
): void {
  const shared = { personId: memberId, managerId: state === 'handed-over' ? null : managerId };
  const subject = visibility === 'shared' ? shared : { personId: authorId };
  authorise(actor, { data: 'oneonone-point', act: 'read', subject });
}
