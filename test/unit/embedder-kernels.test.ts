import { beforeEach, describe, expect, it } from 'vitest';
import { createKernels, type Kernels } from '../../src/platform/language/embedder/train/kernels.ts';
import { createRandom } from '../../src/platform/language/embedder/train/random.ts';

const size = 16;
const rows = 8;
const bytes = 4 * size;
/** Places in the memory, in floats. */
const at = { vector: 0, rows: 16, coefficients: 160, out: 1024 };
const byte = (place: number) => 4 * place;

let kernels: Kernels;
let floats: Float32Array;
let before: Float32Array;

beforeEach(async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  kernels = await createKernels(memory);
  floats = new Float32Array(memory.buffer);
  const random = createRandom(5);
  for (let place = 0; place < 256; place++) floats[place] = random.normal();
  before = floats.slice();
});

const part = (start: number, length = size) => [...before.subarray(start, start + length)];
const row = (j: number) => part(at.rows + j * size);
const product = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, value, k) => sum + value * (y[k] ?? 0), 0);

function expectFloats(start: number, expected: readonly number[]): void {
  expected.forEach((value, k) => {
    expect(floats[start + k], `float ${k}`).toBeCloseTo(value, 4);
  });
}

describe('the vector kernels compute what plain loops compute', () => {
  it('dot: the product of two vectors', () => {
    expect(kernels.dot(byte(at.vector), byte(at.rows), bytes)).toBeCloseTo(product(part(at.vector), row(0)), 4);
  });

  it('dots: the product of a vector with each row', () => {
    kernels.dots(byte(at.vector), byte(at.rows), byte(at.out), rows, bytes);
    expectFloats(
      at.out,
      Array.from({ length: rows }, (_, j) => product(part(at.vector), row(j))),
    );
  });

  it('combine: the weighted sum of the rows, added to what is there', () => {
    kernels.combine(byte(at.out), byte(at.coefficients), byte(at.rows), rows, bytes);
    const column = (k: number) => Array.from({ length: rows }, (_, j) => row(j)[k] ?? 0);
    expectFloats(
      at.out,
      part(at.vector).map((_, k) => product(part(at.coefficients, rows), column(k))),
    );
  });

  it('axpy: a multiple of a vector added to another', () => {
    kernels.axpy(byte(at.rows), byte(at.vector), 0.5, bytes);
    expectFloats(
      at.rows,
      row(0).map((value, k) => value + 0.5 * (part(at.vector)[k] ?? 0)),
    );
  });

  it('weigh: x × (y + number), number by number', () => {
    kernels.weigh(byte(at.out), byte(at.vector), byte(at.rows), 2, bytes);
    expectFloats(
      at.out,
      part(at.vector).map((value, k) => value * ((row(0)[k] ?? 0) + 2)),
    );
  });

  it('sum: of all numbers', () => {
    expect(kernels.sum(byte(at.vector), bytes)).toBeCloseTo(
      part(at.vector).reduce((sum, value) => sum + value, 0),
      4,
    );
  });

  it('exponentials: exp of a multiple, within 1e-4 of its value', () => {
    kernels.exponentials(byte(at.vector), 3, bytes);
    part(at.vector).forEach((value, k) => {
      expect((floats[k] ?? 0) / Math.exp(3 * value)).toBeCloseTo(1, 4);
    });
  });
});
