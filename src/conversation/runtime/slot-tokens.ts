/** A word of Latin script or digits, a single kana or kanji, or one other sign. Offsets are UTF-16 units of the text. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Lower case. */
  readonly text: string;
  readonly shape: 'kana' | 'katakana' | 'kanji' | 'word' | 'capital' | 'digits' | 'sign';
  /** The dictionary word that it stands in, and whether it begins it: for Japanese, where words are not set apart. */
  readonly word: string;
  readonly beginsWord: boolean;
}

const tokenPattern = /[\p{Script=Latin}\p{N}](?:[\p{Script=Latin}\p{M}\p{N}+#]|['’.](?=\p{Script=Latin}))*|[^\s]/gu;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

export function tokenize(text: string): readonly Token[] {
  const words = [...segmenter.segment(text)];
  let wordIndex = 0;
  return [...text.matchAll(tokenPattern)].map(match => {
    const start = match.index;
    while (words[wordIndex + 1] !== undefined && (words[wordIndex + 1]?.index ?? 0) <= start) wordIndex += 1;
    const word = words[wordIndex];
    const [surface] = match;
    return {
      start,
      end: start + surface.length,
      text: surface.toLowerCase(),
      shape: shapeOf(surface),
      word: (word?.segment ?? surface).toLowerCase(),
      beginsWord: word === undefined || word.index === start,
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
