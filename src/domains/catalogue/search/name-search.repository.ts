import type { SqlValue, Tx } from '../../../platform/db/database.ts';
import type { ItemKind, Position } from '../catalogue.types.ts';
import { type Space, shortVectorText } from './name-index.repository.ts';

/** The space that is searched, and whether names of the kind have the approximate index in it. */
export interface SearchedSpace extends Space {
  readonly indexed: boolean;
}

export async function searchedSpace(tx: Tx, kind: ItemKind): Promise<SearchedSpace | null> {
  const [space] = await tx.query<SearchedSpace>(
    `select id, embedder, dimension, to_regclass(format('name_vectors_hnsw_%s_%s', id, $1::text)) is not null as indexed
     from embedding_spaces where state = 'active'`,
    [kind],
  );
  return space ?? null;
}

/** What narrows a search before anything is compared. What the actor may not see is left out by the database besides. */
export interface SearchFilter {
  readonly kind: ItemKind;
  readonly position?: Position;
  /** Only names of these items. */
  readonly itemIds?: readonly string[];
}

export interface SearchedText {
  readonly embedding: Float32Array;
  readonly terms: ReadonlyMap<string, number>;
}

/** A name that was compared: cosine of the vectors and sum of the products of shared terms, both at most 1. */
export interface NameHit {
  readonly name_id: number;
  readonly item_id: string;
  readonly description: boolean;
  readonly vector: number;
  readonly lexical: number;
}

/** Longest candidate list of the approximate index; pgvector allows no more. */
const deepestIndexScan = 1_000;

/**
 * The `depth` nearest names by vector and the `depth` best by terms, both scores for each. Filters come first, always: a narrowed search
 * compares every name that passes them; a search over a whole large kind uses the approximate index, which holds what everybody may see and is
 * active, and compares the names that the actor's company alone sees one by one.
 */
export async function nearestNames(
  tx: Tx,
  space: SearchedSpace,
  filter: SearchFilter,
  text: SearchedText,
  depth: number,
): Promise<readonly NameHit[]> {
  const narrowed = filter.itemIds !== undefined || filter.position !== undefined;
  const approximate = space.indexed && !narrowed;
  if (approximate) await scanDeeply(tx, depth);
  const { sql, values } = nearestNamesStatement(space, filter, text, depth, approximate);
  return tx.query<NameHit>(sql, values);
}

/** The index gives as many candidates as are asked for, and looks further when one of them is gone meanwhile. */
async function scanDeeply(tx: Tx, depth: number): Promise<void> {
  await tx.query(
    `select set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'relaxed_order', true)`,
    [String(Math.min(depth, deepestIndexScan))],
  );
}

/**
 * Conditions stand in the text only when they apply, so that each kind of search is planned for itself; the depth stands there because the
 * plan depends on it. The names with shared terms are sorted before they are looked at, so that only the best are.
 */
export function nearestNamesStatement(
  { id, dimension }: Space,
  { kind, itemIds, position }: SearchFilter,
  text: SearchedText,
  depth: number,
  approximate: boolean,
): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const values: SqlValue[] = [shortVectorText(text.embedding), [...text.terms.keys()], [...text.terms.values()]];
  const value = (given: SqlValue) => `$${values.push(given)}`;
  const conditions = [
    `v.space_id = ${id} and v.item_kind = '${kind}' and v.active`,
    ...(itemIds === undefined ? [] : [`v.item_id = any (${value(itemIds)}::text[])`]),
    ...(position === undefined ? [] : [`v.position = ${value(position)}`]),
  ];
  const passes = conditions.join(' and ');
  const nearest = (embedding: string, audience: string) =>
    `(select v.name_id from name_vectors v where ${passes} ${audience} order by ${embedding} <=> $1::vector(${dimension}) limit ${depth})`;
  // The partial index is chosen only when its condition and the cast stand in the text as they stand in its definition.
  const byVector = approximate
    ? `${nearest(`v.embedding::vector(${dimension})`, 'and v.audience is null')}
       union ${nearest('v.embedding', 'and v.audience = (select app_company())')}`
    : nearest('v.embedding', '');
  const sql = `
    with asked as materialized (select * from unnest($2::text[], $3::real[]) a (term, weight)),
    lexical as materialized (
      select t.name_id, sum(t.weight * a.weight) as score
      from name_terms t join asked a on a.term = t.term collate "C"
      where t.space_id = ${id} and t.item_kind = '${kind}' group by t.name_id),
    by_terms as (
      select l.name_id from (select * from lexical order by score desc, name_id) l join name_vectors v on v.name_id = l.name_id
      where ${passes} order by l.score desc, l.name_id limit ${depth}),
    candidates as (select name_id from by_terms union ${byVector})
    select n.name_id, n.item_id, n.description, 1 - (n.embedding <=> $1::vector(${dimension})) as vector, coalesce(l.score, 0)::real as lexical
    from candidates c join name_vectors n on n.space_id = ${id} and n.name_id = c.name_id left join lexical l on l.name_id = c.name_id`;
  return { sql, values };
}

/** Items of the kind that have exactly this name, by how it is meant: its own name before an alias. */
export async function itemsNamed(
  tx: Tx,
  { kind, position }: SearchFilter,
  normal: string,
): Promise<readonly { readonly item_id: string; readonly preferred: boolean }[]> {
  // The index holds names that are not empty; a plan for any name cannot know that $2 is none unless it is said.
  return tx.query<{ item_id: string; preferred: boolean }>(
    `select item_id, bool_or(kind = 'preferred') as preferred from item_names
     where item_kind = $1 and normal = $2 and normal <> '' and active ${position === undefined ? '' : 'and position = $3'} group by item_id`,
    [kind, normal, ...(position === undefined ? [] : [position])],
  );
}

export interface NameText {
  readonly text: string;
  /** As it is compared for equality; empty for a description. */
  readonly normal: string;
}

export async function nameTexts(tx: Tx, ids: readonly number[]): Promise<ReadonlyMap<number, NameText>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<NameText & { id: number }>(
    'select id, text, normal from item_names where id = any ($1::integer[])',
    [ids],
  );
  return new Map(rows.map(row => [row.id, row]));
}
