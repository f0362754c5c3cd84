import type { ItemSummary, Resolution } from './catalogue.types.ts';

/** An item that may be meant, with all that the decision needs. */
export interface Candidate {
  readonly item: ItemSummary;
  /** Fused score of its best name, 0 to 1. */
  readonly score: number;
  readonly match: Match;
}

/**
 * How the words stand to the name: equal to the item's own name or to an alias, a name with slips of the keys, a part of the name (プロジェクト in
 * プロジェクト計画), or no more than near to it.
 */
export type Match = 'preferred' | 'alias' | 'slip' | 'part' | 'near';

/** Where the lines are drawn between taking an item for what was meant, asking and giving up. */
export interface Thresholds {
  /** At and above this score an item may be taken for what was meant. */
  readonly found: number;
  /** From this score on it is worth asking whether an item was meant. */
  readonly ask: number;
  /** Two items that are nearer to each other than this are about equally good. */
  readonly equal: number;
  /** The same for words that are a part of the best item's name, and so may be a part of many. */
  readonly equalParts: number;
}

/**
 * Chosen on the dev half of test/evals/resolution with `npm run eval -- resolution dev --tune`, to be chosen anew when the embedder changes.
 * michi-ja-en-256-cc91a905: right .949, asked .015, offered .021, missed .005, wrong .010 of 195.
 */
export const thresholds: Thresholds = { found: 0.6, ask: 0.5, equal: 0.06, equalParts: 0.18 };
/** More than so many buttons are no help. */
const mostCandidates = 4;
const mostOthers = 3;

/**
 * Which item was meant. Exact names beat everything, then names with slips of the keys; among them the group's own items beat those of
 * published frameworks, and an item's own name beats an alias. `candidates` come best first.
 */
export function decideResolution(
  candidates: readonly Candidate[],
  { found, ask, equal, equalParts }: Thresholds = thresholds,
): Resolution {
  const named = bestNamed(candidates);
  if (named.length > 0) return oneOf(named, candidates, ask);
  const [first] = candidates;
  if (first === undefined) return { kind: 'unknown', nearest: [] };
  const margin = first.match === 'part' ? equalParts : equal;
  const near = candidates.filter(({ score }) => score >= first.score - margin);
  if (first.score >= found) return oneOf(preferGroup(near), candidates, ask);
  if (first.score >= ask && near.length > 1) return ambiguous(near);
  return { kind: 'unknown', nearest: candidates.slice(0, 3).map(({ item }) => item) };
}

function bestNamed(candidates: readonly Candidate[]): readonly Candidate[] {
  const exact = preferGroup(candidates.filter(isExact));
  if (exact.length === 0) return preferGroup(candidates.filter(({ match }) => match === 'slip'));
  const preferred = exact.filter(({ match }) => match === 'preferred');
  return preferred.length > 0 ? preferred : exact;
}

function isExact({ match }: Candidate): boolean {
  return match === 'preferred' || match === 'alias';
}

/** The group's own items where there are any. */
function preferGroup(candidates: readonly Candidate[]): readonly Candidate[] {
  const own = candidates.filter(({ item }) => item.source.id === 'group');
  return own.length > 0 ? own : candidates;
}

function oneOf(best: readonly Candidate[], all: readonly Candidate[], worthNaming: number): Resolution {
  const [first, ...rest] = best;
  if (first === undefined || rest.length > 0) return ambiguous(best);
  const score = isExact(first) ? 1 : first.score;
  return { kind: 'found', item: first.item, score, others: othersThan(first, all, worthNaming) };
}

function ambiguous(candidates: readonly Candidate[]): Resolution {
  return { kind: 'ambiguous', candidates: candidates.slice(0, mostCandidates).map(({ item }) => item) };
}

/** What else may have been meant: the best of each other source first, so that a framework's view of the same role is one press away. */
function othersThan(found: Candidate, all: readonly Candidate[], worthNaming: number): readonly ItemSummary[] {
  const rest = all.filter(candidate => candidate !== found && (isExact(candidate) || candidate.score >= worthNaming));
  const seen = new Set([found.item.source.id]);
  const firstOfSource = rest.filter(({ item }) => !seen.has(item.source.id) && seen.add(item.source.id));
  return [...new Set([...firstOfSource, ...rest])].slice(0, mostOthers).map(({ item }) => item);
}
