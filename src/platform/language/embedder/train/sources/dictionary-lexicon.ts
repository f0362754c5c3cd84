import type { DictionaryEntry } from './edict.ts';
import { jobWordPairs } from './job-words.ts';

/** For an English word or set phrase (lower case) its Japanese renderings, the likelier first, each with a weight. */
export type Lexicon = ReadonlyMap<string, readonly Rendering[]>;

export interface Rendering {
  readonly text: string;
  readonly weight: number;
}

const MOST_RENDERINGS = 4;
const MOST_WORDS = 4;

/** The dictionary read backwards (nouns only), with the hand-written words first. */
export function buildLexicon(entries: readonly DictionaryEntry[]): Lexicon {
  const found = new Map<string, Map<string, number>>();
  for (const entry of entries) if (entry.noun) addEntry(found, entry);
  const lexicon = new Map<string, Rendering[]>();
  for (const [phrase, renderings] of found) lexicon.set(phrase, best(renderings));
  for (const [english, japanese] of jobWordPairs()) {
    const own = japanese.filter(text => !/^[a-z&]/i.test(text)).map((text, i) => ({ text, weight: 40 / (1 + i) }));
    for (const phrase of english) {
      const key = phrase.toLowerCase();
      const rest = (lexicon.get(key) ?? []).filter(({ text }) => !japanese.includes(text));
      if (own.length > 0) lexicon.set(key, [...own, ...rest].slice(0, MOST_RENDERINGS + 1));
    }
  }
  return lexicon;
}

function addEntry(
  found: Map<string, Map<string, number>>,
  { headword, glosses, common, technical }: DictionaryEntry,
): void {
  glosses.forEach((gloss, place) => {
    const phrase = gloss.toLowerCase().replace(/^(an?|the|to) /, '');
    if (phrase.split(' ').length > MOST_WORDS || headword.length > 3 + 4 * phrase.split(' ').length) return;
    const renderings = found.get(phrase) ?? new Map<string, number>();
    const weight = (common ? 6 : technical ? 3 : 1) / (1 + place);
    renderings.set(headword, Math.max(weight, renderings.get(headword) ?? 0));
    found.set(phrase, renderings);
  });
}

function best(renderings: ReadonlyMap<string, number>): Rendering[] {
  return [...renderings]
    .map(([text, weight]) => ({ text, weight }))
    .sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
    .slice(0, MOST_RENDERINGS);
}
