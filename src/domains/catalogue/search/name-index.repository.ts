import type { Tx } from '../../../platform/db/database.ts';
import { realArray, vectorText } from '../../../platform/db/vector.ts';
import { AppError } from '../../../platform/errors/app-error.ts';
import type { ItemKind } from '../catalogue.types.ts';
import type { NameDraft } from '../imports/draft.types.ts';

/** An embedded text that has its number in `item_names`. */
export interface IndexedText {
  readonly id: number;
  readonly embedding: Float32Array;
  readonly terms: ReadonlyMap<string, number>;
}

export interface Space {
  readonly id: number;
  readonly embedder: string;
  readonly dimension: number;
}

/**
 * From how many names of a kind on an approximate index pays. In the embedded engine the exact comparison of 20,000 names (256-d) takes about
 * 25 ms and that of 90,000 110 ms, the index 6 ms; building it costs 0.6 ms a name.
 */
export const namesForIndex = 20_000;

/** Any constant. Writers of names share it; the switch to another space takes it alone. */
const namesLock = 8_240_118;

export async function shareNamesLock(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock_shared($1)', [namesLock]);
}

export async function takeNamesLock(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [namesLock]);
}

export async function activeSpace(tx: Tx): Promise<Space | null> {
  const [space] = await tx.query<Space>(`select id, embedder, dimension from embedding_spaces where state = 'active'`);
  return space ?? null;
}

export async function createSpace(
  tx: Tx,
  embedder: { readonly id: string; readonly dimension: number },
  state: 'active' | 'building',
): Promise<Space> {
  const [space] = await tx.query<Space>(
    'insert into embedding_spaces (embedder, dimension, state) values ($1, $2, $3) returning id, embedder, dimension',
    [embedder.id, embedder.dimension, state],
  );
  if (space === undefined) throw new AppError('db.query');
  return space;
}

export async function deleteSourceNames(tx: Tx, itemIds: readonly string[]): Promise<void> {
  await tx.query(`delete from item_names where item_id = any ($1) and origin = 'source'`, [itemIds]);
}

/** Copies the items' filters to the aliases that HR added, which an import does not replace. `sample` holds one name of each item. */
export async function refreshHrNames(tx: Tx, sample: readonly NameDraft[]): Promise<void> {
  const rows = await tx.query<{ item_id: string }>(
    `select distinct item_id from item_names where origin = 'hr' and item_id = any ($1)`,
    [sample.map(name => name.itemId)],
  );
  const withAliases = new Set(rows.map(row => row.item_id));
  for (const { itemId, audience, active, position } of sample.filter(name => withAliases.has(name.itemId))) {
    for (const table of ['item_names', 'name_vectors']) {
      await tx.query(`update ${table} set audience = $2, active = $3, position = $4 where item_id = $1`, [
        itemId,
        audience,
        active,
        position,
      ]);
    }
    await tx.query(
      `update name_terms t set audience = $2 from item_names n where n.item_id = $1 and t.name_id = n.id`,
      [itemId, audience],
    );
  }
}

/**
 * Writes names and returns their numbers in the same order. What HR took away from the item or added to it already is left out, but has a
 * number all the same.
 */
export async function insertNames(tx: Tx, names: readonly NameDraft[]): Promise<readonly number[]> {
  const numbers = await tx.query<{ id: number }>(
    `select nextval(pg_get_serial_sequence('item_names', 'id'))::integer as id from generate_series(1, $1)`,
    [names.length],
  );
  const ids = numbers.map(row => row.id);
  const rows = names.map((name, index) => ({
    id: ids[index],
    item_kind: name.itemKind,
    item_id: name.itemId,
    locale: name.locale,
    kind: name.kind,
    text: name.text,
    normal: name.normal,
    origin: name.origin,
    audience: name.audience,
    active: name.active,
    position: name.position,
  }));
  await tx.query(
    `insert into item_names select n.* from json_populate_recordset(null::item_names, $1::json) n
     where n.origin = 'hr' or n.kind <> 'alias' or not (exists (
       select from removed_aliases r where r.item_id = n.item_id and r.locale = n.locale and r.normal = n.normal)
       or exists (select from item_names h where h.item_id = n.item_id and h.locale = n.locale and h.normal = n.normal and h.origin = 'hr'))`,
    [JSON.stringify(rows)],
  );
  return ids;
}

/** A zero vector has no direction to compare: such a name is found by equality alone. */
export async function insertVectors(tx: Tx, space: number, texts: readonly IndexedText[]): Promise<void> {
  const usable = texts.filter(({ embedding }) => embedding.some(value => value !== 0));
  await tx.query(
    `insert into name_vectors
     select $1, n.id, n.item_kind, n.item_id, n.audience, n.active, n.position, n.kind = 'description',
       ($3::real[])[(v.place - 1) * $4 + 1 : v.place * $4]::vector
     from unnest($2::integer[]) with ordinality v (id, place) join item_names n on n.id = v.id
     on conflict do nothing`,
    [
      space,
      usable.map(text => text.id),
      realArray(usable.map(text => text.embedding)),
      usable[0]?.embedding.length ?? 0,
    ],
  );
}

export async function insertTerms(tx: Tx, space: number, texts: readonly IndexedText[]): Promise<void> {
  const rows = texts.flatMap(({ id, terms }) => [...terms].map(([term, weight]) => ({ id, term, weight })));
  await tx.query(
    `insert into name_terms
     select $1, n.item_kind, t.term, n.id, n.audience, t.weight
     from unnest($2::integer[], $3::text[], $4::real[]) t (id, term, weight) join item_names n on n.id = t.id
     on conflict do nothing`,
    [space, rows.map(row => row.id), rows.map(row => row.term), rows.map(row => row.weight)],
  );
}

export async function countNames(tx: Tx, space: number, kind: ItemKind): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*) as count from name_vectors where space_id = $1 and item_kind = $2',
    [space, kind],
  );
  return row?.count ?? 0;
}

export async function hasNameIndex(tx: Tx, space: number, kind: ItemKind): Promise<boolean> {
  const [row] = await tx.query<{ present: boolean }>('select to_regclass($1) is not null as present', [
    `name_vectors_hnsw_${space}_${kind}`,
  ]);
  return row?.present ?? false;
}

export async function buildNameIndex(tx: Tx, space: number, kind: ItemKind): Promise<void> {
  await tx.query('select build_name_index($1, $2)', [space, kind]);
}

export async function dropNameIndex(tx: Tx, space: number, kind: ItemKind | null): Promise<void> {
  await tx.query('select drop_name_index($1, $2)', [space, kind]);
}

export async function refreshStatistics(tx: Tx): Promise<void> {
  await tx.query('select refresh_catalogue_statistics()');
}

/** Five decimals: a third of the text, and a cosine that differs by less than 0.0001. */
export function shortVectorText(embedding: Float32Array): string {
  return vectorText(Array.from(embedding, round));
}

function round(value: number): number {
  return Math.round(value * 100_000) / 100_000;
}
