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
const epochs = 6;

interface Sentence {
  readonly label: string;
  readonly tokens: readonly Token[];
  /** Row numbers of the features of each token. */
  readonly features: readonly Int32Array[];
}

/**
 * A sequence tagger: averaged structured perceptron (Collins 2002) with begin-inside-outside tags and Viterbi decoding. A slot is only
 * looked for in sentences of intents whose examples have it. Examples come in the order they are learnt in; no chance is involved.
 */
export function trainSlotTagger(examples: readonly LabelledExample[]): SlotTagger {
  const allowed = allowedTags(examples);
  const model = createModel();
  const prepared = examples.map(example => {
    const sentence = prepare(example.text, example.label);
    return { sentence, gold: goldTags(sentence.tokens, example.spans) };
  });
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const { sentence, gold } of prepared) {
      model.learn(sentence, gold, decode(model, sentence, allowed.get(sentence.label)));
    }
  }
  model.average();
  return {
    tag(text, label) {
      const sentence = prepare(text, label);
      return spansOf(sentence.tokens, decode(model, sentence, allowed.get(label)));
    },
  };
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
  /** Score of a tag at a token, without the step from the tag before. */
  score(sentence: Sentence, index: number, into: Float32Array): void;
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
  const update = (sentence: Sentence, tags: Uint8Array, by: number) => {
    tags.forEach((tag, index) => {
      for (const row of sentence.features[index] ?? []) change(weights, weightSums, row * tagCount + tag, by);
      change(steps, stepSums, (tags[index - 1] ?? 0) * tagCount + tag, by);
    });
  };

  return {
    score(sentence, index, into) {
      into.fill(0);
      for (const row of sentence.features[index] ?? []) {
        const offset = row * tagCount;
        for (let tag = 0; tag < tagCount; tag++) into[tag] = (into[tag] ?? 0) + (weights[offset + tag] ?? 0);
      }
    },
    step: (from, to) => steps[from * tagCount + to] ?? 0,
    learn(sentence, gold, guessed) {
      if (!guessed.every((tag, index) => tag === gold[index])) {
        update(sentence, gold, 1);
        update(sentence, guessed, -1);
      }
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
    model.score(sentence, index, own);
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

function prepare(text: string, label: string): Sentence {
  const tokens = tokenize(text);
  return { label, tokens, features: tokens.map((_, index) => featuresAt(tokens, index, label)) };
}

const edge = { text: '¶', shape: 'sign', word: '¶' } as const;

/** What a token is judged by: itself, its neighbours, their shapes and words, and the intent. */
function featuresAt(tokens: readonly Token[], index: number, label: string): Int32Array {
  const at = (offset: number) => tokens[index + offset] ?? edge;
  const [a, b, c, d, e] = [at(-2).text, at(-1).text, at(0).text, at(1).text, at(2).text];
  const shapes = `${at(-1).shape} ${at(0).shape} ${at(1).shape}`;
  const f = at(3).text;
  const previousWord = neighbourWord(tokens, index, -1);
  const nextWord = neighbourWord(tokens, index, 1);
  return Int32Array.from(
    [
      `i ${label}`,
      `0 ${c}`,
      `-1 ${b}`,
      `+1 ${d}`,
      `-2 ${a}`,
      `+2 ${e}`,
      `-10 ${b} ${c}`,
      `01 ${c} ${d}`,
      `-21 ${a} ${b}`,
      `12 ${d} ${e}`,
      `123 ${d} ${e} ${f}`,
      `-11 ${b} ${d}`,
      `s ${at(0).shape}`,
      `sss ${shapes}`,
      `e ${c.slice(-3)}`,
      `w ${at(0).word} ${isStart(tokens, index)}`,
      `pw ${previousWord}`,
      `nw ${nextWord}`,
      `pn ${previousWord} ${nextWord}`,
      `is ${label} ${shapes}`,
      `ib ${label} ${b}`,
      `in ${label} ${nextWord}`,
    ].map(rowOf),
  );
}

function isStart(tokens: readonly Token[], index: number): string {
  return tokens[index]?.beginsWord === true ? 'b' : 'i';
}

/** The next dictionary word to that side. */
function neighbourWord(tokens: readonly Token[], index: number, direction: 1 | -1): string {
  const own = tokens[index]?.word;
  for (let i = index + direction; i >= 0 && i < tokens.length; i += direction) {
    const token = tokens[i];
    const isOther = direction === 1 ? token?.beginsWord : token?.word !== own || tokens[i + 1]?.beginsWord;
    if (token !== undefined && isOther) return token.word;
  }
  return edge.word;
}

function rowOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) >>> 0) % rows;
}
