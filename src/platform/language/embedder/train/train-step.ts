import { createKernels, type Kernels } from './kernels.ts';
import { type Layout, MOST_FEATURES } from './memory-layout.ts';

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
export async function createStepper(memory: WebAssembly.Memory, layout: Layout, thread: number) {
  const context = createContext(memory, layout, thread, await createKernels(memory));
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
  const share = (count: number): readonly [number, number] => [
    Math.floor((count * thread) / threads),
    Math.floor((count * (thread + 1)) / threads),
  ];
  const scratch = layout.scratch + thread * 4 * (batch + layout.dimension);
  return {
    kernels,
    layout,
    thread,
    bytes: 4 * layout.dimension,
    slots: share(2 * batch),
    own: share(batch),
    scratch,
    coefficients: new Float32Array(buffer, scratch, batch),
    accumulators: new Float32Array(buffer, layout.accumulators, rows),
    weights: new Float32Array(buffer, layout.weights, rows),
    starts: new Uint32Array(buffer, layout.starts, (layout.features - layout.starts) / 4),
    features: new Uint32Array(buffer, layout.features, (layout.pairs - layout.features) / 4),
    pairs: new Int32Array(buffer, layout.pairs, (layout.vectors - layout.pairs) / 4),
    lengths: new Float32Array(buffer, layout.lengths, 2 * batch),
    scores: new Float32Array(buffer, layout.scores, batch * batch),
    turned: new Float32Array(buffer, layout.turned, batch * batch),
    inverseRows: new Float32Array(buffer, layout.inverseRows, batch),
    inverseColumns: new Float32Array(buffer, layout.inverseColumns, batch),
    entryRows: new Int32Array(buffer, layout.entryRows, 2 * batch * MOST_FEATURES),
    entryWeights: new Float32Array(buffer, layout.entryWeights, 2 * batch * MOST_FEATURES),
    entryCounts: new Int32Array(buffer, layout.entryCounts, 2 * batch),
    floats: new Float32Array(buffer, 0, Math.floor(buffer.byteLength / 4)),
    control: new Int32Array(buffer, layout.control, 2),
    // Chains from each row of this worker through the entries of the batch with it.
    heads: new Int32Array(rows).fill(-1),
    nexts: new Int32Array(2 * batch * MOST_FEATURES),
    touched: new Int32Array(rows),
  };
}

function runBatch(context: Context, plan: EpochPlan, batch: number, rate: number): number {
  const first = batch * context.layout.batch;
  forward(context, plan, first);
  waitForAll(context);
  scoreRows(context, plan, first);
  waitForAll(context);
  turnColumns(context);
  waitForAll(context);
  const loss = gradients(context);
  waitForAll(context);
  updateRows(context, rate);
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

/** The vectors of this worker's slots. */
function forward(context: Context, plan: EpochPlan, first: number): void {
  const { kernels, layout, bytes, lengths, floats, slots, entryRows, entryWeights } = context;
  for (let slot = slots[0]; slot < slots[1]; slot++) {
    const vector = layout.vectors + slot * bytes;
    floats.fill(0, vector / 4, (vector + bytes) / 4);
    const end = listEntries(context, plan, textOf(context, first, slot), slot);
    for (let entry = slot * MOST_FEATURES; entry < end; entry++)
      kernels.axpy(vector, layout.table + (entryRows[entry] ?? 0) * bytes, entryWeights[entry] ?? 0, bytes);
    const length = Math.sqrt(kernels.dot(vector, vector, bytes));
    lengths[slot] = length;
    if (length > 0) for (let k = vector / 4; k < (vector + bytes) / 4; k++) floats[k] = (floats[k] ?? 0) / length;
  }
}

/** Writes down the features of a text that this epoch's dropout keeps, with (1 + ln count) × starting weight; returns where they end. */
function listEntries(
  { starts, features, weights, entryRows, entryWeights, entryCounts }: Context,
  plan: EpochPlan,
  text: number,
  slot: number,
): number {
  const limit = plan.dropout * 0x100000000;
  const end = starts[text + 1] ?? 0;
  let entry = slot * MOST_FEATURES;
  for (let i = starts[text] ?? 0; i < end; i++) {
    if (limit > 0 && scramble(i ^ plan.epochSeed) < limit) continue;
    const feature = features[i] ?? 0;
    const row = feature & 0xffffff;
    const count = feature >>> 24;
    entryRows[entry] = row;
    entryWeights[entry++] = (count === 1 ? 1 : 1 + Math.log(count)) * (weights[row] ?? 0);
  }
  entryCounts[slot] = entry - slot * MOST_FEATURES;
  return entry;
}

function scramble(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** exp(cosine / temperature) of this worker's left texts with all right ones, 0 where masked, and the inverse sum of each row. */
function scoreRows(context: Context, plan: EpochPlan, first: number): void {
  const { kernels, layout, bytes, inverseRows, own } = context;
  const { batch } = layout;
  const mask = createMask(context, first);
  for (let i = own[0]; i < own[1]; i++) {
    const row = layout.scores + 4 * i * batch;
    kernels.dots(layout.vectors + i * bytes, layout.vectors + batch * bytes, row, batch, bytes);
    kernels.exponentials(row, 1 / plan.temperature, 4 * batch);
    mask(i);
    inverseRows[i] = 1 / kernels.sum(row, 4 * batch);
  }
}

/** Sets the scores to 0 of pairs that are no honest negatives: names of the same thing, or the same text. */
function createMask({ pairs, scores, layout }: Context, first: number): (i: number) => void {
  const { batch } = layout;
  const sharers = [0, 1, 2].map(column => {
    const found = new Map<number, number[]>();
    for (let j = 0; j < batch; j++) {
      const value = pairs[3 * (first + j) + column] ?? 0;
      const list = found.get(value);
      if (list) list.push(j);
      else found.set(value, [j]);
    }
    return found;
  });
  return i => {
    sharers.forEach((found, column) => {
      for (const j of found.get(pairs[3 * (first + i) + column] ?? 0) ?? []) if (j !== i) scores[i * batch + j] = 0;
    });
  };
}

const TILE = 16;

/** The transposed scores of this worker's columns and the inverse sum of each. */
function turnColumns({ kernels, layout, scores, turned, inverseColumns, own }: Context): void {
  const { batch } = layout;
  for (let top = 0; top < batch; top += TILE)
    for (let j = own[0]; j < own[1]; j++)
      for (let i = top; i < Math.min(batch, top + TILE); i++) turned[j * batch + i] = scores[i * batch + j] ?? 0;
  for (let j = own[0]; j < own[1]; j++) inverseColumns[j] = 1 / kernels.sum(layout.turned + 4 * j * batch, 4 * batch);
}

/** Gradients of the loss by the unnormalised vectors of this worker's pairs; returns the sum of their losses over the batch size. */
function gradients(context: Context): number {
  const { kernels, layout, scores, inverseRows, inverseColumns, coefficients, own, bytes, scratch } = context;
  const { batch } = layout;
  let loss = 0;
  for (let i = own[0]; i < own[1]; i++) {
    const [inverseRow, inverseColumn] = [inverseRows[i] ?? 0, inverseColumns[i] ?? 0];
    kernels.weigh(scratch, layout.scores + 4 * i * batch, layout.inverseColumns, inverseRow, 4 * batch);
    coefficients[i] = (coefficients[i] ?? 0) - 2;
    slotGradient(context, i, layout.vectors + batch * bytes);
    kernels.weigh(scratch, layout.turned + 4 * i * batch, layout.inverseRows, inverseColumn, 4 * batch);
    coefficients[i] = (coefficients[i] ?? 0) - 2;
    slotGradient(context, batch + i, layout.vectors);
    const kept = scores[i * batch + i] ?? 0;
    loss -= 0.5 * (Math.log(kept * inverseRow) + Math.log(kept * inverseColumn));
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
function updateRows(context: Context, rate: number): void {
  const { kernels, layout, bytes, scratch, floats, heads, nexts, entryWeights, touched, accumulators } = context;
  const rows = chainEntries(context);
  const gradient = scratch + 4 * layout.batch;
  for (let t = 0; t < rows; t++) {
    const row = touched[t] ?? 0;
    floats.fill(0, gradient / 4, (gradient + bytes) / 4);
    for (let entry = heads[row] ?? -1; entry !== -1; entry = nexts[entry] ?? -1)
      kernels.axpy(
        gradient,
        layout.gradients + Math.floor(entry / MOST_FEATURES) * bytes,
        entryWeights[entry] ?? 0,
        bytes,
      );
    heads[row] = -1;
    const sum = (accumulators[row] ?? 0) + kernels.dot(gradient, gradient, bytes) / layout.dimension;
    accumulators[row] = sum;
    if (sum > 0) kernels.axpy(layout.table + row * bytes, gradient, -rate / Math.sqrt(sum), bytes);
  }
}

/** Links the entries of each row of this worker; returns how many rows there are, listed in `touched`. */
function chainEntries({ layout, thread, heads, nexts, touched, entryRows, entryCounts }: Context): number {
  let rows = 0;
  for (let slot = 0; slot < 2 * layout.batch; slot++) {
    const end = slot * MOST_FEATURES + (entryCounts[slot] ?? 0);
    for (let entry = slot * MOST_FEATURES; entry < end; entry++) {
      const row = entryRows[entry] ?? 0;
      if (row % layout.threads !== thread) continue;
      const next = heads[row] ?? -1;
      if (next === -1) touched[rows++] = row;
      nexts[entry] = next;
      heads[row] = entry;
    }
  }
  return rows;
}
