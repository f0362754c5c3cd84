import { toSql } from 'pgvector';

/** A vector as pgvector reads it, `[0.1,0.2]`; pass it as a value and cast it in the statement: `$1::vector`. */
export function vectorText(values: Float32Array | readonly number[]): string {
  // pgvector answers null for null only.
  return String(toSql([...values]));
}
