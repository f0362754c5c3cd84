import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobSchedule } from '../../src/platform/queue/job-schedule.ts';
import { checkRedis } from '../../src/platform/queue/redis.ts';
import { createRedisSchedule } from '../../src/platform/queue/redis-schedule.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let prefix: string;
let runs: number;
let faults: { where: string; code: unknown }[];
const schedules: JobSchedule[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(() => {
  prefix = `test-${randomBytes(4).toString('hex')}`;
  faults = [];
  runs = 0;
});
afterEach(async () => {
  await Promise.all(schedules.splice(0).map(schedule => schedule.stop()));
});

/** One machine of several. */
function aMachine(url = redis.url): JobSchedule {
  const onFault = (where: string, fault: unknown) => faults.push({ where, code: codeOf(fault) });
  const schedule = createRedisSchedule({ url, prefix, onFault, watchEveryMs: 100, lockMs: 2_000, drainMs: 1_000 });
  schedules.push(schedule);
  return schedule;
}

const countOne = async () => {
  runs += 1;
};
const codeOf = (fault: unknown) => (fault instanceof Error && 'code' in fault ? fault.code : String(fault));
const patience = { timeout: 20_000, interval: 20 };

describe('jobs on several machines', () => {
  it('run each tick on one machine only, and never twice at a time', async () => {
    const ticks: number[] = [];
    let running = 0;
    let most = 0;
    const job = {
      name: 'count-ticks',
      everyMs: 100,
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        ticks.push(performance.now());
        await new Promise(resolve => setImmediate(resolve));
        running -= 1;
      },
    };
    await Promise.all([1, 2, 3].map(() => aMachine().start([job])));
    await expect.poll(() => ticks.length, patience).toBeGreaterThanOrEqual(12);
    const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
    expect(most).toBe(1);
    // Were each tick run by each machine, there would be three times as many.
    expect(ticks.length).toBeLessThanOrEqual(span / job.everyMs + 3);
  });

  it('go on after one that throws, and say which one it was', async () => {
    const run = async () => {
      runs += 1;
      throw new Error('no luck');
    };
    await aMachine().start([{ name: 'fail-always', everyMs: 50, run }]);
    await expect.poll(() => runs, patience).toBeGreaterThanOrEqual(3);
    expect(faults[0]).toEqual({ where: 'fail-always', code: 'Error: no luck' });
  });

  it('that are running at the end are waited for', async () => {
    const begun = Promise.withResolvers<void>();
    const allowed = Promise.withResolvers<void>();
    let finished = false;
    const schedule = aMachine();
    await schedule.start([
      {
        name: 'take-time',
        everyMs: 60_000,
        run: async () => {
          begun.resolve();
          await allowed.promise;
          finished = true;
        },
      },
    ]);
    await begun.promise;
    const stopped = schedule.stop();
    allowed.resolve();
    await stopped;
    expect(finished).toBe(true);
  });
});

describe('a machine that is killed in the middle of a run', () => {
  it('holds the job up for no longer than its lock', async () => {
    const child = spawn(process.execPath, [
      fileURLToPath(new URL('../support/one-machine.ts', import.meta.url)),
      redis.url,
      prefix,
      '2000',
    ]);
    await once(child.stdout, 'data');
    await aMachine().start([{ name: 'outlive-a-machine', everyMs: 200, run: countOne }]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(runs).toBe(0);
    await expect.poll(() => runs, patience).toBeGreaterThanOrEqual(2);
  });
});

describe('a Redis that', () => {
  it('may throw keys away is refused at the start, with its policy', async () => {
    const evicting = await startRedis('--maxmemory-policy', 'allkeys-lru');
    const start = aMachine(evicting.url).start([]);
    await expect(start).rejects.toMatchObject({ code: 'queue.redis-evicts', detail: { policy: 'allkeys-lru' } });
    expect(await checkRedis(evicting.url)).toEqual({ kind: 'unusable', code: 'queue.redis-evicts' });
    await evicting.close();
  });

  it('is well is told with its version', async () => {
    expect(await checkRedis(redis.url)).toEqual({ kind: 'ready', version: expect.stringMatching(/^\d+\.\d+/) });
  });

  it('is away at the start holds up nothing, and the jobs begin when it is there', async () => {
    const late = await startRedis();
    await late.kill();
    expect(await checkRedis(late.url)).toEqual({ kind: 'unusable', code: 'queue.redis-away' });
    await aMachine(late.url).start([{ name: 'wait-for-redis', everyMs: 50, run: countOne }]);
    expect(faults).toEqual([{ where: 'redis', code: 'queue.redis-away' }]);
    await late.restart();
    await expect.poll(() => runs, patience).toBeGreaterThanOrEqual(2);
    await Promise.all(schedules.splice(0).map(schedule => schedule.stop()));
    await late.close();
  });

  it('is killed and comes back empty goes on with the jobs, and the outage is told once', async () => {
    const mortal = await startRedis();
    await aMachine(mortal.url).start([{ name: 'survive-redis', everyMs: 50, run: countOne }]);
    await expect.poll(() => runs, patience).toBeGreaterThanOrEqual(2);
    await mortal.kill();
    await expect.poll(() => faults, patience).toEqual([{ where: 'redis', code: 'queue.redis-away' }]);
    await mortal.restart();
    const before = runs;
    await expect.poll(() => runs, patience).toBeGreaterThanOrEqual(before + 3);
    expect(faults).toHaveLength(1);
    await Promise.all(schedules.splice(0).map(schedule => schedule.stop()));
    await mortal.close();
  });

  it('is emptied while it runs goes on with the jobs', async () => {
    await aMachine().start([{ name: 'survive-flush', everyMs: 50, run: countOne }]);
    await expect.poll(() => runs, patience).toBeGreaterThanOrEqual(2);
    await redis.ask('FLUSHALL');
    const before = runs;
    await expect.poll(() => runs, patience).toBeGreaterThanOrEqual(before + 3);
  });

  it('is away at the end does not hold up the shutdown for more than its patience', async () => {
    const mortal = await startRedis();
    const schedule = aMachine(mortal.url);
    await schedule.start([{ name: 'end-anyway', everyMs: 50, run: async () => undefined }]);
    await mortal.kill();
    const begun = performance.now();
    await schedule.stop();
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
