/** Michi in a Slack that nobody here wrote: the npm package `emulate`, stateful, with strict scopes and signed events. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPress } from '../../adapters/slack/render/press.ts';
import { readConfig } from '../../src/app/config.ts';
import { type Container, createContainer } from '../../src/app/container.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { slackVariables } from '../support/product-environment.ts';
import {
  type Json,
  type SlackAccount,
  type SlackEmulator,
  startSlackEmulator,
} from '../support/programs/slack-emulator.ts';
import { eventBody, pressBody, viewBody } from '../support/slack-payloads.ts';
import { buttonsIn, fieldsIn, wordsIn } from '../support/slack-words.ts';
import { encoded, signedHeaders, signingSecret } from '../support/slack-world.ts';

const people = {
  watanabe: { company: 'HQ', number: '000423' },
  sharma: { company: 'IN', number: 'I0102' },
} as const;
const publicUrl = 'https://michi.example';

let slack: SlackEmulator;
let dataDir: string;
let container: Container;
let michi: string;
/** What the emulator made of the accounts and of the app. */
const ids = { team: '', bot: '', watanabe: '', sharma: '' };

beforeAll(async () => {
  slack = await startSlackEmulator(signingSecret);
  dataDir = await mkdtemp(join(tmpdir(), 'michi-emulate-'));
  for (const account of ['watanabe', 'sharma'] as const) {
    const { user_id, team_id } = await slack.as(account, 'auth.test');
    ids[account] = String(user_id);
    ids.team = String(team_id);
  }
  const config = readConfig({
    MICHI_DATA_DIR: dataDir,
    MICHI_LOG_LEVEL: 'silent',
    MICHI_PORT: '0',
    MICHI_PUBLIC_URL: publicUrl,
    MICHI_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ...slackVariables(slack.url, ids.team),
  });
  const onFatal = (fault: Error) => {
    throw fault;
  };
  container = await createContainer({ config, log: createLog(config.logLevel), onFatal });
  michi = (await container.web.listen({ host: '127.0.0.1', port: 0 })).url;
  ids.bot = await install();
  await slack.subscribe(`${michi}/slack/events`);
  for (const account of ['watanabe', 'sharma'] as const) await link(account);
});
afterAll(async () => {
  await container?.close(5_000);
  await slack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Through the consent page, as an administrator does it; gives the id of Michi's account. */
async function install(): Promise<string> {
  const begun = await fetch(`${michi}/slack/install`, { redirect: 'manual' });
  const asked = new URL(begun.headers.get('location') ?? '').searchParams;
  const consent = new URLSearchParams({ ...Object.fromEntries(asked), user_id: ids.watanabe });
  const consented = await fetch(`${slack.url}/oauth/v2/authorize/callback`, {
    method: 'POST',
    body: consent,
    redirect: 'manual',
  });
  const { search } = new URL(consented.headers.get('location') ?? '');
  const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect((await fetch(`${michi}/slack/callback${search}`, { headers: { cookie } })).status).toBe(200);
  const { members } = await slack.as('watanabe', 'users.list');
  const bot = Array.isArray(members) ? members.find(member => member.name === 'michi') : undefined;
  return String(bot?.id);
}

/** This Slack does not say whether an address is confirmed, so an operator links the accounts. */
async function link(account: SlackAccount): Promise<void> {
  const identifying = { kind: 'system', purpose: 'identify' } as const;
  const { company, number } = people[account];
  const person = await container.people.findByNumber(identifying, company, number);
  if (person === null) throw new Error(`the demo has no ${company}/${number}`);
  await container.people.linkUser(identifying, { channel: 'slack', tenant: ids.team, id: ids[account] }, person);
}

async function post(body: object, form: 'json' | 'payload' = 'json'): Promise<number> {
  const [text, type] = encoded(body, form);
  const headers = { 'content-type': type, ...signedHeaders(text, new Date()) };
  return (await fetch(`${michi}/slack/events`, { method: 'POST', headers, body: text })).status;
}

async function directChannel(account: SlackAccount): Promise<string> {
  const { channel } = await slack.as(account, 'conversations.open', { users: ids.bot });
  return wordOf(channel, 'id');
}

function saidBy(user: string, messages: unknown): readonly Json[] {
  return Array.isArray(messages) ? messages.filter(message => message.user === user) : [];
}

/** What Michi has said there, oldest first, read with the person's own token. */
async function answers(account: SlackAccount, channel: string): Promise<readonly Json[]> {
  const { messages } = await slack.as(account, 'conversations.history', { channel });
  return saidBy(ids.bot, messages).toReversed();
}

/** The person writes in their own client; Slack tells Michi. */
async function ask(account: SlackAccount, text: string): Promise<{ readonly channel: string; readonly message: Json }> {
  const channel = await directChannel(account);
  return {
    channel,
    message: await answerTo(account, channel, () => slack.as(account, 'chat.postMessage', { channel, text })),
  };
}

async function answerTo(account: SlackAccount, channel: string, act: () => Promise<unknown>): Promise<Json> {
  const before = (await answers(account, channel)).length;
  await act();
  await expect.poll(async () => (await answers(account, channel)).length, { timeout: 60_000 }).toBeGreaterThan(before);
  return (await answers(account, channel)).at(-1) ?? {};
}

const wordOf = (value: unknown, name: string) =>
  typeof value === 'object' && value !== null && name in value
    ? String(Object.entries(value).find(([key]) => key === name)?.[1])
    : '';

const dialogs = async () => (await slack.views()).filter(view => view.type === 'modal');

const sender = (account: SlackAccount) => ({
  user: { id: ids[account], team_id: ids.team },
  team: { id: ids.team, domain: 'tsukumine' },
});

/** A press on the first button of a message that opens a dialog or leads to that intent, as the client sends it. */
async function press(account: SlackAccount, channel: string, message: Json, wanted: string): Promise<void> {
  const value = buttonsIn(message.blocks).find(button => {
    const read = readPress(button.value);
    return read?.kind === 'action' ? read.action.intent === wanted : read?.kind === wanted;
  })?.value;
  expect(value, wordsIn(message.blocks)).toBeDefined();
  const { trigger_id } = await slack.as(account, 'views.generateTriggerId');
  const more = { ...sender(account), trigger_id };
  const body = pressBody(value ?? '', { channel, messageTs: String(message.ts), more });
  expect(await post(body, 'payload')).toBe(200);
}

it('a question in Japanese and one in English get their answers in the direct conversation, as blocks with a preview', async () => {
  const japanese = await ask('watanabe', 'システムアーキテクトに必要なスキルは？');
  expect(wordsIn(japanese.message.blocks)).toContain('必須8件のうち5件');
  const english = await ask('sharma', 'Which skills does a system architect need?');
  expect(wordsIn(english.message.blocks)).toContain('12 skills');
  expect(String(english.message.text)).not.toBe('');
  expect(wordsIn((await answers('watanabe', japanese.channel)).at(-1)?.blocks)).toContain('必須8件のうち5件');
});

it('a press on the answer leads to the next one', async () => {
  const { channel, message } = await ask('watanabe', '脅威モデリングとは？');
  const next = await answerTo('watanabe', channel, () => press('watanabe', channel, message, 'find-courses'));
  expect(wordsIn(next.blocks)).toContain('研修');
});

it('a form opens as a dialog; sent, it is answered in the conversation', async () => {
  const { channel, message } = await ask('sharma', 'Which skills does a llama whisperer need?');
  const offered = await answerTo('sharma', channel, () => press('sharma', channel, message, 'report-missing'));
  await press('sharma', channel, offered, 'form');
  await expect.poll(async () => (await dialogs()).length, { timeout: 60_000 }).toBe(1);
  const [dialog = {}] = await dialogs();
  const values = Object.fromEntries(
    fieldsIn(dialog).map(field => [
      `field:${field}`,
      { value: { type: 'plain_text_input', value: 'Llama whisperer' } },
    ]),
  );
  const view = { callback_id: dialog.callback_id, private_metadata: dialog.private_metadata, state: { values } };
  const told = await answerTo('sharma', channel, () =>
    post(viewBody(view, 'view_submission', sender('sharma')), 'payload'),
  );
  expect(wordsIn(told.blocks)).toContain('Human Resources, Bengaluru');
});

it('where Michi is not spoken to it says nothing, and a mention is answered in its thread', async () => {
  const { channels } = await slack.as('sharma', 'conversations.list');
  const channel = wordOf(
    (Array.isArray(channels) ? channels : []).find(one => one.name === 'careers'),
    'id',
  );
  await slack.as('sharma', 'chat.postMessage', { channel, text: 'Lunch, anybody?' });
  const { ts } = await slack.as('sharma', 'chat.postMessage', {
    channel,
    text: `<@${ids.bot}> What is threat modelling?`,
  });
  const event = { type: 'app_mention', channel, user: ids.sharma, ts, text: `<@${ids.bot}> What is threat modelling?` };
  const authorizations = [{ enterprise_id: null, team_id: ids.team, user_id: ids.bot, is_enterprise_install: false }];
  expect(await post(eventBody(event, { team: ids.team, envelope: { authorizations } }))).toBe(200);
  await expect
    .poll(
      async () => {
        const { messages } = await slack.as('sharma', 'conversations.replies', { channel, ts });
        return wordsIn(saidBy(ids.bot, messages).map(message => message.blocks));
      },
      { timeout: 60_000 },
    )
    .toContain('Threat modelling');
  expect((await answers('sharma', channel)).filter(one => one.thread_ts === undefined)).toEqual([]);
});

it('the home is published in the language of the person', async () => {
  const event = { type: 'app_home_opened', tab: 'home', user: ids.watanabe, channel: await directChannel('watanabe') };
  expect(await post(eventBody(event, { team: ids.team, envelope: { authorizations: null } }))).toBe(200);
  await expect
    .poll(async () => wordsIn((await slack.views()).filter(view => view.type === 'home')), { timeout: 60_000 })
    .toContain('スキル');
});
