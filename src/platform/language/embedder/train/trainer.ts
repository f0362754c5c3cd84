import { Worker } from 'node:worker_threads';
import { createRowTable } from '../row-table.ts';
import { chooseFeatures, type FeatureLists, inverseFrequencies, listFeatures, type TextIndex } from './corpus.ts';
import { createMemory, type Layout, planMemory } from './memory-layout.ts';
import { drawPairs, mostPairs, type Sampling } from './pairs.ts';
import { createRandom } from './random.ts';
import type { SourceName } from './sources/name-group.types.ts';
import type { EpochPlan } from './train-step.ts';
import type { WorkerData, WorkerMessage } from './train-worker.ts';

export interface TrainOptions {
  readonly seed: number;
  readonly dimension: number;
  readonly known: number;
  readonly shared: number;
  readonly least: number;
  readonly batch: number;
  readonly epochs: number;
  readonly threads: number;
  readonly rate: number;
  readonly lastRate: number;
  readonly temperature: number;
  readonly dropout: number;
  readonly sampling: Readonly<Record<SourceName, Sampling>>;
}

/** The state of a training run between two epochs. */
export interface TrainState {
  readonly known: Uint32Array;
  readonly table: Float32Array;
  readonly accumulators: Float32Array;
  readonly weights: Float32Array;
}

export interface Progress {
  readonly epoch: number;
  readonly batch: number;
  readonly batches: number;
  readonly loss: number;
}

export async function train(
  index: TextIndex,
  options: TrainOptions,
  onProgress: (progress: Progress) => void,
): Promise<TrainState> {
  const known = chooseFeatures(index, options.known, options.least);
  const rows = known.length + options.shared;
  const lists = listFeatures(index.texts, createRowTable(known, options.shared));
  const pairs = mostPairs(index.groups, options.sampling);
  const { dimension, batch, threads } = options;
  const layout = planMemory({
    dimension,
    batch,
    rows,
    threads,
    texts: index.texts.length,
    features: lists.features.length,
    pairs,
  });
  const memory = createMemory(layout);
  const state = fillMemory(memory, layout, known, lists, options.seed);
  const workers = startWorkers(memory, layout);
  let loss = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const drawn = drawPairs(index.groups, options.sampling, batch, createRandom(options.seed, epoch + 1));
    new Int32Array(memory.buffer, layout.pairs, drawn.length).set(drawn);
    const plan = epochPlan(options, epoch, drawn.length / 3 / batch);
    loss = await workers.run(plan, at => onProgress({ epoch, batch: at, batches: plan.batches, loss }));
    onProgress({ epoch, batch: plan.batches, batches: plan.batches, loss });
  }
  await workers.stop();
  return state;
}

function epochPlan(options: TrainOptions, epoch: number, batches: number): EpochPlan {
  const rateAt = (done: number): number => options.rate + (options.lastRate - options.rate) * (done / options.epochs);
  return {
    batches,
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
  known: Uint32Array,
  lists: FeatureLists,
  seed: number,
): TrainState {
  const { buffer } = memory;
  const { rows, dimension } = layout;
  const table = new Float32Array(buffer, layout.table, rows * dimension);
  const random = createRandom(seed);
  const deviation = 1 / Math.sqrt(dimension);
  for (let i = 0; i < table.length; i++) table[i] = random.normal() * deviation;
  const weights = new Float32Array(buffer, layout.weights, rows);
  weights.set(inverseFrequencies(lists, rows));
  new Uint32Array(buffer, layout.starts, lists.starts.length).set(lists.starts);
  new Uint32Array(buffer, layout.features, lists.features.length).set(lists.features);
  return { known, table, weights, accumulators: new Float32Array(buffer, layout.accumulators, rows) };
}

function startWorkers(memory: WebAssembly.Memory, layout: Layout) {
  const workers = Array.from({ length: layout.threads }, (_, thread) => {
    const workerData: WorkerData = { memory, layout, thread };
    return new Worker(new URL('./train-worker.ts', import.meta.url), { workerData });
  });
  return {
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
