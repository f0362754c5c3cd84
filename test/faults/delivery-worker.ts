import { z } from 'zod';
import { migrate } from '../../src/platform/db/migrate.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { createReach, type KillPoint } from '../../src/platform/faults/kill-points.ts';
import { createLocalEngine } from '../../src/platform/outbox/local-engine.ts';
import { createOutbox } from '../../src/platform/outbox/outbox.ts';
import type { Handled, OutboxAttempt, OutboxHandler } from '../../src/platform/outbox/outbox.types.ts';
import { createRelay } from '../../src/platform/outbox/relay.ts';
import { createRedisEngine } from '../../src/platform/queue/redis-outbox-engine.ts';
import { systemClock } from '../../src/platform/time/clock.ts';

/**
 * One worker of the trial: the product's own outbox, relay and engine, over a handler that writes to the trial's platform as the adapters do:
 * one attempt with a deadline, and a look whether a message that may have arrived has. The embedded database lives in the worker, so it also
 * puts what is asked for on standard input: lines of JSON, answered with a line when they are committed.
 */
const { engine, database, redis, platform, killAt, leaseMs } = z
  .object({
    engine: z.enum(['embedded', 'redis']),
    database: z.string(),
    redis: z.string(),
    platform: z.string(),
    killAt: z.string().nullable(),
    leaseMs: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));
const timeoutMs = 3_000;

async function status(path: string, body?: object): Promise<number | null> {
  try {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${platform}${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

async function deliver({ key, deliveryId, tenant, maybeSent }: OutboxAttempt): Promise<Handled> {
  if (maybeSent && (await status(`/arrived?id=${deliveryId}`)) === 200) return { kind: 'sent', ref: deliveryId };
  const got = await status('/send', { key, deliveryId, tenant });
  if (got === 200) return { kind: 'sent', ref: deliveryId };
  if (got === 429) return { kind: 'rate-limited', retryAfterMs: 1_000 };
  if (got === 503) return { kind: 'temporary', reason: 'http-503' };
  if (got === 400) return { kind: 'temporary', reason: 'http-400' };
  return { kind: 'ambiguous' };
}

const handler: OutboxHandler = {
  kind: 'trial',
  tenantOf: async entries => entries.map(() => 'trial'),
  deliver,
  ended: async () => undefined,
};
const db = await openDatabase(
  engine === 'embedded' ? { kind: 'embedded', dataDir: database } : { kind: 'server', url: database },
);
await migrate(db, new URL('../../migrations/', import.meta.url));
const onFault = () => undefined;
const [point, nth = '1'] = (killAt ?? '').split(':');
const relay = createRelay({
  ...{ db, clock: systemClock, handlers: () => [handler], perSecondOf: () => 200, onFault, leaseMs },
  reach: createReach(killAt === null ? null : { point: point as KillPoint, nth: Number(nth) }), // the trial names existing points
});
const running =
  engine === 'embedded'
    ? createLocalEngine({ relay, onFault, isOnlyProcess: true, everyMs: 100 })
    : createRedisEngine({ relay, onFault, url: redis, everyMs: 100 });
await running.start();

const putSchema = z.object({
  prefix: z.string(),
  count: z.number(),
  tenants: z.number(),
  notAfterMs: z.number().nullable(),
});
process.stdin.setEncoding('utf8').on('data', async line => {
  const { prefix, count, tenants, notAfterMs } = putSchema.parse(JSON.parse(String(line)));
  const now = Date.now();
  const entries = Array.from({ length: count }, (_, at) => ({
    ...{
      key: `${prefix}-${at}`,
      kind: 'trial',
      subject: `${at}`,
      tenant: `trial:${at % tenants}`,
      priority: 9 as const,
    },
    ...{ dueAt: new Date(now), notAfter: notAfterMs === null ? null : new Date(now + notAfterMs) },
  }));
  await db.transaction({ kind: 'system', purpose: 'deliver' }, tx => createOutbox().put(tx, entries));
  console.log('put');
});
console.log('ready');
