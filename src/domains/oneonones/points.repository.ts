import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { Visibility } from './oneonones.types.ts';

/** A point as it lies there: the text is encrypted. */
export interface StoredPoint {
  readonly id: Id<'point'>;
  readonly seriesId: Id<'series'>;
  readonly authorId: Id<'person'>;
  readonly visibility: Visibility;
  readonly secret: string;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly carriedOver: boolean;
}

const columns = `q.id, q.series_id as "seriesId", q.author_id as "authorId", q.visibility, q.text_secret as secret,
  q.created_at as "createdAt", q.done_at as "doneAt",
  exists (select from oneonone_meetings m where m.series_id = q.series_id and m.state = 'took-place' and m.starts_at > q.created_at) as "carriedOver"`;

/**
 * What the actor may read of a series, the oldest first. A member's own private points go on from the series with an earlier manager, who
 * never saw them.
 */
export async function listPoints(tx: Tx, seriesId: Id<'series'>, open: boolean): Promise<readonly StoredPoint[]> {
  return tx.query<StoredPoint>(
    `select ${columns} from oneonone_points q join oneonone_series s on s.id = $1
     where (q.series_id = s.id or (q.visibility = 'private' and q.author_id = s.member_id
         and exists (select from oneonone_series e where e.id = q.series_id and e.member_id = s.member_id and e.state = 'handed-over')))
       and ($2 = false or q.done_at is null)
     order by q.created_at, q.id`,
    [seriesId, open],
  );
}

export async function countOpenPoints(
  tx: Tx,
  ids: readonly Id<'series'>[],
): Promise<ReadonlyMap<Id<'series'>, number>> {
  const rows = await tx.query<{ id: Id<'series'>; count: number }>(
    `select s.id, count(*) as count from oneonone_series s
       join oneonone_points q on q.done_at is null and (q.series_id = s.id or (q.visibility = 'private' and q.author_id = s.member_id
         and exists (select from oneonone_series e where e.id = q.series_id and e.member_id = s.member_id and e.state = 'handed-over')))
     where s.id = any($1) group by s.id`,
    [ids],
  );
  return new Map(rows.map(row => [row.id, row.count]));
}

export async function findPoint(tx: Tx, id: Id<'point'>): Promise<StoredPoint | null> {
  const [row] = await tx.query<StoredPoint>(`select ${columns} from oneonone_points q where q.id = $1`, [id]);
  return row ?? null;
}

export async function insertPoint(tx: Tx, point: Omit<StoredPoint, 'doneAt' | 'carriedOver'>): Promise<void> {
  await tx.query(
    `insert into oneonone_points (id, series_id, author_id, visibility, text_secret, created_at) values ($1, $2, $3, $4, $5, $6)`,
    [point.id, point.seriesId, point.authorId, point.visibility, point.secret, point.createdAt],
  );
}

export async function deletePoint(tx: Tx, id: Id<'point'>): Promise<boolean> {
  return (await tx.query('delete from oneonone_points where id = $1 returning id', [id])).length > 0;
}

export async function settlePoint(tx: Tx, id: Id<'point'>, doneAt: Date | null): Promise<void> {
  await tx.query('update oneonone_points set done_at = $2 where id = $1', [id, doneAt]);
}

/** Only when it is still what it was: somebody else may have encrypted it anew. */
export async function replaceSecret(tx: Tx, id: Id<'point'>, from: string, to: string): Promise<void> {
  await tx.query('update oneonone_points set text_secret = $3 where id = $1 and text_secret = $2', [id, from, to]);
}

export async function findNote(tx: Tx, id: Id<'meeting'>): Promise<string | null> {
  const [row] = await tx.query<{ secret: string | null }>(
    'select note_secret as secret from oneonone_meetings where id = $1',
    [id],
  );
  return row?.secret ?? null;
}

export async function saveNote(tx: Tx, id: Id<'meeting'>, secret: string | null): Promise<void> {
  await tx.query('update oneonone_meetings set note_secret = $2 where id = $1', [id, secret]);
}
