import { setTimeout as pause } from 'node:timers/promises';
import type { Job, JobSchedule, ScheduleDeps } from './job-schedule.ts';

/** The jobs of the only process there is: one loop for each. */
export function createLocalSchedule(deps: ScheduleDeps): JobSchedule {
  const stopping = new AbortController();
  const loops: Promise<void>[] = [];

  async function loop(job: Job): Promise<void> {
    while (!stopping.signal.aborted) {
      const begun = performance.now();
      await job.run().catch(fault => deps.onFault(job.name, fault));
      const rest = Math.max(0, job.everyMs - (performance.now() - begun));
      // Ends early when the schedule stops; does not keep the process alive.
      await pause(rest, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    start: async jobs => {
      loops.push(...jobs.map(loop));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
