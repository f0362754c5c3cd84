/** Where everything stands in the memory that the workers of a training run share: addresses in bytes. */
export interface Layout {
  readonly dimension: number;
  readonly batch: number;
  readonly rows: number;
  readonly threads: number;
  readonly pages: number;
  readonly table: number; // f32 rows × dimension
  readonly accumulators: number; // f32 rows: sum of squared gradients
  readonly weights: number; // f32 rows: starting weight of each feature
  readonly starts: number; // u32 texts + 1
  readonly features: number; // u32
  readonly pairs: number; // i32 pairs × 3: text, text, group
  readonly vectors: number; // f32 2 × batch × dimension, first the left texts, then the right ones
  readonly gradients: number; // the same shape
  readonly lengths: number; // f32 2 × batch: norms before normalisation
  readonly scores: number; // f32 batch × batch
  readonly turned: number; // f32 batch × batch: the scores transposed
  readonly inverseRows: number; // f32 batch: 1 / sum of a row of scores
  readonly inverseColumns: number; // f32 batch
  readonly entryRows: number; // i32 2 × batch × mostFeatures: what the last forward pass used
  readonly entryWeights: number; // f32, the same shape
  readonly entryCounts: number; // i32 2 × batch
  readonly scratch: number; // f32 threads × (batch + dimension)
  readonly control: number; // i32: arrived, generation
  readonly losses: number; // f64 threads
}

export interface Sizes {
  readonly dimension: number;
  readonly batch: number;
  readonly rows: number;
  readonly threads: number;
  readonly texts: number;
  readonly features: number;
  readonly pairs: number;
}

const PAGE = 65_536;

/** Features of one text that training looks at; only long definitions have more. */
export const MOST_FEATURES = 256;

export function planMemory(sizes: Sizes): Layout {
  const { dimension, batch, rows, threads } = sizes;
  let next = 64;
  const place = (bytes: number): number => {
    const start = next;
    next += Math.ceil(bytes / 64) * 64;
    return start;
  };
  const layout = {
    dimension,
    batch,
    rows,
    threads,
    table: place(4 * rows * dimension),
    accumulators: place(4 * rows),
    weights: place(4 * rows),
    starts: place(4 * (sizes.texts + 1)),
    features: place(4 * sizes.features),
    pairs: place(12 * sizes.pairs),
    vectors: place(8 * batch * dimension),
    gradients: place(8 * batch * dimension),
    lengths: place(8 * batch),
    scores: place(4 * batch * batch),
    turned: place(4 * batch * batch),
    inverseRows: place(4 * batch),
    inverseColumns: place(4 * batch),
    entryRows: place(8 * batch * MOST_FEATURES),
    entryWeights: place(8 * batch * MOST_FEATURES),
    entryCounts: place(8 * batch),
    scratch: place(threads * 4 * (batch + dimension)),
    control: place(64),
    losses: place(8 * threads),
  };
  return { ...layout, pages: Math.ceil(next / PAGE) };
}

export function createMemory({ pages }: Layout): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}
