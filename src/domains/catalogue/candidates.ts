import type { Tx } from '../../platform/db/database.ts';
import type { ResolveQuery } from './catalogue.types.ts';
import { findSummaries } from './items.repository.ts';
import type { Candidate, Match } from './resolution.rules.ts';
import { type NameText, nameTexts } from './search/name-search.repository.ts';
import type { NameSearch, PreparedText } from './search/name-search.ts';
import { isSlip } from './slips.rules.ts';

/** Names that are looked at on each side of the search; an item's many aliases must not crowd the others out. */
export const searchDepth = 200;
/** Candidates that a decision is made on. */
const mostCandidates = 8;

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
  const nearest = ranked.slice(0, mostCandidates);
  // Exact names beat slips of the keys and parts of names, so these are looked for only without one.
  const names = await nameTexts(tx, exact.size > 0 ? [] : nearest.map(({ nameId }) => nameId));
  const matches = new Map(nearest.map(({ itemId, nameId }) => [itemId, matchOf(text, names.get(nameId))] as const));
  for (const [itemId, preferred] of exact) matches.set(itemId, preferred ? 'preferred' : 'alias');
  const scores = new Map(ranked.map(({ itemId, score }) => [itemId, score]));
  const items = await findSummaries(tx, [...matches.keys()]);
  const candidates = items.map(item => ({
    item,
    score: scores.get(item.id) ?? 0,
    match: matches.get(item.id) ?? 'near',
  }));
  return candidates.sort((left, right) => right.score - left.score);
}

/** How words stand to the name that was nearest to them. A description has no normal form and is no name. */
function matchOf({ text, normal }: PreparedText, name: NameText | undefined): Match {
  if (name === undefined || name.normal === '' || normal === '') return 'near';
  if (isSlip(text, name.text)) return 'slip';
  return name.normal !== normal && name.normal.includes(normal) ? 'part' : 'near';
}
