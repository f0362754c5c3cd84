import { afterAll, beforeAll } from 'vitest';
import { webLimits } from '../../adapters/web/limits.ts';
import { renderMessage } from '../../adapters/web/views/message.ts';
import { createWebAdapter } from '../../adapters/web/web-adapter.ts';
import { createWebMessageRepository } from '../../adapters/web/web-message.repository.ts';
import type { ActionRef } from '../../src/conversation/contract/action.ts';
import type { Undelivered } from '../../src/conversation/contract/channel.ts';
import { signedTenant } from '../../src/conversation/contract/identity.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { createFakeChannel } from '../support/fake-channel.ts';
import { testSealed } from '../support/sealed.ts';
import { type SlackUnderTest, slackUnderTest } from '../support/slack-channel.ts';
import { startTeamsUnderTest } from '../support/teams-under-test.ts';
import { testPeople, testSecret } from '../support/web-server.ts';
import { actionsOf, type ChannelUnderTest, channelContract, type Shown } from './channel-contract.ts';

let database: TestDatabase;
let web: ChannelUnderTest;
let slack: SlackUnderTest;
let teams: Awaited<ReturnType<typeof startTeamsUnderTest>>;

beforeAll(async () => {
  database = await testDatabase();
  web = webUnderTest(database.db);
  slack = await slackUnderTest(database.db);
  teams = await startTeamsUnderTest(database.db);
});
afterAll(async () => {
  await slack.stop();
  await teams.stop();
  await database.close();
});

channelContract('web', () => web);
channelContract('slack', () => slack);
channelContract('teams', () => teams.under);

const fake = fakeUnderTest();
channelContract('fake', () => fake);

function webUnderTest(db: Database): ChannelUnderTest {
  const people = testPeople({ name: { ja: '佐藤 美咲', en: 'Misaki Sato' }, locale: 'ja' });
  const [person] = [...people.all.values()];
  if (person === undefined) throw new Error('nobody is there');
  const faults: ('gone' | 'temporary')[] = [];
  const takeFault = (kind: 'gone' | 'temporary') => faults[0] === kind && faults.shift() !== undefined;
  const adapter = createWebAdapter({
    db: {
      ...db,
      transaction: (actor, work) =>
        takeFault('temporary')
          ? Promise.reject(new AppError('db.connection', { retry: 'later' }))
          : db.transaction(actor, work),
    },
    sealed: testSealed,
    people: { ...people, knows: async id => !takeFault('gone') && people.knows(id) },
    receive: async () => ({ kind: 'accepted' }),
    clock: systemClock,
    log: createLog('silent'),
    secret: testSecret,
    demo: false,
    publicUrl: null,
    watchEveryMs: null,
  });
  const messages = createWebMessageRepository(db, testSealed);
  const all = async () => (await messages.page(person.actor, null, 1_000)).messages;
  return {
    name: 'web',
    channel: adapter.channel,
    address: person.actor.personId,
    unknownAddress: 'nobody',
    user: { channel: 'web', tenant: signedTenant, id: person.actor.personId },
    unknownUser: { channel: 'web', tenant: 'another', id: person.actor.personId },
    limits: webLimits,
    outcomes: { temporary: () => void faults.push('temporary') },
    openings: { gone: () => void faults.push('gone') },
    count: async () => (await all()).length,
    async shown(ref) {
      const message = (await all()).find(one => one.id === ref);
      if (message === undefined) throw new Error('nothing is shown under that reference');
      return readHtml((await renderMessage(message, person.actor)).html);
    },
  };
}

/** Reads our own markup: words between and in labels, presses, names of fields. */
function readHtml(html: string): Shown {
  const attribute = (name: string) =>
    [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(match => unescaped(match[1] ?? ''));
  const controls = [...html.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]*)"/g)].map(match => match[1] ?? '');
  return {
    text: [unescaped(html.replaceAll(/<[^>]*>/g, ' ')), ...attribute('aria-label')].join(' '),
    // What the renderer wrote is an action; a test that read something else fails at once.
    actions: attribute('data-action').map(data => JSON.parse(data) as ActionRef),
    fields: [...new Set(controls)],
  };
}

function unescaped(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function fakeUnderTest(): ChannelUnderTest {
  const channel = createFakeChannel();
  const scripted: Readonly<Record<Undelivered['kind'], Undelivered>> = {
    'rate-limited': { kind: 'rate-limited', retryAfterMs: 10 },
    gone: { kind: 'gone' },
    forbidden: { kind: 'forbidden' },
    ambiguous: { kind: 'ambiguous' },
    temporary: { kind: 'temporary', reason: 'test' },
  };
  return {
    name: 'fake',
    channel,
    address: 'somebody',
    unknownAddress: null,
    user: { channel: 'fake', tenant: 'test', id: 'somebody' },
    unknownUser: null,
    limits: {},
    outcomes: Object.fromEntries(
      Object.entries(scripted).map(([kind, delivery]) => [kind, () => channel.answerNext(delivery)]),
    ),
    openings: Object.fromEntries(
      Object.entries(scripted).map(([kind, outcome]) => [kind, () => channel.answerNextOpening(outcome)]),
    ),
    count: async () => channel.ledger.length,
    async shown(ref) {
      const entry = channel.ledger.find(one => one.deliveryId === ref);
      if (entry === undefined) throw new Error('nothing is shown under that reference');
      const { blocks } = entry.reply;
      return {
        text: strings(blocks).join(' '),
        actions: blocks.flatMap(actionsOf),
        fields: blocks.flatMap(block => (block.kind === 'form' ? block.form.fields.map(field => field.name) : [])),
      };
    },
  };
}

/** The fake keeps the reply itself, so what it shows is every text in it. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
