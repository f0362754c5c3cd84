import { isTitle } from './sentences.ts';

/**
 * How much of the score the vector decides. Measured with the shipped file, MRR / MAP by share of the vector (`npm run eval -- retrieval`):
 *
 *     share of the vector        0         0.6        0.7        0.8        0.89       1
 *     titles (MELO, 633)     .594/.245  .645/.414  .648/.437  .656/.458  .661/.477  .656/.493
 *     texts (NICE, 41)       .691/.160  .694/.167  .721/.168  .716/.168  .715/.167  .719/.165
 *
 * Two names of one thing often share no word, so that titles lean on the vector; between 0.85 and 0.95 their MRR is flat (.658 to .661).
 */
const vectorShare = { title: 0.89, text: 0.8 } as const;

/**
 * One score from the cosine of the vectors and the lexical score, each at most 1: a query that looks like a title leans on the vector, a
 * longer text on both.
 */
export function fusedScore(query: string, vector: number, lexical: number): number {
  const share = vectorShare[isTitle(query) ? 'title' : 'text'];
  return share * Math.max(0, vector) + (1 - share) * lexical;
}
