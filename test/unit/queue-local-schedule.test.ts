import { describe, expect, it } from 'vitest';
import type { Job } from '../../src/platform/queue/job-schedule.ts';
import { createLocalSchedule } from '../../src/platform/queue/local-schedule.ts';

describe('jobs of one process', () => {
  it('run at once and then in their rhythm, each for itself', async () => {
    const runs: string[] = [];
    const a = (name: string, everyMs: number): Job => ({
      name,
      everyMs,
      run: async () => {
        runs.push(name);
      },
    });
    const times = (name: string) => runs.filter(run => run === name).length;
    const schedule = createLocalSchedule({ onFault: () => undefined });
    await schedule.start([a('often', 5), a('seldom', 60_000)]);
    await expect.poll(() => times('often')).toBeGreaterThanOrEqual(3);
    expect(times('seldom')).toBe(1);
    await schedule.stop();
  });

  it('never run twice at a time and go on after one that throws', async () => {
    const faults: string[] = [];
    let running = 0;
    const schedule = createLocalSchedule({ onFault: where => faults.push(where) });
    const run = async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise(resolve => setImmediate(resolve));
      running -= 1;
      throw new Error('no luck');
    };
    await schedule.start([{ name: 'fail-always', everyMs: 0, run }]);
    await expect.poll(() => faults.length).toBeGreaterThanOrEqual(3);
    await schedule.stop();
    expect(new Set(faults)).toEqual(new Set(['fail-always']));
  });

  it('that are running at the end are waited for, and none begins after it', async () => {
    const allowed = Promise.withResolvers<void>();
    let begun = 0;
    let finished = 0;
    const schedule = createLocalSchedule({ onFault: () => undefined });
    const run = async () => {
      begun += 1;
      await allowed.promise;
      finished += 1;
    };
    await schedule.start([{ name: 'take-time', everyMs: 0, run }]);
    const stopped = schedule.stop();
    allowed.resolve();
    await stopped;
    expect({ begun, finished }).toEqual({ begun: 1, finished: 1 });
  });
});
