/** Up to this many UTF-16 units a query counts as a title. */
const longestTitle = 40;
const vectorShare = { title: 0.75, sentence: 0.6 } as const;

/**
 * One score from the cosine of the vectors and the lexical score, each at most 1: a query that looks like a title leans on the vector, a
 * sentence on both.
 */
export function fusedScore(query: string, vector: number, lexical: number): number {
  const share = vectorShare[query.length <= longestTitle ? 'title' : 'sentence'];
  return share * Math.max(0, vector) + (1 - share) * lexical;
}
