import { type ModelHeader, writeModel } from '../../src/platform/language/embedder/model-file.ts';

/** Few numbers make vectors that are written and compared at once, which is all that matters to a test that counts. */
const dimension = 8;
const shared = 64;

/** Writes a whole model file of a few hundred bytes; every id is an embedder of its own, with rows of its own. */
export function writeSmallModel(path: string, id: string): void {
  const seed = [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_003;
  const header: ModelHeader = {
    id,
    dimension,
    bits: 4,
    known: 0,
    shared,
    terms: 0,
    rarest: 5,
    seed,
    sources: [],
    figures: {},
  };
  const rows = Int8Array.from({ length: shared * dimension }, (_, at) => ((seed + at * 2_654_435_761) % 15) - 7);
  const empty = new Uint32Array(0);
  const scales = new Float32Array(shared).fill(0.1);
  writeModel(path, { header, known: empty, scales, terms: empty, idfs: new Float32Array(0), rows });
}
