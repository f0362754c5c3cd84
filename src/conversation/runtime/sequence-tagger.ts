import { seededRandom } from '../../platform/language/classifier-regression.ts';

/** Features are hashed into so many rows; with some tens of thousands in use, few collide. */
export const featureRows = 1 << 17;
/** Three more found no more names on dev.jsonl. */
const epochs = 5;

/** What each token of a sentence is judged by: so many feature rows a token, one token after the other. */
export interface Observed {
  readonly tokens: number;
  readonly rows: Int32Array;
}

/** Tags: 0 = outside; then begin (odd) and inside (even) of each kind of name. */
export interface Lesson {
  readonly observed: Observed;
  readonly gold: Uint8Array;
  /** The tags that may be given in such a sentence, in ascending order. */
  readonly usable: readonly number[];
}

/** What was learnt, as plain data: a score for each feature row and tag, and for each tag after another. */
export interface TaggerState {
  readonly tags: number;
  readonly weights: Float32Array;
  readonly steps: Float32Array;
}

export interface SequenceTagger {
  readonly state: TaggerState;
  readonly tag: Tag;
}

export type Tag = (observed: Observed, usable: readonly number[]) => Uint8Array;

export const begin = (kind: number) => 1 + 2 * kind;
export const inside = (kind: number) => 2 + 2 * kind;
export const isInside = (tag: number) => tag > 0 && tag % 2 === 0;

/**
 * A sequence tagger: averaged structured perceptron (Collins 2002) with begin-inside-outside tags and Viterbi decoding. Learnt in a shuffled
 * order that is the same every time: every sentence twice, then what is not settled yet.
 */
export function trainSequenceTagger(lessons: readonly Lesson[], tags: number): SequenceTagger {
  const model = createModel(tags);
  const decode = createDecoder(model);
  let open = shuffled(lessons);
  for (let epoch = 0; epoch < epochs && open.length > 0; epoch++) {
    const unsettled = open.filter(({ observed, gold, usable }) => {
      const guessed = decode(observed, usable);
      return model.learn(observed, gold, guessed);
    });
    if (epoch > 0) open = unsettled;
  }
  model.average();
  return { state: model.state, tag: decode };
}

export function restoreSequenceTagger(state: TaggerState): SequenceTagger {
  return { state, tag: createDecoder(createScorer(state)) };
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const random = seededRandom(5);
  return items
    .map(item => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

interface Scorer {
  readonly tags: number;
  /** Scores of these tags at a token, without the step from the tag before. */
  score(observed: Observed, index: number, usable: readonly number[], into: Float32Array): void;
  step(from: number, to: number): number;
}

interface Model extends Scorer {
  readonly state: TaggerState;
  /** Whether there was anything to learn. */
  learn(observed: Observed, gold: Uint8Array, guessed: Uint8Array): boolean;
  /** Replaces the weights by their mean over all updates: what makes the perceptron generalise. */
  average(): void;
}

function createModel(tags: number): Model {
  const weights = createWeights(featureRows * tags);
  const steps = createWeights(tags * tags);
  let time = 1;

  const correct = ({ rows, tokens }: Observed, index: number, right: number, wrong: number) => {
    const width = rows.length / tokens;
    for (let at = index * width; at < (index + 1) * width; at++) {
      const row = (rows[at] ?? 0) * tags;
      weights.change(row + right, 1, time);
      weights.change(row + wrong, -1, time);
    }
  };
  const correctStep = (gold: Uint8Array, guessed: Uint8Array, index: number) => {
    const right = (gold[index - 1] ?? 0) * tags + (gold[index] ?? 0);
    const wrong = (guessed[index - 1] ?? 0) * tags + (guessed[index] ?? 0);
    if (right === wrong) return;
    steps.change(right, 1, time);
    steps.change(wrong, -1, time);
  };

  const state = { tags, weights: weights.now, steps: steps.now };
  return {
    ...createScorer(state),
    state,
    learn(observed, gold, guessed) {
      let mistaken = false;
      for (let index = 0; index < gold.length; index++) {
        const right = gold[index] ?? 0;
        const wrong = guessed[index] ?? 0;
        if (right !== wrong) {
          mistaken = true;
          correct(observed, index, right, wrong);
        }
        correctStep(gold, guessed, index);
      }
      time += 1;
      return mistaken;
    },
    average() {
      weights.average(time);
      steps.average(time);
    },
  };
}

function createScorer({ tags, weights, steps }: TaggerState): Scorer {
  return {
    tags,
    score({ rows, tokens }, index, usable, into) {
      const width = rows.length / tokens;
      into.fill(0);
      for (let at = index * width; at < (index + 1) * width; at++) {
        const row = (rows[at] ?? 0) * tags;
        for (let k = 0; k < usable.length; k++) {
          const tag = usable[k] ?? 0;
          into[tag] = (into[tag] ?? 0) + (weights[row + tag] ?? 0);
        }
      }
    },
    step: (from, to) => steps[from * tags + to] ?? 0,
  };
}

/** Numbers that know their mean over time. */
function createWeights(size: number) {
  const now = new Float32Array(size);
  const sums = new Float32Array(size);
  return {
    now,
    change(at: number, by: number, time: number) {
      now[at] = (now[at] ?? 0) + by;
      sums[at] = (sums[at] ?? 0) + time * by;
    },
    average(time: number) {
      for (let at = 0; at < size; at++) now[at] = (now[at] ?? 0) - (sums[at] ?? 0) / time;
    },
  };
}

/** The best sequence of tags (Viterbi); an inside tag only follows its own begin or inside. */
function createDecoder(model: Scorer): Tag {
  const { tags } = model;
  const own = new Float32Array(tags);
  let before = new Float32Array(tags);
  let here = new Float32Array(tags);
  let back = new Uint8Array(64 * tags);
  return ({ tokens, rows }, usable) => {
    if (tokens === 0 || usable.length < 2) return new Uint8Array(tokens);
    if (back.length < tokens * tags) back = new Uint8Array(2 * tokens * tags);
    before.fill(Number.NEGATIVE_INFINITY)[0] = 0;
    for (let index = 0; index < tokens; index++) {
      model.score({ tokens, rows }, index, usable, own);
      here.fill(Number.NEGATIVE_INFINITY);
      for (const tag of usable) {
        const from = bestBefore(model, before, tag, usable);
        back[index * tags + tag] = from;
        here[tag] = (before[from] ?? 0) + model.step(from, tag) + (own[tag] ?? 0);
      }
      [before, here] = [here, before];
    }
    const last = usable.reduce((first, other) => ((before[other] ?? 0) > (before[first] ?? 0) ? other : first), 0);
    return followBack(back, tokens, tags, last);
  };
}

/** The tags from the last one back to the first, each by the one that led to it. */
function followBack(back: Uint8Array, tokens: number, tags: number, last: number): Uint8Array {
  const best = new Uint8Array(tokens);
  let tag = last;
  for (let index = tokens - 1; index >= 0; index--) {
    best[index] = tag;
    tag = back[index * tags + tag] ?? 0;
  }
  return best;
}

function bestBefore(model: Scorer, before: Float32Array, tag: number, usable: readonly number[]): number {
  if (isInside(tag)) {
    const goesOn = (before[tag] ?? 0) + model.step(tag, tag);
    return goesOn > (before[tag - 1] ?? 0) + model.step(tag - 1, tag) ? tag : tag - 1;
  }
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
