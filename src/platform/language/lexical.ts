import { stemmer } from 'stemmer';
import { bundledModel } from './embedder/bundled-model.ts';
import { termFingerprint } from './embedder/features.ts';
import type { Model } from './embedder/model-file.ts';
import { isTitle, sentencesOf } from './sentences.ts';
import { eachRun } from './text-normal.tokens.ts';
import { normalText } from './text-normal.ts';

/** A title keeps at most so many terms, a longer text more. */
const TITLE_TERMS = 12;
const TEXT_TERMS = 60;
const LONGEST_TERM = 40;

/** Words that say nothing about a topic; Japanese particles fall away with their low idf or their single kana. */
const STOP_WORDS = new Set(
  'a an and are as at be by for from has have how i in is it its me my of on or that the this to was we what which who will with you'.split(
    ' ',
  ),
);

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });
let idfs: IdfOf | undefined;

/** ln(texts / texts with the term) in a large collection. */
type IdfOf = (term: string) => number;

/**
 * The lexical terms of a text and their weights: in each sentence (1 + ln count) × idf, the vector of weights normalised to length 1; these
 * added up and normalised again, so that score(query, text) = Σ over shared terms of weight × weight lies in 0..1. The same sum over stored
 * rows (term, weight) gives the same score in SQL. Terms: stems of words (Porter 1980) and, for kana and kanji, the words of `Intl.Segmenter`.
 * A text without a term gives an empty map.
 */
export function lexicalTerms(text: string): Map<string, number> {
  idfs ??= readIdfs(bundledModel());
  const sum = new Map<string, number>();
  for (const sentence of sentencesOf(normalText(text)))
    for (const [term, weight] of weighTerms(termCounts(sentence), idfs)) sum.set(term, (sum.get(term) ?? 0) + weight);
  return unit(heaviest(sum, isTitle(text) ? TITLE_TERMS : TEXT_TERMS));
}

/** How often each term occurs, before weighing; the trainer counts with it too. */
export function termCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (term: string): void => void counts.set(term, (counts.get(term) ?? 0) + 1);
  const normal = normalText(text);
  eachRun(normal, (start, end, kind) => {
    const run = normal.slice(start, Math.min(end, start + 1000));
    if (kind === 'word') countWord(run, count);
    else countJapanese(run, count);
  });
  return counts;
}

function countWord(word: string, count: (term: string) => void): void {
  if (!STOP_WORDS.has(word)) count(stemmer(word).slice(0, LONGEST_TERM));
}

function countJapanese(run: string, count: (term: string) => void): void {
  for (const { segment } of segmenter.segment(run)) {
    const word = segment.length > 3 ? segment.replace(/ー$/, '') : segment;
    if (!/^[\u3040-\u309fー]$/.test(word)) count(word.slice(0, LONGEST_TERM));
  }
}

function weighTerms(counts: ReadonlyMap<string, number>, idfOf: IdfOf): Map<string, number> {
  return unit([...counts].map(([term, count]) => [term, (1 + Math.log(count)) * idfOf(term)]));
}

type Weighted = readonly (readonly [term: string, weight: number])[];

function heaviest(weights: ReadonlyMap<string, number>, most: number): Weighted {
  return [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most);
}

function unit(weights: Weighted): Map<string, number> {
  const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0));
  return new Map(weights.map(([term, weight]) => [term, weight / length]));
}

/** A term that the table lacks is as rare as the rarest in it. */
function readIdfs({ header, terms, idfs }: Model): IdfOf {
  const table = new Map(Array.from(terms, (fingerprint, at) => [fingerprint, idfs[at] ?? header.rarest]));
  return term => table.get(termFingerprint(term)) ?? header.rarest;
}
