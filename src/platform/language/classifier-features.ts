import { eachFeature } from './embedder/features.ts';
import { eachRun } from './text-normal.tokens.ts';
import { normalText } from './text-normal.ts';

/** Positions and values of what is not zero; the norm is 1, or nothing is in it. */
export interface SparseVector {
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** Turns texts into TF-IDF vectors over the features of the texts that it was fitted on. */
export interface FeatureSpace {
  readonly size: number;
  vector(text: string): SparseVector;
}

/** Words, word pairs and 3–5-grams of letters; 1–6-grams of kana and kanji; the first and the last word once more, as such. */
export function fitFeatureSpace(texts: readonly string[]): FeatureSpace {
  const documentCount = new Map<number, number>();
  for (const text of texts) {
    for (const feature of countFeatures(text).keys()) documentCount.set(feature, (documentCount.get(feature) ?? 0) + 1);
  }
  const ids = new Map([...documentCount.keys()].map((feature, id) => [feature, id]));
  // Smoothed inverse document frequency, as in scikit-learn: ln((1 + n) / (1 + df)) + 1.
  const idf = Float32Array.from(documentCount.values(), count => Math.log((1 + texts.length) / (1 + count)) + 1);
  return { size: idf.length, vector: text => vectorOf(text, ids, idf) };
}

function vectorOf(text: string, ids: ReadonlyMap<number, number>, idf: Float32Array): SparseVector {
  const known: number[] = [];
  const weights: number[] = [];
  let squares = 0;
  for (const [feature, count] of countFeatures(text)) {
    const id = ids.get(feature);
    if (id === undefined) continue;
    const weight = (1 + Math.log(count)) * (idf[id] ?? 0);
    known.push(id);
    weights.push(weight);
    squares += weight * weight;
  }
  const norm = Math.sqrt(squares) || 1;
  return { ids: Int32Array.from(known), values: Float32Array.from(weights, weight => weight / norm) };
}

const firstWord = 0x9e3779b1;
const lastWord = 0x85ebca77;

function countFeatures(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (feature: number) => void counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const normal = normalText(text);
  eachFeature(normal, add);
  const ends = endsOf(normal);
  if (ends !== null) {
    add(hash(ends.first, firstWord));
    add(hash(ends.last, lastWord));
  }
  return counts;
}

/** The first and the last word; of kana and kanji, the first and the last two characters. */
function endsOf(normal: string): { readonly first: string; readonly last: string } | null {
  let first: string | null = null;
  let last = '';
  eachRun(normal, (start, end, kind) => {
    first ??= normal.slice(start, kind === 'cjk' ? Math.min(end, start + 2) : end);
    last = normal.slice(kind === 'cjk' ? Math.max(start, end - 2) : start, end);
  });
  return first === null ? null : { first, last };
}

function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) ^ (value >>> 15);
  return value >>> 0;
}
