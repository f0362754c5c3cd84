import type { Random } from '../random.ts';
import type { Lexicon, Rendering } from './dictionary-lexicon.ts';
import type { NameGroup } from './name-group.types.ts';

const LONGEST_PHRASE = 4;
const IGNORED = new Set(['the', 'a', 'an', 'to', 'all', 'other']);
/** What stands after one of these comes first in Japanese. */
const TURNING = new Set(['of', 'in', 'for', 'at', 'on', 'with', 'from', 'by']);
/** Share of the words of a name that may stay as they are (names of products, abbreviations). */
const MOST_UNKNOWN = 0.34;

/**
 * Japanese names made from English ones, word by word through the lexicon: an English noun compound and its Japanese name have their words in
 * the same order (security engineer, セキュリティ技術者), "X of Y" and the like are turned round, and a leading verb goes last. It is no
 * translation, but it teaches which words a Japanese name is made of and how much each tells. `times` renderings a name, drawn at random:
 * each name with its renderings, and the renderings of all names of a thing with each other.
 */
export function renderNames(
  groups: readonly NameGroup[],
  lexicon: Lexicon,
  times: number,
  random: Random,
): NameGroup[] {
  return groups.flatMap(({ key, heads, source }) => {
    const own: NameGroup[] = [];
    for (const name of heads) {
      const words = wordsInOrder(name, source === 'esco-skill');
      const drawn = Array.from({ length: times }, () => renderWords(words, lexicon, random)).filter(
        text => text !== undefined,
      );
      const japanese = [...new Set(drawn)];
      if (japanese.length > 0) own.push({ source: 'rendered', key, heads: japanese, tails: [name, ...japanese] });
    }
    const all = [...new Set(own.flatMap(group => group.heads))];
    return all.length > 1 ? [...own, { source: 'rendered-group', key, heads: all, tails: all }] : own;
  });
}

function wordsInOrder(name: string, verbFirst: boolean): string[] {
  const words = name
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .split(/[^\p{L}\p{N}&+#.'-]+/u)
    .filter(word => word !== '' && !IGNORED.has(word));
  const turn = words.findIndex(word => TURNING.has(word));
  if (turn > 0) return [...words.slice(turn + 1), ...words.slice(0, turn)].filter(word => !TURNING.has(word));
  return verbFirst && words.length > 1 ? [...words.slice(1), words[0] ?? ''] : words;
}

/** Undefined when too many words are unknown. */
function renderWords(words: readonly string[], lexicon: Lexicon, random: Random): string | undefined {
  let text = '';
  let unknown = 0;
  for (let at = 0; at < words.length; ) {
    const found = longestKnown(words, at, lexicon);
    const word = words[at] ?? '';
    if (found === undefined && word !== 'and') unknown += 1;
    text += found === undefined ? unknownWord(word, random) : draw(found.renderings, random);
    at += found?.length ?? 1;
  }
  return unknown > words.length * MOST_UNKNOWN || text === '' ? undefined : text;
}

/** A word that the lexicon lacks stays as it is; "and" has two renderings. */
function unknownWord(word: string, random: Random): string {
  if (word !== 'and') return word;
  return random.next() < 0.5 ? '・' : 'と';
}

function longestKnown(
  words: readonly string[],
  at: number,
  lexicon: Lexicon,
): { readonly length: number; readonly renderings: readonly Rendering[] } | undefined {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length > 0; length--) {
    const phrase = words.slice(at, at + length).join(' ');
    const renderings = phrase === 'and' ? undefined : (lexicon.get(phrase) ?? lexicon.get(singular(phrase)));
    if (renderings !== undefined) return { length, renderings };
  }
  return undefined;
}

function singular(phrase: string): string {
  if (phrase.endsWith('ies')) return `${phrase.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/.test(phrase)) return phrase.slice(0, -2);
  return phrase.endsWith('s') && !phrase.endsWith('ss') ? phrase.slice(0, -1) : phrase;
}

function draw(renderings: readonly Rendering[], random: Random): string {
  const sum = renderings.reduce((total, { weight }) => total + weight, 0);
  let left = random.next() * sum;
  for (const { text, weight } of renderings) {
    left -= weight;
    if (left <= 0) return text;
  }
  return renderings[0]?.text ?? '';
}
