import { eachRun, eachScriptPart } from '../text-normal.tokens.ts';

/** Called with the 32-bit fingerprint of each feature of a text; a feature that occurs twice is visited twice. */
export type VisitFeature = (fingerprint: number) => void;

const BOUNDARY = 0x1; // stands before and after a word, so that "eng" at the start differs from "eng" inside
const SEED_WORD = 0x811c9dc5;
const SEED_PAIR = 0x2f0b4c47;
const SEED_LETTERS = 0x5bd1e995;
const SEED_RUN = 0x1b873593;
const SEED_PART = 0x27d4eb2f;
const SEED_CJK = 0x3c6ef372;
const SEED_TERM = 0x165667b1;
const SHORTEST_LETTERS = 3;
const LONGEST_LETTERS = 5;
const LONGEST_CJK = 6;
const LONGEST_WORD = 64;

/**
 * The features of a text in normal form: each word, each pair of neighbouring words, the 3–5-grams of letters of a word with its boundaries;
 * for a run of kana and kanji the run itself, its parts in one script, and its 1–6-grams.
 */
export function eachFeature(text: string, visit: VisitFeature): void {
  let previous = 0;
  eachRun(text, (start, end, kind) => {
    if (kind === 'cjk') {
      cjkFeatures(text, start, end, visit);
      previous = 0;
      return;
    }
    const word = hashUnits(SEED_WORD, text, start, end);
    visit(finish(word));
    if (previous !== 0) visit(finish(mix(previous ^ SEED_PAIR, word)));
    previous = word;
    letterFeatures(text, start, Math.min(end, start + LONGEST_WORD), visit);
  });
}

/** Grams of letters with the word's boundaries, which stand at `start − 1` and `end`. */
function letterFeatures(text: string, start: number, end: number, visit: VisitFeature): void {
  const unitAt = (at: number): number => (at < start || at >= end ? BOUNDARY : text.charCodeAt(at));
  for (let from = start - 1; from < end; from++) {
    const last = Math.min(end, from + LONGEST_LETTERS - 1);
    let hash = SEED_LETTERS;
    for (let at = from; at <= last; at++) {
      hash = mix(hash, unitAt(at));
      if (at - from + 1 >= SHORTEST_LETTERS) visit(finish(hash ^ (at - from + 1)));
    }
  }
}

function cjkFeatures(text: string, start: number, end: number, visit: VisitFeature): void {
  if (end - start <= LONGEST_WORD) visit(finish(hashUnits(SEED_RUN, text, start, end)));
  eachScriptPart(text, start, end, (partStart, partEnd, hiragana) => {
    if (!hiragana && partEnd - partStart <= LONGEST_WORD)
      visit(finish(hashUnits(SEED_PART, text, partStart, withoutLongVowel(text, partStart, partEnd))));
    // Endings and particles alone say nothing, unless the whole run is in hiragana.
    const whole = partStart === start && partEnd === end;
    for (let from = partStart; from < partEnd; from++)
      grams(text, from, end, hiragana && !whole ? partEnd - from : 0, visit);
  });
}

/** The grams that begin at a place, without the `skipped` shortest ones. */
function grams(text: string, from: number, end: number, skipped: number, visit: VisitFeature): void {
  let hash = SEED_CJK;
  const last = Math.min(end, from + LONGEST_CJK);
  for (let at = from; at < last; at++) {
    hash = mix(hash, text.charCodeAt(at));
    if (at - from >= skipped) visit(finish(hash));
  }
}

/** Where a word ends when コンピューター counts as コンピュータ. */
function withoutLongVowel(text: string, start: number, end: number): number {
  return end - start > 3 && text.charCodeAt(end - 1) === 0x30fc ? end - 1 : end;
}

/** The fingerprint of a whole term of the lexical search. */
export function termFingerprint(term: string): number {
  return finish(hashUnits(SEED_TERM, term, 0, term.length));
}

function hashUnits(seed: number, text: string, start: number, end: number): number {
  let hash = seed;
  for (let i = start; i < end; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
}

function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193) ^ (hash >>> 15);
}

/** The finaliser of MurmurHash3 (Appleby, public domain): spreads the bits of an FNV-like hash. Never 0, which means an empty slot. */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h === 0 ? 1 : h >>> 0;
}
