import type { Model, ModelHeader } from '../model-file.ts';
import type { TrainState } from './trainer.ts';

/** Rows × starting weights as int8 with one scale a row (symmetric, largest value = 127). */
export function quantise(state: TrainState, header: ModelHeader, terms: Uint32Array, termIdfs: Uint8Array): Model {
  const { dimension } = header;
  const count = state.weights.length;
  const scales = new Float32Array(count);
  const rows = new Int8Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const values = state.table.subarray(row * dimension, (row + 1) * dimension);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const step = largest / 127;
    scales[row] = step * (state.weights[row] ?? 0);
    if (step > 0) for (let k = 0; k < dimension; k++) rows[row * dimension + k] = Math.round((values[k] ?? 0) / step);
  }
  return { header, known: state.known, scales, terms, termIdfs, rows };
}
