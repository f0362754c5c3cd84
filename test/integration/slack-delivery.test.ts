import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type SlackWorld, startSlackWorld } from '../support/slack-world.ts';
import type { Fault } from '../support/stand-in/stand-in.types.ts';
import { sampleReplies } from '../support/web-replies.ts';

let database: TestDatabase;
let world: SlackWorld;
let deliveries = 0;
const reply = sampleReplies.en.courses;

beforeAll(async () => {
  database = await testDatabase();
  world = await startSlackWorld({ db: database.db, timeoutMs: 700 });
  await world.slack.control('add-user', { id: 'U1', team_id: 'T1' });
});
afterAll(async () => {
  await world.stop();
  await database.close();
});
beforeEach(() => world.slack.setFaults([]));

const posted = async () => (await world.slack.effects('posted')).length;
const nextId = () => {
  deliveries += 1;
  return `delivery-${deliveries}`;
};

describe('a message is there once, whatever happens on the way', () => {
  const after: readonly (readonly [string, Fault])[] = [
    ['the connection is cut after the effect', { kind: 'reset', when: 'after-effect' }],
    ['Slack answers 500 after the effect', { kind: 'status', when: 'after-effect', status: 500 }],
    ['Slack answers 503 after the effect', { kind: 'status', when: 'after-effect', status: 503 }],
    ['no answer comes after the effect', { kind: 'hang', when: 'after-effect' }],
    ['the answer is garbage after the effect', { kind: 'garbage', when: 'after-effect' }],
  ];
  it.each(after)('%s: it is found and not sent again', async (_name, fault) => {
    const [id, before] = [nextId(), await posted()];
    await world.slack.setFaults([{ path: '/api/chat.postMessage', fault }]);
    expect(await world.adapter.channel.send('T1/C1', id, reply)).toEqual({ kind: 'ambiguous' });
    expect((await world.adapter.channel.send('T1/C1', id, reply)).kind).toBe('sent');
    expect((await posted()) - before).toBe(1);
  });

  it.each(
    after.map(
      ([name, fault]) => [name.replace('after', 'before'), { ...fault, when: 'before-effect' } as Fault] as const,
    ),
  )('%s: it is not found and sent', async (_name, fault) => {
    const [id, before] = [nextId(), await posted()];
    await world.slack.setFaults([{ path: '/api/chat.postMessage', fault }]);
    expect(await world.adapter.channel.send('T1/C1', id, reply, 'thread:17.1')).toEqual({ kind: 'ambiguous' });
    expect((await world.adapter.channel.send('T1/C1', id, reply, 'thread:17.1')).kind).toBe('sent');
    expect((await posted()) - before).toBe(1);
  });

  it('a process that died between sending and writing it down: the next one finds the message', async () => {
    const id = nextId();
    const sent = await world.adapter.channel.send('T1/C1', id, reply);
    const undone = { kind: 'system', purpose: 'channel' } as const;
    const ref = sent.kind === 'sent' ? sent.ref : '';
    await database.db.transaction(undone, tx => tx.query('update slack_deliveries set ts = null where ts = $1', [ref]));
    const before = await posted();
    expect(await world.adapter.channel.send('T1/C1', id, reply)).toEqual(sent);
    expect(await posted()).toBe(before);
  });

  it('a look-up that fails sends nothing', async () => {
    const [id, before] = [nextId(), await posted()];
    const cut: Fault = { kind: 'reset', when: 'after-effect' };
    await world.slack.setFaults([
      { path: '/api/chat.postMessage', fault: cut },
      {
        path: '/api/conversations.history',
        fault: { kind: 'status', when: 'before-effect', status: 429, retryAfter: 7 },
      },
    ]);
    await world.adapter.channel.send('T1/C1', id, reply);
    expect(await world.adapter.channel.send('T1/C1', id, reply)).toEqual({ kind: 'rate-limited', retryAfterMs: 7_000 });
    expect((await posted()) - before).toBe(1);
  });

  it('429 tells how long to wait, once for each call and without tries of its own', async () => {
    const ledger = async () => (await world.slack.ledger()).filter(entry => entry.kind === 'request').length;
    const before = await ledger();
    const limited: Fault = { kind: 'status', when: 'before-effect', status: 429, retryAfter: 30 };
    await world.slack.setFaults([{ path: '/api/chat.postMessage', fault: limited }]);
    expect(await world.adapter.channel.send('T1/C1', nextId(), reply)).toEqual({
      kind: 'rate-limited',
      retryAfterMs: 30_000,
    });
    expect((await ledger()) - before).toBe(1);
  });
});

describe('messages of several parts', () => {
  const rows = (count: number): Reply => ({
    locale: 'en',
    preview: 'A message',
    blocks: Array.from({ length: count }, (_, index) => ({ kind: 'text', text: `line ${index}` }) as const),
  });

  it('a part that failed is sent again, those before it are not', async () => {
    const [id, before] = [nextId(), await posted()];
    const busy: Fault = { kind: 'status', when: 'before-effect', status: 429, retryAfter: 1 };
    await world.slack.setFaults([{ path: '/api/chat.postMessage', from: 2, fault: busy }]);
    expect((await world.adapter.channel.send('T1/C1', id, rows(60))).kind).toBe('rate-limited');
    expect((await world.adapter.channel.send('T1/C1', id, rows(60))).kind).toBe('sent');
    expect((await posted()) - before).toBe(2);
  });

  it('an update to fewer takes the others away, one to more adds them behind', async () => {
    const sent = await world.adapter.channel.send('T1/C1', nextId(), rows(60));
    const two = sent.kind === 'sent' ? sent.ref : '';
    const shorter = await world.adapter.channel.update('T1/C1', two, rows(3));
    expect(shorter).toEqual({ kind: 'sent', ref: two.split(',')[0] });
    expect((await world.slack.effects('deleted')).at(-1)).toMatchObject({ ts: two.split(',')[1] });
    const longer = await world.adapter.channel.update('T1/C1', two.split(',')[0] ?? '', rows(60));
    expect(longer.kind === 'sent' && longer.ref.split(',')).toHaveLength(2);
  });
});

describe('what Slack is told', () => {
  it('metadata carries a number that says nothing, links and media are not unfolded', async () => {
    await world.adapter.channel.send('T1/C1', 'per_secret:about-her-grade', reply);
    const request = (await world.slack.ledger()).findLast(entry => entry.kind === 'request');
    const body = new URLSearchParams(request?.kind === 'request' ? request.body : '');
    expect(body.get('metadata')).toMatch(
      /^\{"event_type":"michi_delivery","event_payload":\{"delivery":"[0-9a-f]{32}"\}\}$/,
    );
    expect([body.get('unfurl_links'), body.get('unfurl_media'), body.get('text')]).toEqual([
      'false',
      'false',
      reply.preview,
    ]);
  });

  it('where Michi is not installed, nothing is sent', async () => {
    expect(await world.adapter.channel.send('T8/C1', nextId(), reply)).toEqual({ kind: 'forbidden' });
    expect(await world.adapter.channel.send('not an address', nextId(), reply)).toEqual({ kind: 'gone' });
    expect(await world.adapter.channel.openDirect({ channel: 'slack', tenant: 'T8', id: 'U1' })).toEqual({
      kind: 'gone',
    });
  });

  it('Michi at work is shown on the message that is answered', async () => {
    await world.adapter.channel.showWorking?.('T1/@U1', 'message:17.5');
    expect((await world.slack.effects('status')).at(-1)).toMatchObject({
      channel: 'DU1',
      status: '調べています… Looking…',
    });
  });
});
