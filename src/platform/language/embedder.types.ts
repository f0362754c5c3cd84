/**
 * Turns texts into vectors whose cosine tells how near they are in meaning.
 * Every vector has `dimension` numbers and the norm 1, or is exactly zero when the text holds nothing to go on (empty, emoji only).
 * Vectors of two embedders are never compared: store `id` beside each vector.
 */
export interface Embedder {
  readonly id: string;
  readonly dimension: number;
  /** One vector a text, in the order of the texts. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}
