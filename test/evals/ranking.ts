import type { Embedder } from '../../src/platform/language/embedder.types.ts';
import { fusedScore } from '../../src/platform/language/fusion.ts';
import { lexicalTerms } from '../../src/platform/language/lexical.ts';
import { DEPTH } from './metrics.ts';
import type { NamedText } from './retrieval-set.ts';

export const modes = ['vector', 'lexical', 'fused'] as const;
export type Mode = (typeof modes)[number];

/** The ids of the nearest texts, best first, at most `DEPTH`. */
export type Ranker = (query: string) => Promise<readonly string[]>;

/** Compares a query with every text of the corpus in memory: what the product's search does, without a database and without an index. */
export async function rankInMemory(embedder: Embedder, corpus: readonly NamedText[], mode: Mode): Promise<Ranker> {
  const vectors = await embedder.embed(corpus.map(({ text }) => text));
  const postings = invert(corpus);
  return async query => {
    const [vector = new Float32Array(embedder.dimension)] = await embedder.embed([query]);
    const lexical = lexicalScores(query, postings, corpus.length);
    const scores = vectors.map((other, at) => scoreOf(mode, query, dot(vector, other), lexical[at] ?? 0));
    return best(scores).map(at => corpus[at]?.id ?? '');
  };
}

function scoreOf(mode: Mode, query: string, vector: number, lexical: number): number {
  switch (mode) {
    case 'vector':
      return vector;
    case 'lexical':
      return lexical;
    case 'fused':
      return fusedScore(query, vector, lexical);
  }
}

type Postings = ReadonlyMap<string, readonly (readonly [text: number, weight: number])[]>;

function invert(corpus: readonly NamedText[]): Postings {
  const postings = new Map<string, [number, number][]>();
  corpus.forEach(({ text }, at) => {
    for (const [term, weight] of lexicalTerms(text)) {
      const list = postings.get(term) ?? [];
      list.push([at, weight]);
      postings.set(term, list);
    }
  });
  return postings;
}

function lexicalScores(query: string, postings: Postings, texts: number): Float32Array {
  const scores = new Float32Array(texts);
  for (const [term, weight] of lexicalTerms(query))
    for (const [at, other] of postings.get(term) ?? []) scores[at] = (scores[at] ?? 0) + weight * other;
  return scores;
}

export function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < left.length; k++) sum += (left[k] ?? 0) * (right[k] ?? 0);
  return sum;
}

/** Places of the highest scores, best first; equal scores in the order of the corpus. */
function best(scores: readonly number[]): readonly number[] {
  return scores
    .map((score, at) => [score, at] as const)
    .sort((left, right) => right[0] - left[0] || left[1] - right[1])
    .slice(0, DEPTH)
    .map(([, at]) => at);
}
