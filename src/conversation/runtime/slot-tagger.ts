import { seededRandom } from '../../platform/language/classifier-regression.ts';
import type { SlotName } from '../contract/intent.ts';
import type { Example, Span } from './examples.ts';
import { type Token, tokenize } from './slot-tokens.ts';

export interface LabelledExample extends Example {
  readonly label: string;
}

export interface SlotTagger {
  /** The parts of a sentence of that intent that name something, in the order of the sentence. */
  tag(text: string, label: string): readonly Span[];
}

// Tags: 0 = outside, then begin and inside of each slot.
const slots = [
  'role',
  'role2',
  'skill',
  'place',
  'level',
  'position',
  'language',
  'item',
  'page',
] as const satisfies readonly SlotName[];
const tagCount = 1 + 2 * slots.length;
const begin = (slot: number) => 1 + 2 * slot;
const inside = (slot: number) => 2 + 2 * slot;
const isInside = (tag: number) => tag > 0 && tag % 2 === 0;

/** Features are hashed into so many rows; with some tens of thousands in use, few collide. */
const rows = 1 << 17;
const epochs = 8;

interface Sentence {
  readonly label: string;
  readonly tokens: readonly Token[];
  /** Row numbers of the features of each token. */
  readonly features: readonly Int32Array[];
}

/**
 * A sequence tagger: averaged structured perceptron (Collins 2002) with begin-inside-outside tags and Viterbi decoding. A slot is only
 * looked for in sentences of intents whose examples have it. Learnt in a shuffled order that is the same every time.
 */
export function trainSlotTagger(examples: readonly LabelledExample[]): SlotTagger {
  const allowed = allowedTags(examples);
  const model = createModel();
  for (const lesson of lessonsOf(examples, allowed)) {
    const guessed = decode(model, lesson.sentence, allowed.get(lesson.sentence.label));
    lesson.settled = guessed.every((tag, index) => tag === lesson.gold[index]);
    model.learn(lesson.sentence, lesson.gold, guessed);
  }
  model.average();
  return {
    tag(text, label) {
      const sentence = prepare(text, label);
      return spansOf(sentence.tokens, decode(model, sentence, allowed.get(label)));
    },
  };
}

interface Lesson {
  readonly sentence: Sentence;
  readonly gold: Uint8Array;
  /** The last guess was right. */
  settled: boolean;
}

/** Every sentence in the first two and the last epoch, in between only what is not settled. */
function* lessonsOf(examples: readonly LabelledExample[], allowed: ReadonlyMap<string, Uint8Array>): Generator<Lesson> {
  const lessons = shuffled(examples)
    .filter(({ label }) => (allowed.get(label) ?? new Uint8Array()).some((usable, tag) => usable === 1 && tag > 0))
    .map(({ text, label, spans }): Lesson => {
      const sentence = prepare(text, label);
      return { sentence, gold: goldTags(sentence.tokens, spans), settled: false };
    });
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const lesson of lessons) if (epoch < 2 || epoch === epochs - 1 || !lesson.settled) yield lesson;
  }
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const random = seededRandom(5);
  return items
    .map(item => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function allowedTags(examples: readonly LabelledExample[]): ReadonlyMap<string, Uint8Array> {
  const allowed = new Map<string, Uint8Array>();
  for (const { label, spans } of examples) {
    const tags = allowed.get(label) ?? Uint8Array.from({ length: tagCount }, (_, tag) => (tag === 0 ? 1 : 0));
    for (const span of spans) {
      tags[begin(slots.indexOf(span.slot))] = 1;
      tags[inside(slots.indexOf(span.slot))] = 1;
    }
    allowed.set(label, tags);
  }
  return allowed;
}

function goldTags(tokens: readonly Token[], spans: readonly Span[]): Uint8Array {
  return Uint8Array.from(tokens, (token, index) => {
    const span = spans.find(({ start, end }) => token.start < end && token.end > start);
    if (span === undefined) return 0;
    const before = tokens[index - 1];
    const continues = before !== undefined && before.end > span.start;
    return continues ? inside(slots.indexOf(span.slot)) : begin(slots.indexOf(span.slot));
  });
}

function spansOf(tokens: readonly Token[], tags: Uint8Array): readonly Span[] {
  const spans: { start: number; end: number; slot: SlotName }[] = [];
  tokens.forEach((token, index) => {
    const tag = tags[index] ?? 0;
    const last = spans.at(-1);
    const slot = slots[(tag - 1) >> 1];
    if (tag === 0 || slot === undefined) return;
    if (isInside(tag) && last !== undefined) last.end = token.end;
    else spans.push({ start: token.start, end: token.end, slot });
  });
  return spans;
}

interface Model {
  /** Scores of these tags at a token, without the step from the tag before. */
  score(sentence: Sentence, index: number, tags: readonly number[], into: Float32Array): void;
  step(from: number, to: number): number;
  learn(sentence: Sentence, gold: Uint8Array, guessed: Uint8Array): void;
  /** Replaces the weights by their mean over all updates: what makes the perceptron generalise. */
  average(): void;
}

function createModel(): Model {
  const weights = new Float32Array(rows * tagCount);
  const steps = new Float32Array(tagCount * tagCount);
  const weightSums = new Float32Array(weights.length);
  const stepSums = new Float32Array(steps.length);
  let time = 1;

  const change = (array: Float32Array, sums: Float32Array, at: number, by: number) => {
    array[at] = (array[at] ?? 0) + by;
    sums[at] = (sums[at] ?? 0) + time * by;
  };
  const correct = (sentence: Sentence, index: number, right: number, wrong: number) => {
    for (const row of sentence.features[index] ?? []) {
      change(weights, weightSums, row * tagCount + right, 1);
      change(weights, weightSums, row * tagCount + wrong, -1);
    }
  };
  const correctStep = (gold: Uint8Array, guessed: Uint8Array, index: number) => {
    const right = (gold[index - 1] ?? 0) * tagCount + (gold[index] ?? 0);
    const wrong = (guessed[index - 1] ?? 0) * tagCount + (guessed[index] ?? 0);
    if (right === wrong) return;
    change(steps, stepSums, right, 1);
    change(steps, stepSums, wrong, -1);
  };

  return {
    score(sentence, index, tags, into) {
      into.fill(0);
      for (const row of sentence.features[index] ?? []) {
        const offset = row * tagCount;
        for (const tag of tags) into[tag] = (into[tag] ?? 0) + (weights[offset + tag] ?? 0);
      }
    },
    step: (from, to) => steps[from * tagCount + to] ?? 0,
    learn(sentence, gold, guessed) {
      gold.forEach((tag, index) => {
        const guess = guessed[index] ?? 0;
        if (tag !== guess) correct(sentence, index, tag, guess);
        correctStep(gold, guessed, index);
      });
      time += 1;
    },
    average() {
      for (const [array, sums] of [
        [weights, weightSums],
        [steps, stepSums],
      ] as const) {
        for (let at = 0; at < array.length; at++) array[at] = (array[at] ?? 0) - (sums[at] ?? 0) / time;
      }
    },
  };
}

/** The best sequence of tags (Viterbi); an inside tag only follows its own begin or inside. */
function decode(model: Model, sentence: Sentence, allowed: Uint8Array | undefined): Uint8Array {
  const length = sentence.tokens.length;
  const tags = new Uint8Array(length);
  if (allowed === undefined || length === 0) return tags;
  const usable = [...allowed.keys()].filter(tag => allowed[tag] === 1);
  const back = new Uint8Array(length * tagCount);
  let before = new Float32Array(tagCount).fill(Number.NEGATIVE_INFINITY);
  before[0] = 0;
  const own = new Float32Array(tagCount);
  for (let index = 0; index < length; index++) {
    model.score(sentence, index, usable, own);
    const here = new Float32Array(tagCount).fill(Number.NEGATIVE_INFINITY);
    for (const tag of usable) {
      const from = bestBefore(model, before, tag, usable);
      back[index * tagCount + tag] = from;
      here[tag] = (before[from] ?? 0) + model.step(from, tag) + (own[tag] ?? 0);
    }
    before = here;
  }
  let tag = usable.reduce((best, candidate) => ((before[candidate] ?? 0) > (before[best] ?? 0) ? candidate : best), 0);
  for (let index = length - 1; index >= 0; index--) {
    tags[index] = tag;
    tag = back[index * tagCount + tag] ?? 0;
  }
  return tags;
}

function bestBefore(model: Model, before: Float32Array, tag: number, usable: readonly number[]): number {
  if (isInside(tag))
    return (before[tag] ?? 0) + model.step(tag, tag) > (before[tag - 1] ?? 0) + model.step(tag - 1, tag)
      ? tag
      : tag - 1;
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (const from of usable) {
    const score = (before[from] ?? 0) + model.step(from, tag);
    if (score > highest) {
      highest = score;
      best = from;
    }
  }
  return best;
}

/** Stands before the first and after the last token. */
const edge: TokenMarks = { text: 1, ending: 2, shape: 3, word: 4, start: 5, previousWord: 4, nextWord: 4 };

/** What a token is judged by, as fingerprints: computed once, combined often. */
interface TokenMarks {
  readonly text: number;
  /** The last three characters. */
  readonly ending: number;
  readonly shape: number;
  /** The dictionary word that it stands in, and the ones around it. */
  readonly word: number;
  readonly start: number;
  readonly previousWord: number;
  readonly nextWord: number;
}

function prepare(text: string, label: string): Sentence {
  const tokens = tokenize(text);
  const marks = tokens.map((token, index) =>
    marksOf(token, neighbourWord(tokens, index, -1), neighbourWord(tokens, index, 1)),
  );
  const intent = fingerprint(label);
  return { label, tokens, features: marks.map((_, index) => featuresAt(marks, index, intent)) };
}

function marksOf(token: Token, previousWord: number, nextWord: number): TokenMarks {
  const { text, shape, word, beginsWord } = token;
  return {
    text: fingerprint(text),
    ending: fingerprint(text.slice(-3)),
    shape: fingerprint(shape),
    word: fingerprint(word),
    start: beginsWord ? 6 : 7,
    previousWord,
    nextWord,
  };
}

/** The token, its neighbours, their shapes and words, and the intent; the first number of each feature says which kind it is. */
function featuresAt(marks: readonly TokenMarks[], index: number, intent: number): Int32Array {
  const at = (offset: number) => marks[index + offset] ?? edge;
  const here = at(0);
  const [a, b, c, d, e, f] = [at(-2).text, at(-1).text, here.text, at(1).text, at(2).text, at(3).text];
  const shapes = row(1, at(-1).shape, here.shape, at(1).shape);
  return Int32Array.of(
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
  );
}

/** The next dictionary word to that side. */
function neighbourWord(tokens: readonly Token[], index: number, direction: 1 | -1): number {
  const own = tokens[index]?.word;
  for (let i = index + direction; i >= 0 && i < tokens.length; i += direction) {
    const token = tokens[i];
    const isOther = direction === 1 ? token?.beginsWord : token?.word !== own || tokens[i + 1]?.beginsWord;
    if (token !== undefined && isOther) return fingerprint(token.word);
  }
  return edge.word;
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
  return ((value ^ (value >>> 15)) >>> 0) % rows;
}
