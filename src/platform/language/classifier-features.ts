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
  // What stands in one text only cannot tell intents apart, and is half of all features.
  for (const [feature, count] of documentCount) if (count === 1) documentCount.delete(feature);
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

/** Counts of the features of a text by their fingerprints. Any number is as good as any other: "P-0123" is learnt from "P-0040". */
function countFeatures(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (fingerprint: number) => void counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  const normal = normalText(text).replace(/\p{N}/gu, '0');
  const runs = [...normal.matchAll(runPattern)];
  let previous = startOfText;
  for (const { 1: japanese, 2: word } of runs) {
    if (japanese !== undefined) grams(japanese, 1, 6, add);
    if (word !== undefined) wordFeatures(word, previous, add);
    previous = word === undefined ? 0 : hash(word, seeds.word);
  }
  addEnds(runs.at(0)?.[0] ?? '', runs.at(-1)?.[0] ?? '', add);
  return counts;
}

// Kana and kanji run without spaces; particles and endings stay in, since they say what is asked.
const runPattern = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+)|([\p{L}\p{N}\p{M}+#]+)/gu;
const seeds = { word: 0x811c9dc5, pair: 0x2f0b4c47, gram: 0x5bd1e995, first: 0x9e3779b1, last: 0x85ebca77 };
const startOfText = 1;
const longestWord = 64;

function wordFeatures(word: string, previous: number, add: (fingerprint: number) => void): void {
  const own = hash(word, seeds.word);
  add(own);
  if (previous !== 0) add(mix(previous ^ seeds.pair, own));
  grams(` ${word.slice(0, longestWord)} `, 3, 5, add);
}

/** Every part of the text that is `shortest` to `longest` characters long. */
function grams(text: string, shortest: number, longest: number, add: (fingerprint: number) => void): void {
  for (let from = 0; from < text.length; from++) {
    let value = seeds.gram;
    for (let length = 1; length <= longest && from + length <= text.length; length++) {
      value = mix(value, text.charCodeAt(from + length - 1));
      if (length >= shortest) add(value >>> 0);
    }
  }
}

/** The first and the last word once more, as such; of kana and kanji, the outermost two characters. */
function addEnds(first: string, last: string, add: (fingerprint: number) => void): void {
  if (first === '') return;
  add(hash(isJapanese(first) ? first.slice(0, 2) : first, seeds.first));
  add(hash(isJapanese(last) ? last.slice(-2) : last, seeds.last));
}

function isJapanese(run: string): boolean {
  return (run.codePointAt(0) ?? 0) >= 0x3000;
}

function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = mix(value, text.charCodeAt(i));
  return value >>> 0;
}

function mix(value: number, unit: number): number {
  return Math.imul(value ^ unit, 0x01000193) ^ (value >>> 15);
}
