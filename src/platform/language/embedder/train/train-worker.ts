import { parentPort, workerData } from 'node:worker_threads';
import type { Layout } from './memory-layout.ts';
import { createStepper, type EpochPlan } from './train-step.ts';

export interface WorkerData {
  readonly memory: WebAssembly.Memory;
  readonly layout: Layout;
  readonly thread: number;
}
export type WorkerMessage =
  | { readonly kind: 'batch'; readonly batch: number }
  | { readonly kind: 'epoch'; readonly loss: number };

const { memory, layout, thread } = workerData as WorkerData; // handed over by startWorkers and nobody else
const stepper = await createStepper(memory, layout, thread);
const send = (message: WorkerMessage): void => parentPort?.postMessage(message);

parentPort?.on('message', (plan: EpochPlan) => {
  const loss = stepper.runEpoch(plan, batch => {
    if (thread === 0) send({ kind: 'batch', batch });
  });
  send({ kind: 'epoch', loss });
});
