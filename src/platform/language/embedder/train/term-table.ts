import { termCounts } from '../../lexical.ts';
import { termFingerprint } from '../features.ts';
import type { Model } from '../model-file.ts';

const MOST_TERMS = 40_000;
/** A term in fewer texts than this counts as one that was never seen. */
const LEAST_TEXTS = 4;

/** ln(texts / texts with the term) of the most frequent terms of the training texts. */
export function termTable(texts: readonly string[]): Pick<Model, 'terms' | 'idfs'> & { readonly rarest: number } {
  const frequencies = new Map<string, number>();
  for (const text of texts)
    for (const term of termCounts(text).keys()) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  const frequent = [...frequencies]
    .filter(([, count]) => count >= LEAST_TEXTS)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_TERMS);
  const entries = frequent
    .map(([term, count]) => [termFingerprint(term), Math.log(texts.length / count)] as const)
    .sort((a, b) => a[0] - b[0]);
  return {
    terms: Uint32Array.from(entries, ([fingerprint]) => fingerprint),
    idfs: Float32Array.from(entries, ([, idf]) => idf),
    rarest: Math.round(1000 * Math.log(texts.length / LEAST_TEXTS)) / 1000,
  };
}
