import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { AppError } from '../../../errors/app-error.ts';
import type { TrainState } from './train-state.types.ts';

/**
 * The state after an epoch: one line of JSON padded to 256 bytes, then the table and the accumulators (f32). Written beside and renamed, so that
 * an interruption leaves the last whole one.
 */
const HEADER = 256;

export function writeCheckpoint(path: string, run: string, epochs: number, state: TrainState): void {
  const header = Buffer.from(JSON.stringify({ run, epochs }).padEnd(HEADER));
  const bytes = (array: Float32Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  // A copy: a file cannot be written from shared memory.
  writeFileSync(`${path}.new`, Buffer.concat([header, bytes(state.table), bytes(state.accumulators)]));
  renameSync(`${path}.new`, path);
}

/**
 * Puts a checkpoint into the state and returns how many epochs it has seen; 0 when there is none.
 * @throws AppError `embedder.checkpoint-foreign` when it is of a run with other texts or options.
 */
export function restoreCheckpoint(path: string, run: string, state: TrainState): number {
  if (!existsSync(path)) return 0;
  const bytes = readFileSync(path);
  const expected = HEADER + state.table.byteLength + state.accumulators.byteLength;
  const header = parseHeader(bytes.subarray(0, HEADER).toString());
  if (header?.run !== run || bytes.length !== expected)
    throw new AppError('embedder.checkpoint-foreign', { detail: { path } });
  const copy = (target: Float32Array, start: number): void => {
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(
      bytes.subarray(start, start + target.byteLength),
    );
  };
  copy(state.table, HEADER);
  copy(state.accumulators, HEADER + state.table.byteLength);
  return header.epochs;
}

function parseHeader(text: string): { readonly run: string; readonly epochs: number } | undefined {
  try {
    const { run, epochs } = JSON.parse(text) as { run?: unknown; epochs?: unknown }; // checked in the next line
    return typeof run === 'string' && typeof epochs === 'number' ? { run, epochs } : undefined;
  } catch {
    return undefined;
  }
}
