import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actionValue, formValue } from '../../adapters/slack/render/press.ts';
import { slackMessages } from '../../adapters/slack/slack.messages.ts';
import type { HomeView } from '../../src/conversation/contract/home.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { createTestClock } from '../support/conversation.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import {
  commandBody,
  directMessage,
  eventBody,
  mention,
  pressBody,
  shortcutBody,
  viewBody,
} from '../support/slack-payloads.ts';
import { wordsIn } from '../support/slack-words.ts';
import { type SlackWorld, signedHeaders, startSlackWorld } from '../support/slack-world.ts';
import { sampleReplies } from '../support/web-replies.ts';

let database: TestDatabase;
let world: SlackWorld;
const clock = createTestClock('2026-11-23T03:00:00Z');
const inbox = { fails: false };
const homeView: HomeView = {
  locale: 'ja',
  madeFor: 'per_1',
  sections: [{ title: '役割とスキル', blocks: [{ kind: 'text', text: 'シニアです' }] }],
  prompts: [{ title: '役割のスキル', text: '役割に必要なスキルは?' }],
};

beforeAll(async () => {
  database = await testDatabase();
  world = await startSlackWorld({
    db: database.db,
    clock,
    home: { of: async () => homeView },
    receive: async () => {
      if (inbox.fails) throw new AppError('db.connection', { retry: 'later' });
      return { kind: 'accepted' };
    },
  });
  await world.slack.control('add-user', { id: 'U1', team_id: 'T1' });
});
afterAll(async () => {
  await world.stop();
  await database.close();
});
beforeEach(() => {
  world.turns.length = 0;
  world.logged.length = 0;
});

const lastTurn = () => world.turns.at(-1);

type Forged = readonly [name: string, headers: () => Record<string, string>, body?: string];
type Unanswered = readonly [name: string, body: object, form?: 'json' | 'payload'];
const forged = (rows: readonly Forged[]) => rows.map(([name, headers, body]) => ({ name, headers, body }));
const unanswered = (rows: readonly Unanswered[]) => rows.map(([name, body, form]) => ({ name, body, form }));

describe('forged requests get 401 or 403 and leave no turn', () => {
  const text = JSON.stringify(directMessage('hello'));
  const send = (headers: Record<string, string>, body = text) =>
    fetch(`${world.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const at = (seconds: number) => new Date(clock.now().getTime() + seconds * 1_000);

  it.each(
    forged([
      ['no headers at all', () => ({})],
      ['a time without a signature', () => ({ 'x-slack-request-timestamp': '1790000000' })],
      ['another secret', () => signedHeaders(text, clock.now(), 'another secret')],
      ['another body', () => signedHeaders(text, clock.now()), text.replace('hello', 'hullo')],
      ['an empty body under the signature of another', () => signedHeaders(text, clock.now()), ''],
      ['a time 301 s ago', () => signedHeaders(text, at(-301))],
      ['a time 10 min ago', () => signedHeaders(text, at(-600))],
      ['a time 302 s ahead', () => signedHeaders(text, at(302))],
      ['a time 10 min ahead', () => signedHeaders(text, at(600))],
      [
        'another time than the signed one',
        () => ({
          ...signedHeaders(text, clock.now()),
          'x-slack-request-timestamp': String(Math.floor(at(5).getTime() / 1_000)),
        }),
      ],
      ['a time that is no number', () => ({ ...signedHeaders(text, clock.now()), 'x-slack-request-timestamp': 'now' })],
      ['a time with a sign', () => ({ ...signedHeaders(text, clock.now()), 'x-slack-request-timestamp': '-1' })],
      ['half a signature', () => ({ ...signedHeaders(text, clock.now()), 'x-slack-signature': 'v0=abcdef' })],
      [
        'another version',
        () => {
          const headers = signedHeaders(text, clock.now());
          return { ...headers, 'x-slack-signature': `v1${headers['x-slack-signature']?.slice(2)}` };
        },
      ],
      [
        'a signature in capitals',
        () => {
          const headers = signedHeaders(text, clock.now());
          return { ...headers, 'x-slack-signature': headers['x-slack-signature']?.toUpperCase() ?? '' };
        },
      ],
    ]),
  )('$name', async ({ headers, body }) => {
    expect((await send(headers(), body ?? text)).status).toBe(401);
    expect(world.turns).toEqual([]);
  });

  it('300 s of difference are allowed both ways', async () => {
    for (const seconds of [-299, 299]) {
      const body = JSON.stringify(directMessage('in time'));
      expect((await send(signedHeaders(body, at(seconds)), body)).status).toBe(200);
    }
  });

  it('the same request a second time', async () => {
    const body = JSON.stringify(directMessage('once'));
    const headers = signedHeaders(body, clock.now());
    expect([(await send(headers, body)).status, (await send(headers, body)).status]).toEqual([200, 401]);
    expect(world.turns).toHaveLength(1);
  });

  it.each([
    [
      'an event',
      eventBody({ type: 'message', channel_type: 'im', channel: 'D9', user: 'U9', text: 'x' }, { team: 'T9' }),
      'json' as const,
    ],
    [
      'a press',
      pressBody(actionValue({ intent: 'help', slots: {} }, null), { more: { team: { id: 'T9' } } }),
      'payload' as const,
    ],
    ['a command', commandBody('x', { team_id: 'T9' }), 'fields' as const],
  ])('%s of a workspace that is not on the allow-list', async (_name, body, form) => {
    expect((await world.post(body, form)).status).toBe(403);
    expect(world.turns).toEqual([]);
  });

  it('a body over the limit gets 413, broken JSON and bytes that are no text 400', async () => {
    const large = JSON.stringify(directMessage('a'.repeat(1_000_001)));
    expect((await send(signedHeaders(large, clock.now()), large)).status).toBe(413);
    const broken = '{"type":"event_callback"';
    expect((await send(signedHeaders(broken, clock.now()), broken)).status).toBe(400);
    expect((await world.post({ type: 'event_callback', event: 'x' })).status).toBe(400);
    expect(world.turns).toEqual([]);
  });
});

describe('what people do in Slack becomes a turn', () => {
  it('a direct message, with its markup as words', async () => {
    await world.post(directMessage('<@UMICHI> skills of &lt;SRE&gt; in <#C1|general>? <https://a.example|our page>'));
    expect(lastTurn()).toMatchObject({
      channel: 'slack',
      address: 'T1/@U1',
      scope: 'direct',
      user: { tenant: 'T1', id: 'U1' },
      content: { kind: 'text', text: 'skills of <SRE> in general? our page' },
    });
  });

  it('a mention is answered in its thread, in a shared channel as in a shared channel', async () => {
    await world.post(mention('<@UMICHI> which skills?', { ts: '17.1' }));
    expect(lastTurn()).toMatchObject({
      address: 'T1/C1',
      scope: 'channel',
      replyTo: 'thread:17.1',
      content: { text: 'which skills?' },
    });
    await world.post(mention('<@UMICHI> hi', { user_team: 'T7' }, { is_ext_shared_channel: true }));
    expect(lastTurn()).toMatchObject({ scope: 'shared-channel', user: { outside: 'shared-channel' } });
  });

  it('a command and a message shortcut are answered directly', async () => {
    const answer = await world.post(commandBody('postings in Osaka'), 'fields');
    expect(await answer.json()).toEqual({ response_type: 'ephemeral', text: slackMessages.en.commandTaken });
    expect(lastTurn()).toMatchObject({ address: 'T1/@U1', scope: 'direct', content: { text: 'postings in Osaka' } });
    await world.post(commandBody(''), 'fields');
    expect(lastTurn()).toMatchObject({ content: { kind: 'action', action: { intent: 'help' } } });
    await world.post(shortcutBody('what is threat modelling?'), 'payload');
    expect(lastTurn()).toMatchObject({ scope: 'direct', content: { text: 'what is threat modelling?' } });
  });

  it('a press carries the action, the card and for whom it was made', async () => {
    const action = { intent: 'show-skill', slots: { skill: 'skl_1' } };
    await world.post(pressBody(actionValue(action, 'per_1')), 'payload');
    expect(lastTurn()).toMatchObject({
      address: 'T1/@U1',
      scope: 'direct',
      content: { kind: 'action', action, card: { ref: 'DU1:1790000000.000001', madeFor: 'per_1' } },
    });
    await world.post(pressBody(actionValue(action, null), { channel: 'C1' }), 'payload');
    expect(lastTurn()).toMatchObject({ address: 'T1/C1', scope: 'shared-channel' });
    await world.post(pressBody(actionValue(action, 'per_1'), { channel: null }), 'payload');
    expect(lastTurn()).toMatchObject({ address: 'T1/@U1', content: { card: { ref: 'home:U1' } } });
  });

  it('one form: its button opens the dialog, sending it hands in the values, closing it takes the way out', async () => {
    const reply: Reply = { ...sampleReplies.en.form, madeFor: 'per_1' };
    const sent = await world.adapter.channel.send('T1/@U1', 'form-1', reply);
    expect(sent.kind).toBe('sent');
    const formId = await formIdOf(world);
    await world.post(pressBody(formValue(formId, { locale: 'en', madeFor: 'per_1' })), 'payload');
    await world.adapter.settled();
    const view = (await world.slack.effects('view-opened')).at(-1)?.view as { private_metadata: string }; // our own dialog
    expect(wordsIn(view)).toContain('Tell HR');
    const state = {
      values: {
        'field:name': { value: { type: 'plain_text_input', value: 'SRE' } },
        'field:place': { value: { selected_option: { value: 'group' } } },
        'field:note': { value: { value: null } },
      },
    };
    const filled = { callback_id: 'michi:form', private_metadata: view.private_metadata, state };
    const answer = await world.post(viewBody(filled), 'payload');
    expect(await answer.json()).toMatchObject({ response_action: 'update', view: { callback_id: 'michi:notice' } });
    expect(lastTurn()).toMatchObject({
      address: 'T1/@U1',
      replyTo: 'view:V1',
      content: {
        kind: 'form',
        action: { intent: 'report-missing' },
        values: { name: 'SRE', place: 'group' },
        card: { madeFor: 'per_1' },
      },
    });
    await world.post(viewBody(filled, 'view_closed'), 'payload');
    expect(lastTurn()).toMatchObject({ content: { kind: 'action', action: { intent: 'cancel-report' } } });
  });

  it('a form that comes back with errors goes into the open dialog, and into a message when that is closed', async () => {
    const reply = sampleReplies.ja.formWithErrors;
    const open = (await world.slack.effects('view-opened')).at(-1)?.id;
    expect(await world.adapter.channel.send('T1/@U1', 'errors-1', reply, `view:${open}`)).toEqual({
      kind: 'sent',
      ref: `view:${open}`,
    });
    const [updated] = await world.slack.effects('view-updated');
    expect(wordsIn(updated?.view)).toContain('▲ 役割の名前を書いてください。');
    const closed = await world.adapter.channel.send('T1/@U1', 'errors-2', reply, 'view:V404');
    expect(closed.kind).toBe('sent');
    expect(wordsIn((await world.slack.effects('posted')).at(-1)?.blocks)).toContain('役割の名前を書いてください。');
  });

  it('a form that is kept no longer is said to be gone', async () => {
    await world.post(pressBody(formValue('nothing', { locale: 'ja', madeFor: null })), 'payload');
    await world.adapter.settled();
    expect(wordsIn((await world.slack.effects('view-opened')).at(-1))).toContain('このフォームはもう使えません');
  });

  it('opening the Messages tab greets once and offers prompts; opening the home draws it', async () => {
    const opened = () =>
      world.post(eventBody({ type: 'app_home_opened', user: 'U1', channel: 'DU1', tab: 'messages' }));
    await opened();
    await opened();
    expect(world.turns.map(turn => [turn.key, turn.content.kind])).toEqual([['T1:opened:U1', 'opened']]);
    await world.post(eventBody({ type: 'app_home_opened', user: 'U1', channel: 'DU1', tab: 'home' }));
    await world.adapter.settled();
    expect((await world.slack.effects('prompts')).at(-1)).toMatchObject({
      channel: 'DU1',
      prompts: [{ title: '役割のスキル', message: '役割に必要なスキルは?' }],
    });
    expect(wordsIn((await world.slack.effects('home-published')).at(-1))).toContain('シニアです');
  });
});

describe('what is no turn is acknowledged', () => {
  it.each(
    unanswered([
      ['what Michi wrote itself', directMessage('x', { user: 'UMICHI' })],
      ['what a bot wrote', directMessage('x', { bot_id: 'B1' })],
      ['a message that was changed', directMessage('x', { subtype: 'message_changed' })],
      [
        'a message in a channel that does not mention Michi',
        eventBody({ type: 'message', channel_type: 'channel', channel: 'C1', user: 'U1', text: 'x' }),
      ],
      ['an event that nobody knows', eventBody({ type: 'comet_seen', user: 'U1', text: 'secret words' })],
      ['a kind of body that nobody knows', { type: 'comet_payload', text: 'secret words' }],
      ['a choice inside a dialog', pressBody('', { channel: null }), 'payload'],
      ['a button of another version', pressBody('{"v":1,"what":"old"}'), 'payload'],
      [
        'a dialog of another version',
        viewBody({ callback_id: 'michi:form', private_metadata: '{"old":1}' }),
        'payload',
      ],
    ]),
  )('$name', async ({ body, form }) => {
    expect((await world.post(body, form)).status).toBe(200);
    expect(world.turns).toEqual([]);
    expect(JSON.stringify(world.logged)).not.toContain('secret words');
  });

  it('the question whether this is the right address', async () => {
    const answer = await world.post({ type: 'url_verification', challenge: 'abc', token: 'legacy' });
    expect(await answer.json()).toEqual({ challenge: 'abc' });
  });

  it('what cannot be written down is not acknowledged, and is taken in when Slack repeats it', async () => {
    const body = directMessage('again');
    inbox.fails = true;
    expect((await world.post(body)).status).toBe(503);
    inbox.fails = false;
    const repeated = await world.post(body, 'json', { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' });
    expect(repeated.status).toBe(200);
    expect(lastTurn()?.key).toBe(`T1:${body.event_id}`);
  });

  it('nothing that people wrote and no token is logged', () => {
    expect(JSON.stringify(world.logged)).not.toMatch(/again|xoxb|xoxe/);
  });
});

async function formIdOf({ slack }: SlackWorld): Promise<string> {
  const [, id] = /\\"f\\":\\"([^\\]+)\\"/.exec(JSON.stringify((await slack.effects('posted')).at(-1))) ?? [];
  return id ?? '';
}
