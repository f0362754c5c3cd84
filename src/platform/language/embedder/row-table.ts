/**
 * Which row of the table a feature has: frequent features own one each (found by their 32-bit fingerprint), all others share the `shared`
 * rows after them by hashing, so that a name never seen before still matches itself.
 */
export interface RowTable {
  readonly known: number;
  readonly shared: number;
  rowOf(fingerprint: number): number;
}

const BUCKETS = 0x10000;

/** @param fingerprints ascending and distinct. */
export function createRowTable(fingerprints: Uint32Array, shared: number): RowTable {
  const known = fingerprints.length;
  const starts = bucketStarts(fingerprints);
  return {
    known,
    shared,
    rowOf(fingerprint) {
      const bucket = fingerprint >>> 16;
      const end = starts[bucket + 1] ?? 0;
      for (let i = starts[bucket] ?? 0; i < end; i++) if (fingerprints[i] === fingerprint) return i;
      return known + (fingerprint % shared);
    },
  };
}

/** Where the fingerprints with each upper half begin: a search looks at one or two entries. */
function bucketStarts(fingerprints: Uint32Array): Uint32Array {
  const starts = new Uint32Array(BUCKETS + 1);
  for (const fingerprint of fingerprints)
    starts[(fingerprint >>> 16) + 1] = (starts[(fingerprint >>> 16) + 1] ?? 0) + 1;
  for (let i = 1; i <= BUCKETS; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  return starts;
}
