import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { createRowTable } from '../row-table.ts';
import { restoreCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { chooseFeatures, type FeatureLists, inverseFrequencies, listFeatures, type TextIndex } from './corpus.ts';
import { createMemory, type Layout, planMemory } from './memory-layout.ts';
import { drawPairs, mostPairs } from './pairs.ts';
import { createRandom } from './random.ts';
import type { TrainOptions } from './recipe.ts';
import type { TrainState } from './train-state.types.ts';
import type { EpochPlan } from './train-step.ts';
import type { WorkerData, WorkerMessage } from './train-worker.ts';

/** Where training begins when not from noise: the features with rows of their own, and rows with their weights. */
export interface TrainStart {
  readonly known: Uint32Array;
  readonly table: Float32Array;
  readonly weights: Float32Array;
}

export interface Progress {
  readonly epoch: number;
  readonly batch: number;
  readonly batches: number;
  /** Mean loss of the last finished epoch, 0 in the first. */
  readonly loss: number;
}

export interface TrainHooks {
  onProgress?(progress: Progress): void;
  /** Called after each epoch, when its checkpoint is written; what it throws ends the run. */
  onEpochEnd?(epochs: number): void;
  readonly checkpoint?: { readonly path: string; readonly resume: boolean };
  readonly start?: TrainStart;
}

/** Trains to the end. The same texts, options and start give the same state bit by bit, whatever the number of threads. */
export async function train(index: TextIndex, options: TrainOptions, hooks: TrainHooks = {}): Promise<TrainState> {
  const known = hooks.start?.known ?? chooseFeatures(index, options.known, options.least);
  const rows = known.length + options.shared;
  const lists = listFeatures(index.texts, createRowTable(known, options.shared));
  const { dimension, batch, threads } = options;
  const sizes = {
    texts: index.texts.length,
    features: lists.features.length,
    pairs: mostPairs(index.groups, options.sampling),
  };
  const layout = planMemory({ dimension, batch, rows, threads, ...sizes });
  const memory = createMemory(layout);
  const state = fillMemory(memory, layout, lists, known, options.seed, hooks.start);
  const run = runFingerprint(index, options);
  const first = hooks.checkpoint?.resume ? restoreCheckpoint(hooks.checkpoint.path, run, state) : 0;
  const workers = startWorkers(memory, layout);
  try {
    let loss = 0;
    for (let epoch = first; epoch < options.epochs; epoch++) {
      const plan = planEpoch(index, options, epoch, new Int32Array(memory.buffer, layout.pairs, 3 * sizes.pairs));
      const report = (at: number): void => hooks.onProgress?.({ epoch, batch: at, batches: plan.batches, loss });
      loss = await workers.run(plan, report);
      report(plan.batches);
      if (hooks.checkpoint) writeCheckpoint(hooks.checkpoint.path, run, epoch + 1, state);
      hooks.onEpochEnd?.(epoch + 1);
    }
  } finally {
    await workers.stop();
  }
  return state;
}

/** Tells runs apart that must not continue each other. */
function runFingerprint(index: TextIndex, { threads: _, ...options }: TrainOptions): string {
  const hash = createHash('sha256').update(JSON.stringify(options));
  for (const text of index.texts) hash.update(text).update('\n');
  return hash.digest('hex').slice(0, 32);
}

function planEpoch(index: TextIndex, options: TrainOptions, epoch: number, pairs: Int32Array): EpochPlan {
  const drawn = drawPairs(index.groups, options.sampling, options.batch, createRandom(options.seed, epoch + 1));
  pairs.set(drawn);
  const rateAt = (done: number): number => options.rate + (options.lastRate - options.rate) * (done / options.epochs);
  return {
    batches: drawn.length / 3 / options.batch,
    epochSeed: createRandom(options.seed, -epoch - 1).below(0x7fffffff),
    temperature: options.temperature,
    dropout: options.dropout,
    firstRate: rateAt(epoch),
    lastRate: rateAt(epoch + 1),
  };
}

function fillMemory(
  memory: WebAssembly.Memory,
  layout: Layout,
  lists: FeatureLists,
  known: Uint32Array,
  seed: number,
  start?: TrainStart,
): TrainState {
  const { buffer } = memory;
  const { rows, dimension } = layout;
  const table = new Float32Array(buffer, layout.table, rows * dimension);
  const weights = new Float32Array(buffer, layout.weights, rows);
  if (start) table.set(start.table);
  else fillWithNoise(table, seed, 1 / Math.sqrt(dimension));
  weights.set(start?.weights ?? inverseFrequencies(lists, rows));
  new Uint32Array(buffer, layout.starts, lists.starts.length).set(lists.starts);
  new Uint32Array(buffer, layout.features, lists.features.length).set(lists.features);
  return { known, table, weights, accumulators: new Float32Array(buffer, layout.accumulators, rows) };
}

function fillWithNoise(table: Float32Array, seed: number, deviation: number): void {
  const random = createRandom(seed);
  for (let i = 0; i < table.length; i++) table[i] = random.normal() * deviation;
}

function startWorkers(memory: WebAssembly.Memory, layout: Layout) {
  const workers = Array.from({ length: layout.threads }, (_, thread) => {
    const workerData: WorkerData = { memory, layout, thread };
    return new Worker(new URL('./train-worker.ts', import.meta.url), { workerData });
  });
  return {
    /** Runs an epoch on all workers and returns its mean loss. */
    async run(plan: EpochPlan, onBatch: (batch: number) => void): Promise<number> {
      const losses = await Promise.all(workers.map(worker => runEpoch(worker, plan, onBatch)));
      return losses.reduce((sum, loss) => sum + loss, 0);
    },
    stop: () => Promise.all(workers.map(worker => worker.terminate())),
  };
}

function runEpoch(worker: Worker, plan: EpochPlan, onBatch: (batch: number) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      worker.off('message', listen);
      worker.off('error', fail);
      settle();
    };
    const fail = (fault: unknown): void => finish(() => reject(fault));
    const listen = (message: WorkerMessage): void => {
      if (message.kind === 'batch') onBatch(message.batch);
      else finish(() => resolve(message.loss));
    };
    worker.on('message', listen);
    worker.on('error', fail);
    worker.postMessage(plan);
  });
}
