import { afterAll, beforeAll, expect, it } from 'vitest';
import { examineSlack } from '../../adapters/slack/examine.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { installationOf, type SlackWorld, startSlackWorld, testKeys } from '../support/slack-world.ts';

let database: TestDatabase;
let world: SlackWorld;

beforeAll(async () => {
  database = await testDatabase();
  world = await startSlackWorld({ db: database.db, installed: [] });
});
afterAll(async () => {
  await world.stop();
  await database.close();
});

function examine() {
  const settings = { apiUrl: world.slack.url, clientId: 'client', clientSecret: 'secret' };
  return examineSlack({ settings, db: database.db, keys: testKeys, clock: systemClock, log: createLog('silent') });
}

it('doctor says in how many places Slack takes the token, and which one does not', async () => {
  expect(await examine()).toEqual({ installed: 0, answering: 0, fault: null });
  await world.adapter.installations.save(installationOf('T1'));
  await world.adapter.installations.save(installationOf('T2'));
  expect(await examine()).toEqual({ installed: 2, answering: 2, fault: null });
  await world.slack.control('revoke', { token: 'xoxb-T2' });
  expect(await examine()).toEqual({
    installed: 2,
    answering: 1,
    fault: { installation: 'T2', outcome: 'forbidden' },
  });
});
