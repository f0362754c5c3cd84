import { toSql } from 'pgvector';

/** The type of the elements of a `real[]`, the same in every PostgreSQL. */
const realType = 700;
const arrayHeader = 20;
const elementSize = 8;

/**
 * Vectors of one length, one after the other, as PostgreSQL reads a `real[]` in its binary form: `$1::real[]`. Reading text would take most
 * of the time of writing them. Vector number `i` (from 1) is `($1::real[])[(i - 1) * dimension + 1 : i * dimension]::vector`.
 */
export function realArray(vectors: readonly Float32Array[]): Uint8Array {
  const count = vectors.reduce((sum, vector) => sum + vector.length, 0);
  const bytes = new Uint8Array(arrayHeader + count * elementSize);
  const view = new DataView(bytes.buffer);
  // Dimensions, whether there are nulls, type; then length and lower bound of the one dimension.
  for (const [at, word] of [count === 0 ? 0 : 1, 0, realType, count, 1].entries()) view.setInt32(at * 4, word);
  let at = arrayHeader;
  for (const vector of vectors) {
    for (const value of vector) {
      view.setInt32(at, 4);
      view.setFloat32(at + 4, value);
      at += elementSize;
    }
  }
  return count === 0 ? bytes.subarray(0, arrayHeader - 8) : bytes;
}

/** A vector as pgvector reads it, `[0.1,0.2]`; pass it as a value and cast it in the statement: `$1::vector`. */
export function vectorText(values: Float32Array | readonly number[]): string {
  // pgvector answers null for null only.
  return String(toSql([...values]));
}
