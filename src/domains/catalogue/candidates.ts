import type { Tx } from '../../platform/db/database.ts';
import type { ItemSummary, ResolveQuery } from './catalogue.types.ts';
import { findSummaries } from './items.repository.ts';
import type { Candidate } from './resolution.rules.ts';
import type { NameSearch, PreparedText } from './search/name-search.ts';

/** Names that are looked at on each side of the search; an item's many aliases must not crowd the others out. */
export const searchDepth = 200;
/** Candidates that a decision is made on. */
const mostCandidates = 12;

/** The items that words may mean, best first, as far as the actor sees them. */
export async function findCandidates(
  tx: Tx,
  search: NameSearch,
  { kind, position }: Pick<ResolveQuery, 'kind' | 'position'>,
  text: PreparedText,
): Promise<readonly Candidate[]> {
  const filter = { kind, ...(position === undefined ? {} : { position }) };
  const exact = new Map((await search.named(tx, filter, text)).map(item => [item.itemId, item.preferred] as const));
  const ranked = await search.rank(tx, filter, text, searchDepth);
  const scores = new Map(ranked.map(({ itemId, score }) => [itemId, score]));
  const ids = [...new Set([...exact.keys(), ...ranked.slice(0, mostCandidates).map(({ itemId }) => itemId)])];
  const items = await findSummaries(tx, ids);
  const candidates = items.map(item => candidateOf(item, exact.get(item.id), scores.get(item.id) ?? 0));
  return candidates.sort((left, right) => right.score - left.score);
}

function candidateOf(item: ItemSummary, preferred: boolean | undefined, score: number): Candidate {
  return { item, score, exact: preferred === undefined ? null : preferred ? 'preferred' : 'alias' };
}
