import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctorLine } from '../../src/app/cli/doctor.messages.ts';
import { examine } from '../../src/app/doctor.ts';
import { severityOf } from '../../src/app/doctor.types.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let safe: TestRedis;
let forgetful: TestRedis;

beforeAll(async () => {
  safe = await startRedis();
  forgetful = await startRedis('--maxmemory', '10mb', '--maxmemory-policy', 'allkeys-lru');
});
afterAll(async () => {
  await safe.close();
  await forgetful.close();
});

it.each([
  ['is reachable', () => safe.url, 'ok', 'good', 'does not evict', 'データの追い出しもありません'],
  [
    'may throw work away',
    () => forgetful.url,
    'evicts',
    'bad',
    'maxmemory-policy to noeviction',
    'noevictionにしてください',
  ],
  ['cannot be reached', () => 'redis://127.0.0.1:9', 'away', 'bad', 'Check REDIS_URL', 'REDIS_URLとサーバー'],
])('the doctor says of a Redis that it %s', async (_, url, state, severity, en, ja) => {
  const findings = await examine({ MICHI_DATA_DIR: '/tmp/michi-no-such-directory', REDIS_URL: url() });
  const [redis] = findings.filter(finding => finding.part === 'redis');
  expect(redis).toMatchObject({ state });
  if (redis === undefined) return;
  expect(severityOf(redis)).toBe(severity);
  expect(doctorLine(redis, 'en')).toContain(en);
  expect(doctorLine(redis, 'ja')).toContain(ja);
});
