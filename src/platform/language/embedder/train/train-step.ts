import { createKernels, type Kernels } from './kernels.ts';
import type { Layout } from './memory-layout.ts';

export interface EpochPlan {
  readonly batches: number;
  readonly epochSeed: number;
  readonly temperature: number;
  /** Share of the features of a text left out at random. */
  readonly dropout: number;
  readonly firstRate: number;
  readonly lastRate: number;
}

/**
 * One worker's part of the training. Both directions of the in-batch contrastive loss (van den Oord et al. 2018) over cosine / temperature,
 * pairs of the same group masked; the step of each row is Adagrad's (Duchi et al. 2011) with one accumulator a row.
 * Each phase writes only what its worker owns, and sums run in one order, so the result does not depend on the number of workers.
 */
export function createStepper(memory: WebAssembly.Memory, layout: Layout, thread: number) {
  const kernels = createKernels(memory, { initial: layout.pages, maximum: layout.pages });
  const context = createContext(memory, layout, thread, kernels);
  return {
    /** Runs this worker's part of all batches and returns the mean loss of its rows. */
    runEpoch(plan: EpochPlan, onBatch: (batch: number) => void): number {
      let loss = 0;
      for (let batch = 0; batch < plan.batches; batch++) {
        const rate = plan.firstRate + ((plan.lastRate - plan.firstRate) * batch) / plan.batches;
        loss += runBatch(context, plan, batch, rate);
        onBatch(batch);
      }
      return loss / plan.batches;
    },
  };
}

type Context = ReturnType<typeof createContext>;

function createContext(memory: WebAssembly.Memory, layout: Layout, thread: number, kernels: Kernels) {
  const { buffer } = memory;
  const { batch, rows, threads } = layout;
  const share = (count: number): [number, number] => [
    Math.floor((count * thread) / threads),
    Math.floor((count * (thread + 1)) / threads),
  ];
  return {
    kernels,
    layout,
    thread,
    bytes: 4 * layout.dimension,
    slots: share(2 * batch),
    own: share(batch),
    accumulators: new Float32Array(buffer, layout.accumulators, rows),
    weights: new Float32Array(buffer, layout.weights, rows),
    starts: new Uint32Array(buffer, layout.starts, (layout.features - layout.starts) / 4),
    features: new Uint32Array(buffer, layout.features, (layout.pairs - layout.features) / 4),
    pairs: new Int32Array(buffer, layout.pairs, (layout.vectors - layout.pairs) / 4),
    lengths: new Float32Array(buffer, layout.lengths, 2 * batch),
    scores: new Float32Array(buffer, layout.scores, batch * batch),
    rowSums: new Float32Array(buffer, layout.rowSums, batch),
    columnSums: new Float32Array(buffer, layout.columnSums, batch),
    scratch: layout.scratch + thread * 4 * (batch + layout.dimension),
    coefficients: new Float32Array(buffer, layout.scratch + thread * 4 * (batch + layout.dimension), batch),
    floats: new Float32Array(buffer, 0, Math.floor(buffer.byteLength / 4)),
    control: new Int32Array(buffer, layout.control, 2),
    // Chains from each row of this worker through the occurrences of its feature in the batch.
    heads: new Int32Array(rows).fill(-1),
    nexts: new Int32Array(1 << 20),
    entrySlots: new Int32Array(1 << 20),
    entryWeights: new Float32Array(1 << 20),
    touched: new Int32Array(rows),
  };
}

function runBatch(context: Context, plan: EpochPlan, batch: number, rate: number): number {
  const first = batch * context.layout.batch;
  forward(context, plan, first);
  waitForAll(context);
  scoreRows(context, plan, first);
  waitForAll(context);
  sumColumns(context);
  waitForAll(context);
  const loss = gradients(context);
  waitForAll(context);
  updateRows(context, plan, first, rate);
  waitForAll(context);
  return loss;
}

function waitForAll({ control, layout }: Context): void {
  const generation = Atomics.load(control, 1);
  if (Atomics.add(control, 0, 1) === layout.threads - 1) {
    Atomics.store(control, 0, 0);
    Atomics.add(control, 1, 1);
    Atomics.notify(control, 1);
    return;
  }
  while (Atomics.load(control, 1) === generation) Atomics.wait(control, 1, generation);
}

/** Number of the text in a slot: slot s < batch is the left text of pair s, slot batch + s the right one. */
function textOf({ pairs, layout }: Context, first: number, slot: number): number {
  const side = slot < layout.batch ? 0 : 1;
  return pairs[3 * (first + slot - side * layout.batch) + side] ?? 0;
}

type VisitWeight = (row: number, weight: number) => void;

/** The features of a text that the dropout of this epoch keeps, with (1 + ln count) × starting weight; not normalised. */
function eachWeight(context: Context, plan: EpochPlan, text: number, visit: VisitWeight): void {
  const { starts, features, weights } = context;
  const limit = plan.dropout * 0x100000000;
  const end = starts[text + 1] ?? 0;
  for (let i = starts[text] ?? 0; i < end; i++) {
    if (limit > 0 && scramble(i ^ plan.epochSeed) < limit) continue;
    const feature = features[i] ?? 0;
    const row = feature & 0xffffff;
    const count = feature >>> 24;
    visit(row, (count === 1 ? 1 : 1 + Math.log(count)) * (weights[row] ?? 0));
  }
}

function scramble(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function forward(context: Context, plan: EpochPlan, first: number): void {
  const { kernels, layout, bytes, lengths, floats, slots } = context;
  for (let slot = slots[0]; slot < slots[1]; slot++) {
    const vector = layout.vectors + slot * bytes;
    floats.fill(0, vector / 4, (vector + bytes) / 4);
    eachWeight(context, plan, textOf(context, first, slot), (row, weight) =>
      kernels.axpy(vector, layout.table + row * bytes, weight, bytes),
    );
    const length = Math.sqrt(kernels.dot(vector, vector, bytes));
    lengths[slot] = length;
    if (length > 0) for (let k = vector / 4; k < (vector + bytes) / 4; k++) floats[k] = (floats[k] ?? 0) / length;
  }
}

function scoreRows(context: Context, plan: EpochPlan, first: number): void {
  const { kernels, layout, bytes, scores, rowSums, pairs, own } = context;
  const { batch } = layout;
  const right = layout.vectors + batch * bytes;
  for (let i = own[0]; i < own[1]; i++) {
    kernels.dots(layout.vectors + i * bytes, right, layout.scores + 4 * i * batch, batch, bytes);
    const [left, middle, group] = [pairs[3 * (first + i)], pairs[3 * (first + i) + 1], pairs[3 * (first + i) + 2]];
    let sum = 0;
    for (let j = 0; j < batch; j++) {
      const at = 3 * (first + j);
      const masked = j !== i && (pairs[at + 2] === group || pairs[at] === left || pairs[at + 1] === middle);
      const score = masked ? 0 : Math.exp((scores[i * batch + j] ?? 0) / plan.temperature);
      scores[i * batch + j] = score;
      sum += score;
    }
    rowSums[i] = sum;
  }
}

function sumColumns({ layout, scores, columnSums, own }: Context): void {
  const { batch } = layout;
  columnSums.fill(0, own[0], own[1]);
  for (let i = 0; i < batch; i++)
    for (let j = own[0]; j < own[1]; j++) columnSums[j] = (columnSums[j] ?? 0) + (scores[i * batch + j] ?? 0);
}

/** Gradients of the loss by the unnormalised vectors of this worker's pairs; returns the sum of their losses over the batch size. */
function gradients(context: Context): number {
  const { layout, scores, rowSums, columnSums, coefficients, own, bytes } = context;
  const { batch } = layout;
  let loss = 0;
  for (let i = own[0]; i < own[1]; i++) {
    const rowSum = rowSums[i] ?? 1;
    for (let j = 0; j < batch; j++)
      coefficients[j] = (scores[i * batch + j] ?? 0) * (1 / rowSum + 1 / (columnSums[j] ?? 1));
    coefficients[i] = (coefficients[i] ?? 0) - 2;
    slotGradient(context, i, layout.vectors + batch * bytes);
    const columnSum = columnSums[i] ?? 1;
    for (let j = 0; j < batch; j++)
      coefficients[j] = (scores[j * batch + i] ?? 0) * (1 / columnSum + 1 / (rowSums[j] ?? 1));
    coefficients[i] = (coefficients[i] ?? 0) - 2;
    slotGradient(context, batch + i, layout.vectors);
    const kept = scores[i * batch + i] ?? 0;
    loss -= 0.5 * (Math.log(kept / rowSum) + Math.log(kept / columnSum));
  }
  return loss / batch;
}

/** Σ_j coefficient_j × other_j, then through the normalisation: (g − (g · v) v) / length. */
function slotGradient(
  { kernels, layout, bytes, scratch, lengths, floats }: Context,
  slot: number,
  others: number,
): void {
  const gradient = layout.gradients + slot * bytes;
  const vector = layout.vectors + slot * bytes;
  floats.fill(0, gradient / 4, (gradient + bytes) / 4);
  kernels.combine(gradient, scratch, others, layout.batch, bytes);
  kernels.axpy(gradient, vector, -kernels.dot(gradient, vector, bytes), bytes);
  const length = lengths[slot] ?? 0;
  const factor = length > 0 ? 1 / length : 0;
  for (let k = gradient / 4; k < (gradient + bytes) / 4; k++) floats[k] = (floats[k] ?? 0) * factor;
}

/** Adagrad on the rows of this worker (row mod threads): gathers each row's gradient over the batch, in one fixed order. */
function updateRows(context: Context, plan: EpochPlan, first: number, rate: number): void {
  const {
    kernels,
    layout,
    bytes,
    scratch,
    floats,
    heads,
    nexts,
    entrySlots,
    entryWeights,
    touched,
    accumulators,
    thread,
  } = context;
  let entries = 0;
  let rows = 0;
  for (let slot = 0; slot < 2 * layout.batch; slot++) {
    eachWeight(context, plan, textOf(context, first, slot), (row, weight) => {
      if (row % layout.threads !== thread) return;
      if (heads[row] === -1) touched[rows++] = row;
      nexts[entries] = heads[row] ?? -1;
      entrySlots[entries] = slot;
      entryWeights[entries] = weight;
      heads[row] = entries++;
    });
  }
  const gradient = scratch + 4 * layout.batch;
  for (let t = 0; t < rows; t++) {
    const row = touched[t] ?? 0;
    floats.fill(0, gradient / 4, (gradient + bytes) / 4);
    for (let entry = heads[row] ?? -1; entry !== -1; entry = nexts[entry] ?? -1)
      kernels.axpy(gradient, layout.gradients + (entrySlots[entry] ?? 0) * bytes, entryWeights[entry] ?? 0, bytes);
    heads[row] = -1;
    const sum = (accumulators[row] ?? 0) + kernels.dot(gradient, gradient, bytes) / layout.dimension;
    accumulators[row] = sum;
    if (sum > 0) kernels.axpy(layout.table + row * bytes, gradient, -rate / Math.sqrt(sum), bytes);
  }
}
