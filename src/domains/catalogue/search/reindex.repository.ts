import type { Tx } from '../../../platform/db/database.ts';
import { dropNameIndex, type Space } from './name-index.repository.ts';

export async function spaceBeingBuilt(
  tx: Tx,
  embedder: { readonly id: string; readonly dimension: number },
): Promise<Space | null> {
  const [space] = await tx.query<Space>(
    `select id, embedder, dimension from embedding_spaces where state = 'building' and embedder = $1 and dimension = $2 order by id desc limit 1`,
    [embedder.id, embedder.dimension],
  );
  return space ?? null;
}

export async function countAllNames(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>('select count(*) as count from item_names');
  return row?.count ?? 0;
}

/** Names after number `last` that the space lacks, in the order of their numbers. */
export async function namesWithoutVector(
  tx: Tx,
  space: number,
  last: number,
  limit: number,
): Promise<readonly { readonly id: number; readonly text: string }[]> {
  return tx.query<{ id: number; text: string }>(
    `select n.id, n.text from item_names n
     where n.id > $2 and not exists (select from name_vectors v where v.space_id = $1 and v.name_id = n.id)
     order by n.id limit $3`,
    [space, last, limit],
  );
}

export async function activateSpace(tx: Tx, space: number): Promise<void> {
  await tx.query(`update embedding_spaces set state = 'retired' where state = 'active'`);
  await tx.query(`update embedding_spaces set state = 'active' where id = $1`, [space]);
}

/** Retired spaces and half-built ones of another embedder. */
export async function unusedSpaces(tx: Tx): Promise<readonly number[]> {
  const rows = await tx.query<{ id: number }>(`select id from embedding_spaces where state <> 'active'`);
  return rows.map(row => row.id);
}

export async function emptySpace(tx: Tx, space: number): Promise<void> {
  await dropNameIndex(tx, space, null);
  await tx.query('delete from name_terms where space_id = $1', [space]);
  await tx.query('delete from name_vectors where space_id = $1', [space]);
  await tx.query('delete from embedding_spaces where id = $1', [space]);
}

/** Embedders of spaces that a reindexing has begun to fill. */
export async function spacesBeingBuilt(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.query<{ embedder: string }>(
    `select embedder from embedding_spaces where state = 'building' order by id desc`,
  );
  return rows.map(row => row.embedder);
}

/** Items that the search knows by a name. */
export async function countItems(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ count: number }>('select count(distinct item_id) as count from item_names');
  return row?.count ?? 0;
}

/** A name without a letter or digit, such as an emoji, has no direction and never gets a vector. */
export async function countItemsWithoutVectors(tx: Tx, space: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(distinct n.item_id) as count from item_names n
     where n.normal <> '' and not exists (select from name_vectors v where v.space_id = $1 and v.item_id = n.item_id)`,
    [space],
  );
  return row?.count ?? 0;
}
