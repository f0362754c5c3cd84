/** Figures of retrieval over queries that have at least one relevant text. */
export interface RetrievalFigures {
  readonly queries: number;
  readonly mrr: number;
  readonly map: number;
  readonly 'recall@1': number;
  readonly 'recall@10': number;
  readonly 'ndcg@10': number;
}

/** For each query the grade of its relevant texts; a text that is not named has grade 0. */
export type Relevance = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Ranks beyond this count as not found. */
export const DEPTH = 1000;

/**
 * Mean reciprocal rank, mean average precision (over all relevant texts, found or not), recall at 1 and 10, and nDCG at 10 with gain 2^grade − 1
 * and discount log2(rank + 1) (Järvelin and Kekäläinen 2002; Burges et al. 2005), each to a depth of 1,000 texts a query.
 * A query that `ranked` lacks counts as one that found nothing.
 */
export function retrievalFigures(
  ranked: ReadonlyMap<string, readonly string[]>,
  relevance: Relevance,
): RetrievalFigures {
  const each = [...relevance]
    .filter(([, grades]) => positive(grades) > 0)
    .map(([query, grades]) => figuresOf((ranked.get(query) ?? []).slice(0, DEPTH), grades));
  const mean = (pick: (figures: QueryFigures) => number): number =>
    each.reduce((sum, figures) => sum + pick(figures), 0) / Math.max(1, each.length);
  return {
    queries: each.length,
    mrr: mean(figures => figures.reciprocalRank),
    map: mean(figures => figures.averagePrecision),
    'recall@1': mean(figures => figures.recallAt1),
    'recall@10': mean(figures => figures.recallAt10),
    'ndcg@10': mean(figures => figures.ndcgAt10),
  };
}

interface QueryFigures {
  readonly reciprocalRank: number;
  readonly averagePrecision: number;
  readonly recallAt1: number;
  readonly recallAt10: number;
  readonly ndcgAt10: number;
}

function figuresOf(ids: readonly string[], grades: ReadonlyMap<string, number>): QueryFigures {
  const gains = ids.map(id => grades.get(id) ?? 0);
  const relevant = positive(grades);
  const found = (depth: number): number => gains.slice(0, depth).filter(grade => grade > 0).length;
  const precisions = gains.flatMap((grade, i) => (grade > 0 ? [found(i + 1) / (i + 1)] : []));
  const firstAt = gains.findIndex(grade => grade > 0);
  const ideal = discounted([...grades.values()].sort((a, b) => b - a));
  return {
    reciprocalRank: firstAt < 0 ? 0 : 1 / (firstAt + 1),
    averagePrecision: precisions.reduce((sum, precision) => sum + precision, 0) / relevant,
    recallAt1: found(1) / relevant,
    recallAt10: found(10) / relevant,
    ndcgAt10: ideal === 0 ? 0 : discounted(gains) / ideal,
  };
}

function discounted(grades: readonly number[]): number {
  return grades.slice(0, 10).reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);
}

function positive(grades: ReadonlyMap<string, number>): number {
  return [...grades.values()].filter(grade => grade > 0).length;
}
