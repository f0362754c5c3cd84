import type { SparseVector } from './classifier-features.ts';

export interface RegressionOptions {
  readonly features: number;
  readonly classes: number;
  readonly epochs: number;
  /** First step size of Adagrad; it falls linearly to zero. */
  readonly rate: number;
  /** Share of the features that is left out of each step, so that no single one is relied upon. */
  readonly dropout: number;
  readonly seed: number;
}

/** What was learnt, as plain data; `matrix` is feature by class. */
export interface RegressionState {
  readonly classes: number;
  readonly matrix: Float32Array;
  readonly bias: Float32Array;
}

export interface Regression {
  readonly state: RegressionState;
  /** Probabilities of the classes; they sum to 1. */
  probabilities(vector: SparseVector): Float32Array;
}

interface Weights extends RegressionState {
  /** Sums of squared gradients, for Adagrad (Duchi et al. 2011). */
  readonly squares: Float32Array;
}

/** Multinomial logistic regression by stochastic gradient steps; the same input and seed give the same weights. */
export function trainRegression(
  vectors: readonly SparseVector[],
  classOf: Int32Array,
  options: RegressionOptions,
): Regression {
  const { features, classes, epochs, rate } = options;
  const size = features * classes;
  const weights = {
    classes,
    matrix: new Float32Array(size),
    bias: new Float32Array(classes),
    squares: new Float32Array(size).fill(1e-6),
  };
  const random = seededRandom(options.seed);
  const order = Int32Array.from(vectors.keys());
  const step = createStep(weights);
  const dropout = createDropout(options.dropout, vectors, random);
  const rest = resting(vectors.length);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rateNow = rate * (1 - epoch / epochs);
    for (const index of order) {
      const vector = vectors[index];
      if (vector === undefined || rest.isDue(index)) continue;
      rest.note(index, step(dropout(vector), classOf[index] ?? 0, rateNow));
    }
  }
  const { matrix, bias } = weights;
  return restoreRegression({ classes, matrix, bias });
}

export function restoreRegression(state: RegressionState): Regression {
  return { state, probabilities: vector => probabilities(state, vector, new Float32Array(state.classes)) };
}

/** Errors smaller than this change nothing worth the time: most classes are settled after the first epochs. */
const negligible = 1e-3;
const wellKnown = 0.02;

/** What is known well rests for an epoch. */
function resting(count: number): { isDue(index: number): boolean; note(index: number, missing: number): void } {
  const rests = new Uint8Array(count);
  return {
    isDue(index) {
      const due = rests[index] === 1;
      rests[index] = 0;
      return due;
    },
    note(index, missing) {
      rests[index] = missing < wellKnown ? 1 : 0;
    },
  };
}

/** One gradient step; gives how far the wanted class was from certain before it. */
function createStep(weights: Weights): (vector: SparseVector, wanted: number, rate: number) => number {
  const errors = new Float32Array(weights.classes);
  const active = new Int32Array(weights.classes);
  return (vector, wanted, rate) => {
    probabilities(weights, vector, errors);
    const missing = 1 - (errors[wanted] ?? 0);
    errors[wanted] = -missing;
    let count = 0;
    for (let k = 0; k < errors.length; k++) if (Math.abs(errors[k] ?? 0) > negligible) active[count++] = k;
    descend(weights, vector, errors, active.subarray(0, count), rate);
    return missing;
  };
}

function descend(
  { matrix, squares, bias, classes }: Weights,
  vector: SparseVector,
  errors: Float32Array,
  active: Int32Array,
  rate: number,
): void {
  for (const k of active) bias[k] = (bias[k] ?? 0) - rate * 0.1 * (errors[k] ?? 0);
  for (let j = 0; j < vector.ids.length; j++) {
    const row = (vector.ids[j] ?? 0) * classes;
    const value = vector.values[j] ?? 0;
    for (let a = 0; a < active.length; a++) {
      const k = active[a] ?? 0;
      const gradient = (errors[k] ?? 0) * value;
      const sum = (squares[row + k] ?? 0) + gradient * gradient;
      squares[row + k] = sum;
      matrix[row + k] = (matrix[row + k] ?? 0) - (rate * gradient) / Math.sqrt(sum);
    }
  }
}

/** Softmax of the linear scores, written into `into`. */
function probabilities(
  { matrix, bias, classes }: RegressionState,
  vector: SparseVector,
  into: Float32Array,
): Float32Array {
  into.set(bias);
  for (let j = 0; j < vector.ids.length; j++) {
    const row = (vector.ids[j] ?? 0) * classes;
    const value = vector.values[j] ?? 0;
    for (let k = 0; k < classes; k++) into[k] = (into[k] ?? 0) + (matrix[row + k] ?? 0) * value;
  }
  return softmax(into);
}

function softmax(scores: Float32Array): Float32Array {
  const highest = scores.reduce((max, score) => Math.max(max, score), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const power = Math.exp((scores[k] ?? 0) - highest);
    scores[k] = power;
    sum += power;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) / sum;
  return scores;
}

/** Leaves features out by chance; what stays is scaled up, so that the scores keep their size. The result is valid until the next call. */
function createDropout(share: number, vectors: readonly SparseVector[], random: () => number) {
  const longest = vectors.reduce((max, { ids }) => Math.max(max, ids.length), 0);
  const ids = new Int32Array(longest);
  const values = new Float32Array(longest);
  // Which of a long row stay is drawn once; each vector takes a stretch of it that begins anywhere.
  const stays = Uint8Array.from({ length: longest + drawn }, () => (random() < share ? 0 : 1));
  return (vector: SparseVector): SparseVector => {
    const from = Math.floor(random() * drawn);
    let count = 0;
    for (let j = 0; j < vector.ids.length; j++) {
      if (stays[from + j] === 0) continue;
      ids[count] = vector.ids[j] ?? 0;
      values[count++] = (vector.values[j] ?? 0) / (1 - share);
    }
    return { ids: ids.subarray(0, count), values: values.subarray(0, count) };
  };
}
const drawn = 1 << 16;

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32 (Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
