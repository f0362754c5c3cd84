import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { AppError } from '../../errors/app-error.ts';

/**
 * The model file, little-endian:
 *   8 bytes   magic `MICHIEMB`
 *   4 × u32   version, length of the header, checksum (crc32 of everything after these 24 bytes), 0
 *   header    JSON (`ModelHeader`), padded with spaces to a multiple of 64 with the 24 bytes before it
 *   known     u32 fingerprints of the features with rows of their own, ascending
 *   scales    f32 one a row
 *   terms     u32 fingerprints of frequent terms, ascending
 *   idfs      f32 one a term: ln(training texts / texts with the term)
 *   rows      i4 rows × dimension, two numbers a byte, the first in the lower half
 */
export interface Model {
  readonly header: ModelHeader;
  readonly known: Uint32Array;
  readonly scales: Float32Array;
  readonly terms: Uint32Array;
  readonly idfs: Float32Array;
  readonly rows: Int8Array;
}

const headerSchema = z.object({
  id: z.string().min(1).max(100),
  dimension: z.number().int().min(4).max(4096),
  bits: z.literal(4),
  known: z.number().int().min(0),
  shared: z.number().int().min(1),
  terms: z.number().int().min(0),
  /** Of a term that is not among the frequent ones. */
  rarest: z.number().min(0),
  seed: z.number().int(),
  sources: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), groups: z.number().int() })),
  figures: z.record(z.string(), z.number()),
});
export type ModelHeader = z.infer<typeof headerSchema>;

const MAGIC = 'MICHIEMB';
const VERSION = 3;
const PREFIX = 24;

/**
 * Reads a model file into one buffer; the arrays are views of it.
 * @throws AppError `embedder.file-missing`, `embedder.file-foreign` (not such a file), `embedder.file-version` or `embedder.file-damaged`.
 */
export function readModel(path: string): Model {
  const bytes = readWhole(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PREFIX || Buffer.from(bytes.buffer, 0, 8).toString('latin1') !== MAGIC)
    throw new AppError('embedder.file-foreign', { detail: { path } });
  const version = view.getUint32(8, true);
  if (version !== VERSION)
    throw new AppError('embedder.file-version', { detail: { path, version, expected: VERSION } });
  if (crc32(bytes.subarray(PREFIX)) !== view.getUint32(16, true))
    throw new AppError('embedder.file-damaged', { detail: { path, reason: 'checksum' } });
  const headerLength = view.getUint32(12, true);
  if (PREFIX + headerLength > bytes.length)
    throw new AppError('embedder.file-damaged', { detail: { path, reason: 'header' } });
  const header = readHeader(Buffer.from(bytes.buffer, PREFIX, headerLength), path);
  return cut(bytes, PREFIX + headerLength, header, path);
}

export function writeModel(path: string, model: Model): void {
  const json = JSON.stringify(model.header);
  const used = PREFIX + Buffer.byteLength(json);
  const header = Buffer.from(json + ' '.repeat((64 - (used % 64)) % 64));
  const parts = [header, model.known, model.scales, model.terms, model.idfs, pack(model.rows)].map(toBytes);
  const body = Buffer.concat(parts);
  const prefix = Buffer.alloc(PREFIX);
  prefix.write(MAGIC, 'latin1');
  prefix.writeUInt32LE(VERSION, 8);
  prefix.writeUInt32LE(header.length, 12);
  prefix.writeUInt32LE(crc32(body), 16);
  writeFileSync(path, Buffer.concat([prefix, body]));
}

/** A buffer of its own, so that the views begin where their alignment needs it. */
function readWhole(path: string): Uint8Array<ArrayBuffer> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw new AppError('embedder.file-missing', { cause, detail: { path } });
  }
  try {
    const bytes = new Uint8Array(fstatSync(file).size);
    let at = 0;
    while (at < bytes.length) {
      const count = readSync(file, bytes, at, bytes.length - at, at);
      if (count === 0) break;
      at += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function readHeader(json: Buffer, path: string): ModelHeader {
  try {
    return headerSchema.parse(JSON.parse(json.toString('utf8')));
  } catch (cause) {
    throw new AppError('embedder.file-damaged', { cause, detail: { path, reason: 'header' } });
  }
}

function cut(bytes: Uint8Array<ArrayBuffer>, start: number, header: ModelHeader, path: string): Model {
  const count = header.known + header.shared;
  const expected = start + 4 * header.known + 4 * count + 8 * header.terms + (count * header.dimension) / 2;
  if (expected !== bytes.length)
    throw new AppError('embedder.file-damaged', { detail: { path, reason: 'length', expected, actual: bytes.length } });
  let at = start;
  const advance = (length: number): number => {
    at += length;
    return at - length;
  };
  return {
    header,
    known: new Uint32Array(bytes.buffer, advance(4 * header.known), header.known),
    scales: new Float32Array(bytes.buffer, advance(4 * count), count),
    terms: new Uint32Array(bytes.buffer, advance(4 * header.terms), header.terms),
    idfs: new Float32Array(bytes.buffer, advance(4 * header.terms), header.terms),
    rows: unpack(bytes.subarray(at)),
  };
}

/** Two numbers from −7 to 7 in each byte. Packed, twice as many features have rows of their own in a file of the same size. */
function pack(rows: Int8Array): Uint8Array {
  return Uint8Array.from({ length: rows.length / 2 }, (_, i) => {
    return ((rows[2 * i] ?? 0) & 15) | (((rows[2 * i + 1] ?? 0) & 15) << 4);
  });
}

function unpack(packed: Uint8Array<ArrayBuffer>): Int8Array {
  const pairs = new Uint16Array(packed.buffer, packed.byteOffset, packed.length / 2);
  const fours = new Uint32Array(pairs.length);
  for (let i = 0; i < pairs.length; i++) fours[i] = UNPACKED[pairs[i] ?? 0] ?? 0;
  return new Int8Array(fours.buffer);
}

/** The four numbers of each pair of bytes, side by side as the machine keeps them. */
const UNPACKED = new Uint32Array(
  Int8Array.from({ length: 4 * 0x10000 }, (_, i) => ((i >> 2) << (28 - 4 * (i % 4))) >> 28).buffer,
);

function toBytes(part: Uint8Array | Uint32Array | Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
}
