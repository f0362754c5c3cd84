import { readFileSync } from 'node:fs';
import createWabt from 'wabt';

/** The inner loops of training; `kernels.wat` beside this file is their code. All arguments but factors are addresses and lengths in bytes. */
export interface Kernels {
  /** out[j] = a · row j, for j < n; n is a multiple of 4. */
  dots(a: number, rows: number, out: number, n: number, bytes: number): void;
  /** out += Σ_j coefficients[j] × row j, for j < n; n is a multiple of 4. */
  combine(out: number, coefficients: number, rows: number, n: number, bytes: number): void;
  /** y += factor × x. */
  axpy(y: number, x: number, factor: number, bytes: number): void;
  /** x · y. */
  dot(x: number, y: number, bytes: number): number;
  /** x = exp(factor × x) in place, |factor × x| < 80; relative error below 1e-5. */
  exponentials(x: number, factor: number, bytes: number): void;
  /** Σ x. */
  sum(x: number, bytes: number): number;
  /** out = x × (y + number). */
  weigh(out: number, x: number, y: number, number: number, bytes: number): void;
}

/** Translates the code for a shared memory. A worker of the trainer calls it once. */
export async function createKernels(memory: WebAssembly.Memory): Promise<Kernels> {
  const wabt = await createWabt();
  const code = wabt.parseWat('kernels.wat', readFileSync(new URL('./kernels.wat', import.meta.url), 'utf8'), {
    simd: true,
    threads: true,
  });
  const module = new WebAssembly.Module(new Uint8Array(code.toBinary({}).buffer));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as Kernels; // kernels.wat exports exactly these functions
}
