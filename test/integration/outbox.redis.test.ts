import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { OutboxEngine } from '../../src/platform/outbox/local-engine.ts';
import { createOutbox } from '../../src/platform/outbox/outbox.ts';
import type { OutboxHandler } from '../../src/platform/outbox/outbox.types.ts';
import { createRelay } from '../../src/platform/outbox/relay.ts';
import { createRedisEngine } from '../../src/platform/queue/redis-outbox-engine.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { anEmployee, type TestDatabase, testDatabase } from '../support/database.ts';
import { startRedis } from '../support/redis.ts';

let database: TestDatabase;
let redis: Awaited<ReturnType<typeof startRedis>>;
let engines: OutboxEngine[] = [];
const sent: string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  redis = await startRedis();
});
beforeEach(() => {
  sent.length = 0;
});
afterEach(async () => {
  await Promise.all(engines.map(engine => engine.stop()));
  engines = [];
});
afterAll(async () => {
  await redis.close();
  await database.close();
});

const handler: OutboxHandler = {
  kind: 'test',
  tenantOf: async entries => entries.map(() => 'web'),
  async deliver({ key }) {
    sent.push(key);
    return { kind: 'sent', ref: key };
  },
  ended: async () => undefined,
};

/** One machine. */
async function startEngine(): Promise<void> {
  const onFault = () => undefined;
  const relay = createRelay({
    ...{ db: database.db, clock: systemClock, handlers: () => [handler], reach: () => undefined, onFault },
    perSecondOf: () => 500,
  });
  const engine = createRedisEngine({ relay, onFault, url: redis.url, everyMs: 100 });
  engines.push(engine);
  await engine.start();
}

const put = (name: string, count: number) =>
  database.db.transaction(anEmployee(), tx =>
    createOutbox().put(
      tx,
      Array.from({ length: count }, (_, at) => ({
        ...{ key: `${name}-${at}`, kind: 'test', subject: `${at}`, tenant: `slack:${name}${at % 3}`, notAfter: null },
        ...{ priority: 9 as const, dueAt: new Date() },
      })),
    ),
  );
const all = (count: number) => vi.waitUntil(() => new Set(sent).size >= count, { timeout: 60_000, interval: 50 });

it('two machines send each message once', async () => {
  await startEngine();
  await startEngine();
  await put('two', 300);
  await all(300);
  expect(sent).toHaveLength(300);
});

it('what Redis forgets is sent all the same, once', async () => {
  await startEngine();
  await put('before', 600);
  await vi.waitUntil(() => sent.length > 50, { timeout: 30_000, interval: 20 });
  await redis.ask('FLUSHALL');
  await all(600);
  expect(sent).toHaveLength(600);
});

it('while Redis is away nothing is lost, and when it is back, empty, everything is sent once', async () => {
  await startEngine();
  await redis.kill();
  await put('away', 100);
  await redis.restart();
  await all(100);
  expect(sent).toHaveLength(100);
});
