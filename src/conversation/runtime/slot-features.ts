import type { Span } from './examples.ts';
import type { Observed } from './sequence-tagger.ts';
import { featureRows } from './sequence-tagger.ts';
import { type Token, tokenize } from './slot-tokens.ts';

/** A sentence in tokens, with what they are judged by as far as it is the same for every intent. */
export interface ReadSentence {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly marks: readonly TokenMarks[];
}

/** What a token is judged by, as fingerprints: computed once, combined often. */
interface TokenMarks {
  readonly text: number;
  /** The last three characters. */
  readonly ending: number;
  readonly shape: number;
  /** The word that it stands in, and the ones around it. */
  readonly word: number;
  readonly start: number;
  readonly previousWord: number;
  readonly nextWord: number;
  /** Whether the word is one that sentences have around names; most names hold none. */
  readonly frame: number;
}

/** Stands before the first and after the last token. */
const edge: TokenMarks = { text: 1, ending: 2, shape: 3, word: 4, start: 5, previousWord: 4, nextWord: 4, frame: 8 };

export function readSentence(text: string, frame: ReadonlySet<string>, tokens = tokenize(text)): ReadSentence {
  const words = tokens.map(({ word }) => fingerprint(word));
  const previous = neighbours(tokens, words, 1);
  const next = neighbours(tokens, words, -1);
  const marks = tokens.map((token, index) => ({
    text: fingerprint(token.text),
    ending: fingerprint(token.text.slice(-3)),
    shape: fingerprint(token.shape),
    word: words[index] ?? edge.word,
    start: token.beginsWord ? 6 : 7,
    previousWord: previous[index] ?? edge.word,
    nextWord: next[index] ?? edge.word,
    frame: frameMark(token, frame),
  }));
  return { text, tokens, marks };
}

function frameMark({ word, shape }: Token, frame: ReadonlySet<string>): number {
  if (shape === 'kana' || shape === 'katakana' || shape === 'kanji') return 11;
  return frame.has(word) ? 9 : 10;
}

/** Words that stand outside of names at least four times. */
export function frameWords(
  sentences: readonly { readonly tokens: readonly Token[]; readonly spans: readonly Span[] }[],
): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { tokens, spans } of sentences) {
    for (const { word, start, end } of tokens)
      if (!spans.some(span => start < span.end && end > span.start)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([word, count]) => (count > 3 ? [word] : [])));
}

/** The word before each token's own (direction 1: read forwards) or after it (-1: read backwards). */
function neighbours(tokens: readonly Token[], words: readonly number[], direction: 1 | -1): readonly number[] {
  const found: number[] = [];
  let other = edge.word;
  let own = edge.word;
  const start = direction === 1 ? 0 : tokens.length - 1;
  for (let i = start; i >= 0 && i < tokens.length; i += direction) {
    // Read forwards, a word begins where it says so; read backwards, where the token after it begins one.
    const begins = direction === 1 ? tokens[i]?.beginsWord : (tokens[i + 1]?.beginsWord ?? true);
    if (begins === true) {
      other = own;
      own = words[i] ?? edge.word;
    }
    found[i] = other;
  }
  return found;
}

/** The token, its neighbours, their shapes and words, and the intent. */
export function observe({ marks }: ReadSentence, label: string): Observed {
  const intent = fingerprint(label);
  const rows = new Int32Array(marks.length * featuresEach);
  marks.forEach((_, index) => void rows.set(featuresAt(marks, index, intent), index * featuresEach));
  return { tokens: marks.length, rows };
}

const featuresEach = 25;

/** The first number of each feature says which kind it is. */
function featuresAt(marks: readonly TokenMarks[], index: number, intent: number): readonly number[] {
  const at = (offset: number) => marks[index + offset] ?? edge;
  const here = at(0);
  const [a, b, c, d, e, f] = [at(-2).text, at(-1).text, here.text, at(1).text, at(2).text, at(3).text];
  const shapes = row(1, at(-1).shape, here.shape, at(1).shape);
  return [
    row(2, intent),
    row(3, c),
    row(4, b),
    row(5, d),
    row(6, a),
    row(7, e),
    row(8, b, c),
    row(9, c, d),
    row(10, a, b),
    row(11, d, e),
    row(12, d, e, f),
    row(13, b, d),
    row(14, here.shape),
    shapes,
    row(15, here.ending),
    row(16, here.word, here.start),
    row(17, here.previousWord),
    row(18, here.nextWord),
    row(19, here.previousWord, here.nextWord),
    row(20, intent, shapes),
    row(21, intent, b),
    row(22, intent, here.nextWord),
    row(23, here.frame, here.shape),
    row(24, at(-1).frame, here.frame, at(1).frame),
    row(25, b, here.frame, d),
  ];
}

function fingerprint(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}

function row(kind: number, first: number, second = 0, third = 0): number {
  let value = Math.imul(kind, 0x9e3779b1) ^ first;
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b) ^ second;
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35) ^ third;
  value = Math.imul(value ^ (value >>> 16), 0x2c1b3c6d);
  return ((value ^ (value >>> 15)) >>> 0) % featureRows;
}
