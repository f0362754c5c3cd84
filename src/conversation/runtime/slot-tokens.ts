/** A word of Latin script or digits, a single kana or kanji, or one other sign. Offsets are UTF-16 units of the text. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Lower case. */
  readonly text: string;
  readonly shape: 'kana' | 'katakana' | 'kanji' | 'word' | 'capital' | 'digits' | 'sign';
  /** The word that it stands in, and whether it begins it. In Japanese a word is what is written in one script. */
  readonly word: string;
  readonly beginsWord: boolean;
}

const tokenPattern = /[\p{Script=Latin}\p{N}](?:[\p{Script=Latin}\p{M}\p{N}+#]|['’.](?=\p{Script=Latin}))*|[^\s]/gu;
// Japanese words are not set apart, but a change of script nearly always begins one. Looking words up in a dictionary (`Intl.Segmenter`) found
// no more names on dev.jsonl and took longer than all the rest.
const wordPattern =
  /[\p{Script=Han}々]+|[\p{Script=Katakana}ー・]+|\p{Script=Hiragana}+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー・]+/gu;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

export function tokenize(text: string): readonly Token[] {
  const words = unspaced.test(text) ? [...text.matchAll(wordPattern)] : [];
  let wordIndex = 0;
  return [...text.matchAll(tokenPattern)].map(match => {
    const start = match.index;
    while (words[wordIndex + 1] !== undefined && (words[wordIndex + 1]?.index ?? 0) <= start) wordIndex += 1;
    const word = words[wordIndex];
    const [surface] = match;
    const isSpaced = word === undefined || !unspaced.test(word[0]);
    return {
      start,
      end: start + surface.length,
      text: surface.toLowerCase(),
      shape: shapeOf(surface),
      word: isSpaced ? surface.toLowerCase() : word[0],
      beginsWord: isSpaced || word.index === start,
    };
  });
}

function shapeOf(surface: string): Token['shape'] {
  if (/^[\p{Script=Katakana}ー・]/u.test(surface)) return 'katakana';
  if (/^\p{Script=Hiragana}/u.test(surface)) return 'kana';
  if (/^[\p{Script=Han}々]/u.test(surface)) return 'kanji';
  if (/^\p{N}+$/u.test(surface)) return 'digits';
  if (/^[\p{Lu}]/u.test(surface)) return 'capital';
  return /^\p{L}/u.test(surface) ? 'word' : 'sign';
}
