import { setTimeout as pause } from 'node:timers/promises';
import { DelayedError, type Job, Queue, Worker } from 'bullmq';
import type { EngineDeps, OutboxEngine } from '../outbox/local-engine.ts';
import { connectRedis, readVersion } from './redis.ts';

export interface RedisEngineDeps extends EngineDeps {
  readonly url: string;
  /** Before every key in Redis. Default `michi`. */
  readonly prefix?: string;
  /** Messages that this process sends at once: with more, what was claimed in time would arrive in bursts. Default 20. */
  readonly atOnce?: number;
}

const queueName = 'outbox';
/** Given out ahead, so that a moment without the database makes no gap; far below what Redis should ever hold. */
const horizonMs = 5_000;
const reconcileMs = 10_000;

/**
 * The outbox of many machines. Redis carries ids and times only; every machine gives out and every machine sends. It may be emptied at any
 * moment: a key that was set tells that it was not.
 */
export function createRedisEngine(deps: RedisEngineDeps): OutboxEngine {
  const { relay, onFault, everyMs = 500 } = deps;
  const prefix = deps.prefix ?? 'michi';
  const connection = connectRedis(deps.url);
  connection.on('error', () => undefined); // the schedule of jobs reports outages of the same Redis
  const queue = new Queue(queueName, { connection, prefix });
  queue.on('error', () => undefined);
  const stopping = new AbortController();
  const { signal } = stopping;
  let worker: Worker | null = null;
  let looking = Promise.resolve();
  const canary = `${prefix}:outbox-canary`;

  async function giveOut(): Promise<void> {
    const given = await relay.giveOut(horizonMs);
    const jobs = given.map(({ id, round, inMs }) => ({
      name: 'deliver',
      data: { id },
      opts: {
        jobId: `o-${id}-${round}`,
        delay: inMs,
        removeOnComplete: true,
        removeOnFail: true,
      },
    }));
    if (jobs.length > 0) await queue.addBulk(jobs);
  }

  async function deliver(job: Job<{ readonly id: string }>, token?: string): Promise<void> {
    const againMs = await relay.deliver(job.data.id);
    if (againMs === null) return;
    await job.moveToDelayed(Date.now() + againMs, token);
    // BullMQ's way to say that the job is neither done nor failed.
    throw new DelayedError();
  }

  async function reconcile(): Promise<void> {
    // Whoever sets it first after Redis was emptied gives out again what was in it.
    if ((await connection.set(canary, '1', 'NX')) === 'OK') await relay.takeBackQueued();
    await relay.reconcile();
  }

  async function look(): Promise<void> {
    let reconciledAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      try {
        // While Redis is away nothing is given out: it would only be taken back.
        if (connection.status === 'ready') {
          if (performance.now() - reconciledAt > reconcileMs) {
            await reconcile();
            reconciledAt = performance.now();
          }
          await giveOut();
        }
      } catch (fault) {
        onFault('outbox', fault);
      }
      await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  return {
    async start() {
      if (connection.status === 'ready') await readVersion(connection);
      worker = new Worker<{ readonly id: string }>(queueName, deliver, {
        connection,
        prefix,
        concurrency: deps.atOnce ?? 20,
        // What a dead process had in hand is somebody else's within half a minute; the claim in the database keeps it from going out twice.
        lockDuration: 15_000,
        stalledInterval: 10_000,
      });
      worker.on('error', () => undefined);
      looking = look();
    },
    async stop() {
      stopping.abort();
      await Promise.race([looking, pause(5_000, undefined, { ref: false })]);
      await Promise.race([worker?.close(), pause(15_000, undefined, { ref: false })]);
      await Promise.allSettled([queue.close()]);
      connection.disconnect();
    },
  };
}
