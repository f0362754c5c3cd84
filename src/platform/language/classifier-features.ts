import { normalText } from './text-normal.ts';

/** Positions and values of what is not zero; the norm is 1, or nothing is in it. */
export interface SparseVector {
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

/** What was fitted, as plain data. */
export interface FeatureState {
  readonly size: number;
  readonly placeOf: ReadonlyMap<number, number>;
  readonly ids: Int32Array;
  readonly idfs: Float32Array;
}

/** Turns texts into TF-IDF vectors over the features of the texts that it was fitted on. */
export interface FeatureSpace {
  readonly size: number;
  /** The vectors of the texts that it was fitted on, in their order. */
  readonly fitted: readonly SparseVector[];
  readonly state: FeatureState;
  vector(text: string): SparseVector;
}

/** Words, word pairs and 3–5-grams of letters; 1–6-grams of kana and kanji; the first and the last word once more, as such. */
export function fitFeatureSpace(texts: readonly string[]): FeatureSpace {
  const placeOf = new Map<number, number>();
  const documents = texts.map(text => placesOf(text, placeOf));
  const documentCounts = countDocuments(documents, placeOf.size);
  // What stands in one text only cannot tell intents apart, and is half of all features.
  let size = 0;
  const ids = documentCounts.map(count => (count > 1 ? size++ : -1));
  for (const [fingerprint, place] of placeOf) if (ids[place] === -1) placeOf.delete(fingerprint);
  // Smoothed inverse document frequency, as in scikit-learn: ln((1 + n) / (1 + df)) + 1.
  const idfs = Float32Array.from(documentCounts, count => Math.log((1 + texts.length) / (1 + count)) + 1);
  const state = { size, placeOf, ids, idfs };
  return { ...restoreFeatureSpace(state), fitted: documents.map(places => vectorOf(places, ids, idfs)) };
}

/** The same space out of what was kept of it, without the texts that it was fitted on. */
export function restoreFeatureSpace(state: FeatureState): FeatureSpace {
  const { size, placeOf, ids, idfs } = state;
  return { size, fitted: [], state, vector: text => vectorOf(knownPlaces(text, placeOf), ids, idfs) };
}

/** A place for each feature of the text, new ones at the end; in ascending order, as often as the feature occurs. */
function placesOf(text: string, placeOf: Map<number, number>): Int32Array {
  const places: number[] = [];
  eachFeature(text, fingerprint => {
    const known = placeOf.get(fingerprint);
    const place = known ?? placeOf.size;
    if (known === undefined) placeOf.set(fingerprint, place);
    places.push(place);
  });
  return Int32Array.from(places).sort();
}

function knownPlaces(text: string, placeOf: ReadonlyMap<number, number>): Int32Array {
  const places: number[] = [];
  eachFeature(text, fingerprint => {
    const place = placeOf.get(fingerprint);
    if (place !== undefined) places.push(place);
  });
  return Int32Array.from(places).sort();
}

function countDocuments(documents: readonly Int32Array[], places: number): Int32Array {
  const counts = new Int32Array(places);
  for (const document of documents) {
    document.forEach((place, index) => {
      if (place !== document[index - 1]) counts[place] = (counts[place] ?? 0) + 1;
    });
  }
  return counts;
}

function vectorOf(places: Int32Array, idOf: Int32Array, idfs: Float32Array): SparseVector {
  const ids: number[] = [];
  const weights: number[] = [];
  let squares = 0;
  for (let from = 0, to = 0; from < places.length; from = to) {
    const place = places[from] ?? 0;
    while (to < places.length && places[to] === place) to += 1;
    const id = idOf[place] ?? -1;
    if (id < 0) continue;
    const weight = (1 + Math.log(to - from)) * (idfs[place] ?? 0);
    ids.push(id);
    weights.push(weight);
    squares += weight * weight;
  }
  const norm = Math.sqrt(squares) || 1;
  return { ids: Int32Array.from(ids), values: Float32Array.from(weights, weight => weight / norm) };
}

/** The fingerprints of the features of a text, one by one. Any number is as good as any other: "P-0123" is learnt from "P-0040". */
function eachFeature(text: string, add: (fingerprint: number) => void): void {
  const normal = normalText(text).replace(/\p{N}/gu, '0');
  const runs = [...normal.matchAll(runPattern)];
  let previous = startOfText;
  for (const { 1: japanese, 2: word } of runs) {
    if (japanese !== undefined) grams(japanese, 1, 6, add);
    if (word !== undefined) wordFeatures(word, previous, add);
    previous = word === undefined ? 0 : hash(word, seeds.word);
  }
  addEnds(runs.at(0)?.[0] ?? '', runs.at(-1)?.[0] ?? '', add);
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
