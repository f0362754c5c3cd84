import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { AppError } from '../errors/app-error.ts';
import type { Job, JobSchedule, ScheduleDeps } from './job-schedule.ts';
import { connectRedis, readVersion } from './redis.ts';

export interface RedisScheduleDeps extends ScheduleDeps {
  readonly url: string;
  /** Before every key in Redis. Default `michi`. */
  readonly prefix?: string;
  /** How often to look whether Redis still knows the jobs; it may be emptied at any moment. Default 30 s. */
  readonly watchEveryMs?: number;
  /** After this long without a sign of life the machine that ran a job is taken for dead. Default 30 s. */
  readonly lockMs?: number;
  /** How long to wait for running jobs at the end. Default 15 s. */
  readonly drainMs?: number;
}

interface Line {
  readonly job: Job;
  readonly queue: Queue;
  readonly worker: Worker;
}

/**
 * The jobs of many machines: Redis gives each tick to one of them. While Redis is away nothing runs and nothing breaks; the jobs go on when it
 * is back, even if it has forgotten everything. `start` throws `AppError('queue.redis-evicts')` on a Redis that may lose keys; it does not wait
 * for one that is away.
 */
export function createRedisSchedule(deps: RedisScheduleDeps): JobSchedule {
  const connection = connectRedis(deps.url);
  const lines: Line[] = [];
  let watch: NodeJS.Timeout | undefined;

  const ensure = () => ensureScheduled(lines).catch(fault => deps.onFault('redis', fault));
  reportOutages(connection, deps);

  async function begin(jobs: readonly Job[]): Promise<void> {
    await readVersion(connection);
    lines.push(...jobs.map(job => openLine(job, connection, deps)));
    await ensure();
    connection.on('ready', ensure);
    watch = setInterval(ensure, deps.watchEveryMs ?? 30_000);
    watch.unref();
  }

  return {
    start: async jobs => {
      const away = await firstOutage(connection);
      if (!away) {
        await begin(jobs).catch(fault => giveUp(connection, fault));
        return;
      }
      connection.once('ready', () => begin(jobs).catch(fault => deps.onFault('redis', fault)));
    },
    stop: async () => {
      clearInterval(watch);
      connection.off('ready', ensure);
      await drain(lines, deps.drainMs ?? 15_000);
      connection.disconnect();
    },
  };
}

/** Whether Redis could not be reached at the first try. */
async function firstOutage(connection: Redis): Promise<boolean> {
  if (connection.status === 'ready') {
    return false;
  }
  return new Promise(resolve => {
    connection.once('ready', () => resolve(false));
    connection.once('close', () => resolve(true));
  });
}

function giveUp(connection: Redis, fault: unknown): never {
  connection.disconnect();
  throw fault;
}

/** Says once that Redis is gone, and not at each of the many attempts to reach it. */
function reportOutages(connection: Redis, deps: ScheduleDeps): void {
  let away = false;
  connection.on('ready', () => {
    away = false;
  });
  connection.on('error', cause => {
    if (!away) {
      away = true;
      deps.onFault('redis', new AppError('queue.redis-away', { retry: 'later', cause }));
    }
  });
}

/** One queue for each job, so that a machine with an older list of jobs never takes a tick that it does not know. */
function openLine(job: Job, connection: Redis, deps: RedisScheduleDeps): Line {
  const name = `job-${job.name}`;
  const options = { connection, prefix: deps.prefix ?? 'michi' };
  const queue = new Queue(name, options);
  const lock = deps.lockMs ?? 30_000;
  const run = () => job.run().catch(fault => deps.onFault(job.name, fault));
  const worker = new Worker(name, run, { ...options, concurrency: 1, lockDuration: lock, stalledInterval: lock });
  // The connection's own listener reports outages; without these two an outage would end the process.
  queue.on('error', () => undefined);
  worker.on('error', () => undefined);
  return { job, queue, worker };
}

/** Tells Redis what it does not know: all of it at first, and after it has been emptied. */
async function ensureScheduled(lines: readonly Line[]): Promise<void> {
  for (const { job, queue } of lines) {
    const known = await queue.getJobScheduler(job.name);
    if (known?.every !== job.everyMs) {
      // One run at a time over all machines.
      await queue.setGlobalConcurrency(1);
      await queue.upsertJobScheduler(
        job.name,
        { every: job.everyMs },
        { name: job.name, opts: { removeOnComplete: true, removeOnFail: true } },
      );
    }
  }
}

/** Waits for running jobs; with Redis away their end cannot be told to anybody, so the wait is bounded. */
async function drain(lines: readonly Line[], drainMs: number): Promise<void> {
  const closed = Promise.allSettled(lines.map(line => line.worker.close()));
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, drainMs);
  await Promise.race([closed, late.promise]);
  clearTimeout(timer);
  await Promise.allSettled(lines.map(line => line.queue.close()));
}
