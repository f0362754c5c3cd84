/** The state of a training run between two epochs; the arrays are views of the memory that the workers write. */
export interface TrainState {
  readonly known: Uint32Array;
  readonly table: Float32Array;
  readonly accumulators: Float32Array;
  readonly weights: Float32Array;
}
