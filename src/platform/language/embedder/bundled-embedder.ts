import type { Embedder } from '../embedder.types.ts';
import { sentencesOf } from '../sentences.ts';
import { normalText } from '../text-normal.ts';
import { BUNDLED_MODEL, bundledModel } from './bundled-model.ts';
import { eachFeature } from './features.ts';
import { type Model, readModel } from './model-file.ts';
import { createRowTable } from './row-table.ts';

/** The embedder that comes with the project: pure, no network, computed at once. */
export interface BundledEmbedder extends Embedder {
  readonly path: string;
  /** The vector of one text: norm 1, or exactly zero when the text has no letter, digit, kana or kanji. */
  embedOne(text: string): Float32Array;
}

/**
 * The vector of a sentence = normalised sum over its distinct features f of (1 + ln count of f) × row of f; the rows carry the learned
 * weights. The vector of a text = normalised sum of the vectors of its sentences.
 * @throws AppError as `readModel` does.
 */
export function createBundledEmbedder(options: { readonly path?: string } = {}): BundledEmbedder {
  const path = options.path ?? BUNDLED_MODEL;
  const model = options.path === undefined ? bundledModel() : readModel(path);
  const embedOne = createEncoder(model);
  return {
    id: model.header.id,
    dimension: model.header.dimension,
    path,
    embedOne,
    embed: async texts => texts.map(embedOne),
  };
}

/** Each sentence counts the same, so that a long description does not drown the title before it (see the model card). */
export function createEncoder(model: Model): (text: string) => Float32Array {
  const encode = createSentenceEncoder(model);
  return text => {
    const sum = new Float32Array(model.header.dimension);
    for (const sentence of sentencesOf(normalText(text))) {
      const vector = encode(sentence);
      for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + (vector[k] ?? 0);
    }
    return toUnit(sum);
  };
}

function createSentenceEncoder({ header, known, scales, rows }: Model): (normal: string) => Float32Array {
  const table = createRowTable(known, header.shared);
  const { dimension } = header;
  return normal => {
    const counts = new Map<number, number>();
    eachFeature(normal, fingerprint => {
      const row = table.rowOf(fingerprint);
      counts.set(row, (counts.get(row) ?? 0) + 1);
    });
    const vector = new Float32Array(dimension);
    for (const [row, count] of counts) {
      const weight = (1 + Math.log(count)) * (scales[row] ?? 0);
      const start = row * dimension;
      for (let k = 0; k < dimension; k++) vector[k] = (vector[k] ?? 0) + weight * (rows[start + k] ?? 0);
    }
    return toUnit(vector);
  };
}

function toUnit(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const norm = Math.sqrt(sum);
  if (!(norm > 0)) return vector.fill(0);
  for (let k = 0; k < vector.length; k++) vector[k] = (vector[k] ?? 0) / norm;
  return vector;
}
