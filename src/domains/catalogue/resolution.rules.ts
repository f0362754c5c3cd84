import type { ItemSummary, Resolution } from './catalogue.types.ts';

/** An item that may be meant, with all that the decision needs. */
export interface Candidate {
  readonly item: ItemSummary;
  /** Fused score of its best name, 0 to 1. */
  readonly score: number;
  /** Whether the words are exactly its name or one of its aliases. */
  readonly exact: 'preferred' | 'alias' | null;
}

/** Where the lines are drawn between taking an item for what was meant, asking and giving up. */
export interface Thresholds {
  /** At and above this score an item may be taken for what was meant. */
  readonly found: number;
  /** From this score on it is worth asking whether an item was meant. */
  readonly ask: number;
  /** Two items that are nearer to each other than this are about equally good. */
  readonly equal: number;
}

export const thresholds: Thresholds = { found: 0.62, ask: 0.5, equal: 0.04 };
/** More than so many buttons are no help. */
const mostCandidates = 4;
const mostOthers = 3;

/**
 * Which item was meant. Exact names beat everything; among them the group's own items beat those of published frameworks, and an item's own
 * name beats an alias. `candidates` come best first.
 */
export function decideResolution(
  candidates: readonly Candidate[],
  { found, ask, equal }: Thresholds = thresholds,
): Resolution {
  const best = bestExact(candidates.filter(candidate => candidate.exact !== null));
  if (best.length > 0) return oneOf(best, candidates, 1, ask);
  const [first] = candidates;
  if (first === undefined) return { kind: 'unknown', nearest: [] };
  const near = candidates.filter(({ score }) => score >= first.score - equal);
  if (first.score >= found) return oneOf(preferGroup(near), candidates, first.score, ask);
  if (first.score >= ask && near.length > 1) return ambiguous(near);
  return { kind: 'unknown', nearest: candidates.slice(0, 3).map(({ item }) => item) };
}

function bestExact(exact: readonly Candidate[]): readonly Candidate[] {
  const own = preferGroup(exact);
  const preferred = own.filter(candidate => candidate.exact === 'preferred');
  return preferred.length > 0 ? preferred : own;
}

/** The group's own items where there are any. */
function preferGroup(candidates: readonly Candidate[]): readonly Candidate[] {
  const own = candidates.filter(({ item }) => item.source.id === 'group');
  return own.length > 0 ? own : candidates;
}

function oneOf(best: readonly Candidate[], all: readonly Candidate[], score: number, worthNaming: number): Resolution {
  const [first, ...rest] = best;
  if (first === undefined || rest.length > 0) return ambiguous(best);
  return { kind: 'found', item: first.item, score, others: othersThan(first, all, worthNaming) };
}

function ambiguous(candidates: readonly Candidate[]): Resolution {
  return { kind: 'ambiguous', candidates: candidates.slice(0, mostCandidates).map(({ item }) => item) };
}

/** What else may have been meant: the best of each other source first, so that a framework's view of the same role is one press away. */
function othersThan(found: Candidate, all: readonly Candidate[], worthNaming: number): readonly ItemSummary[] {
  const rest = all.filter(
    candidate => candidate !== found && (candidate.exact !== null || candidate.score >= worthNaming),
  );
  const seen = new Set([found.item.source.id]);
  const firstOfSource = rest.filter(({ item }) => !seen.has(item.source.id) && seen.add(item.source.id));
  return [...new Set([...firstOfSource, ...rest])].slice(0, mostOthers).map(({ item }) => item);
}
