import type { Tx } from '../../../platform/db/database.ts';
import type { ItemKind, Position } from '../catalogue.types.ts';
import { hasNameIndex, type Space, shortVectorText } from './name-index.repository.ts';

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
 * The `depth` nearest names by vector and the `depth` best by terms, both scores for each. A narrowed search compares every name that passes
 * the filters; only a search over a whole large kind uses the approximate index.
 */
export async function nearestNames(
  tx: Tx,
  space: Space,
  filter: SearchFilter,
  text: SearchedText,
  depth: number,
): Promise<readonly NameHit[]> {
  const narrowed = filter.itemIds !== undefined || filter.position !== undefined;
  const approximate = !narrowed && (await hasNameIndex(tx, space.id, filter.kind));
  if (approximate) await scanDeeply(tx, depth);
  return tx.query<NameHit>(statement(space, filter, approximate), [
    space.id,
    shortVectorText(text.embedding),
    [...text.terms.keys()],
    [...text.terms.values()],
    depth,
    filter.itemIds ?? null,
    filter.position ?? null,
  ]);
}

/** Ids that do not pass a filter must not use up the list: the scan goes on until `limit` rows are found. */
async function scanDeeply(tx: Tx, depth: number): Promise<void> {
  await tx.query(
    `select set_config('hnsw.ef_search', $1, true), set_config('hnsw.iterative_scan', 'relaxed_order', true)`,
    [String(Math.min(depth, deepestIndexScan))],
  );
}

function statement({ id, dimension }: Space, { kind }: SearchFilter, approximate: boolean): string {
  // The partial index is chosen only when the space, the kind and the cast stand in the text as they stand in its definition.
  const embedding = approximate ? `v.embedding::vector(${dimension})` : 'v.embedding';
  const passes = (alias: string) => `${alias}.active
    and ($6::text[] is null or ${alias}.item_id = any ($6)) and ($7::text is null or ${alias}.position = $7)`;
  return `
    with asked as materialized (select * from unnest($3::text[], $4::real[]) a (term, weight)),
    lexical as materialized (
      select t.name_id, sum(t.weight * a.weight) as score
      from name_terms t join asked a on a.term = t.term collate "C"
      where t.space_id = $1 and t.item_kind = '${kind}' group by t.name_id),
    by_terms as (
      select l.name_id from lexical l join name_vectors b on b.space_id = $1 and b.name_id = l.name_id
      where ${passes('b')} order by l.score desc, l.name_id limit $5),
    by_vector as (
      select v.name_id from name_vectors v
      where v.space_id = ${approximate ? id : '$1'} and v.item_kind = '${kind}' and ${passes('v')}
      order by ${embedding} <=> $2::vector(${dimension}) limit $5),
    candidates as (select name_id from by_terms union select name_id from by_vector)
    select n.name_id, n.item_id, n.description, 1 - (n.embedding <=> $2::vector(${dimension})) as vector, coalesce(l.score, 0)::real as lexical
    from candidates c join name_vectors n on n.space_id = $1 and n.name_id = c.name_id left join lexical l on l.name_id = c.name_id`;
}

/** Items of the kind that have exactly this name, by how it is meant: its own name before an alias. */
export async function itemsNamed(
  tx: Tx,
  { kind, position }: SearchFilter,
  normal: string,
): Promise<readonly { readonly item_id: string; readonly preferred: boolean }[]> {
  return tx.query<{ item_id: string; preferred: boolean }>(
    `select item_id, bool_or(kind = 'preferred') as preferred from item_names
     where item_kind = $1 and normal = $2 and active and ($3::text is null or position = $3) group by item_id`,
    [kind, normal, position ?? null],
  );
}
