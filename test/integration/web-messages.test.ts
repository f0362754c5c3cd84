import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSignInRepository } from '../../adapters/web/sign-in.repository.ts';
import { createWebMessageRepository, type WebMessageRepository } from '../../adapters/web/web-message.repository.ts';
import type { Actor } from '../../src/platform/access/actor.ts';
import { anEmployee, systemActor, type TestDatabase, testDatabase } from '../support/database.ts';
import { testSealed } from '../support/sealed.ts';
import { sampleReplies } from '../support/web-replies.ts';

let database: TestDatabase;
let messages: WebMessageRepository;
const at = new Date('2026-04-01T01:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  messages = createWebMessageRepository(database.db, testSealed);
});
afterAll(() => database.close());

const send = (personId: `per_${string}`, key: string, when = at) =>
  messages.append({ personId, key, at: when, content: { direction: 'out', reply: sampleReplies.en.courses } });

it('a delivery id is stored once, and the second time names the same message', async () => {
  const { personId } = anEmployee();
  const first = await send(personId, 'delivery-1');
  expect(await send(personId, 'delivery-1')).toEqual({ id: first.id, isNew: false });
});

it('messages that are stored at the same time come out in one order, and "since" misses none', async () => {
  const actor = anEmployee();
  await Promise.all(Array.from({ length: 20 }, (_, index) => send(actor.personId, `parallel-${index}`)));
  const page = await messages.page(actor, null, 100);
  expect(page.messages.length).toBe(20);
  let change = 0;
  const seen: string[] = [];
  for (
    let news = await messages.changedSince(actor, change, 7);
    news.length > 0;
    news = await messages.changedSince(actor, change, 7)
  ) {
    seen.push(...news.map(message => message.id));
    change = news.at(-1)?.change ?? change;
  }
  expect(seen).toEqual(page.messages.map(message => message.id));
});

it('a replaced message keeps its place and counts as news', async () => {
  const actor = anEmployee();
  const first = await send(actor.personId, 'replaced-1');
  await send(actor.personId, 'replaced-2');
  const before = (await messages.page(actor, null, 10)).messages;
  expect(await messages.replace(actor.personId, first.id, sampleReplies.en.table)).toBe(true);
  const after = (await messages.page(actor, null, 10)).messages;
  expect(after.map(message => message.id)).toEqual(before.map(message => message.id));
  expect((await messages.changedSince(actor, before.at(-1)?.change ?? 0, 10)).map(message => message.id)).toEqual([
    first.id,
  ]);
});

it('nobody can replace a message of somebody else', async () => {
  const { id } = await send(anEmployee().personId, 'mine');
  expect(await messages.replace(anEmployee().personId, id, sampleReplies.en.table)).toBe(false);
});

it('pages lead back to the first message, each once', async () => {
  const actor = anEmployee();
  for (let index = 0; index < 7; index += 1) await send(actor.personId, `page-${index}`);
  const newest = await messages.page(actor, null, 3);
  const middle = await messages.page(actor, newest.before, 3);
  const oldest = await messages.page(actor, middle.before, 3);
  expect([newest, middle, oldest].map(page => page.messages.length)).toEqual([3, 3, 1]);
  expect(oldest.before).toBeNull();
  expect(new Set([newest, middle, oldest].flatMap(page => page.messages.map(message => message.id))).size).toBe(7);
});

it.each<[string, Actor, boolean]>([
  ['the person', anEmployee({ personId: 'per_00000000000000000000000000000001' }), true],
  ['the conversation', systemActor('conversation'), true],
  ['housekeeping', systemActor('housekeeping'), true],
  ['another person', anEmployee(), false],
  ['an administrator', anEmployee({ roles: ['admin', 'hr', 'manager', 'officer'] }), false],
  ['an import', systemActor('import'), false],
  ['identification', systemActor('identify'), false],
])('row-level security alone decides what %s sees of a conversation', async (_name, actor, sees) => {
  await send('per_00000000000000000000000000000001', 'for-one-person');
  const rows = await database.db.transaction(actor, tx =>
    tx.query('select id from web_messages where person_id = $1', ['per_00000000000000000000000000000001']),
  );
  expect(rows.length > 0).toBe(sees);
});

it.each<[string, Actor]>([
  ['the person', anEmployee({ personId: 'per_00000000000000000000000000000001' })],
  ['an import', systemActor('import')],
])('%s cannot change or delete messages', async (_name, actor) => {
  await send('per_00000000000000000000000000000001', 'for-one-person');
  for (const sql of ['delete from web_messages returning id', `update web_messages set content = '{}' returning id`]) {
    expect(await database.db.transaction(actor, tx => tx.query(sql))).toEqual([]);
  }
});

it('retention deletes what is older, and erasure everything of one person', async () => {
  const one = anEmployee();
  const other = anEmployee();
  await send(one.personId, 'old', new Date('2020-01-01T00:00:00Z'));
  await send(one.personId, 'new');
  await send(other.personId, 'other');
  expect(await messages.deleteBefore(new Date('2021-01-01T00:00:00Z'))).toBe(1);
  expect((await messages.page(one, null, 10)).messages.length).toBe(1);
  await messages.deleteOf(one.personId);
  expect((await messages.page(one, null, 10)).messages.length).toBe(0);
  expect((await messages.page(other, null, 10)).messages.length).toBe(1);
});

it('a sign-in link is used up once, also by two presses at the same time', async () => {
  const used = createSignInRepository(database.db);
  const expiresAt = new Date('2026-04-01T02:00:00Z');
  const outcomes = await Promise.all([used.useUp('token-1', expiresAt), used.useUp('token-1', expiresAt)]);
  expect(outcomes.sort()).toEqual([false, true]);
  await used.deleteExpired(new Date('2026-04-01T03:00:00Z'));
  expect(await used.useUp('token-1', expiresAt)).toBe(true);
});
