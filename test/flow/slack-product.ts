import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readPress } from '../../adapters/slack/render/press.ts';
import { readConfig } from '../../src/app/config.ts';
import { type Container, createContainer } from '../../src/app/container.ts';
import { createLog } from '../../src/platform/log/log.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { installSlack, sharedVariables, slackVariables } from '../support/product-environment.ts';
import { directMessage } from '../support/slack-payloads.ts';
import { buttonsIn, wordsIn } from '../support/slack-words.ts';
import { encoded, signedHeaders } from '../support/slack-world.ts';
import { type StandIn, startStandIn } from '../support/stand-in/stand-in.ts';

/** The day for which the demo's postings and courses were written. */
const demoDay: Clock = { now: () => new Date('2026-11-23T03:00:00.000Z') };

/** Who of the demo has which account; linked by the address that Slack has confirmed. */
const accounts = {
  'HQ/000423': { id: 'UWATANABE', email: 'satoko.watanabe@tsukumine.example' },
  'IN/I0102': { id: 'USHARMA', email: 'ananya.sharma@in.tsukumine.example' },
  'HQ/000404': { id: 'UINOUE', email: 'misaki.inoue@tsukumine.example' },
} as const;
export type Account = keyof typeof accounts;

export interface SlackAnswer {
  readonly text: string;
  readonly ts: string;
  readonly presses: readonly { readonly value: string; readonly press: ReturnType<typeof readPress> }[];
  /** Keys of the catalogue's items that its rows and buttons lead to. */
  readonly keys: readonly string[];
}

export interface SlackProduct {
  readonly container: Container;
  readonly slack: StandIn;
  userOf(person: Account): string;
  post(body: object, form?: 'json' | 'payload' | 'fields'): Promise<Response>;
  /** What Michi has posted in the direct conversation with a user. */
  posted(user: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  say(person: Account, text: string): Promise<SlackAnswer>;
  answerAfter(user: string, count: number): Promise<SlackAnswer>;
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** The product as `npm start` wires it with the variables of Slack, installed through the browser, on a Slack in a process of its own. */
export async function startSlackProduct(): Promise<SlackProduct> {
  const slack = await startStandIn(new URL('../support/stand-in/slack-stand-in.ts', import.meta.url));
  const dataDir = await mkdtemp(join(tmpdir(), 'michi-slack-'));
  const config = readConfig({
    MICHI_DATA_DIR: dataDir,
    MICHI_LOG_LEVEL: 'error',
    MICHI_PORT: '0',
    ...sharedVariables,
    ...slackVariables(slack.url),
  });
  const onFatal = (fault: Error) => {
    throw fault;
  };
  const container = await createContainer({ config, log: createLog(config.logLevel), clock: demoDay, onFatal });
  const { url } = await container.web.listen({ host: '127.0.0.1', port: 0 });
  for (const { id, email } of Object.values(accounts))
    await slack.control('add-user', { id, team_id: 'T1', is_email_confirmed: true, profile: { email } });
  await installSlack(url);

  const userOf = (person: Account) => accounts[person].id;
  const posted = async (user: string) =>
    (await slack.effects('posted')).filter(message => message.channel === `D${user}`);
  const post = (body: object, form: 'json' | 'payload' | 'fields' = 'json') => {
    const [text, type] = encoded(body, form);
    const headers = { 'content-type': type, ...signedHeaders(text, demoDay.now()) };
    return fetch(`${url}/slack/events`, { method: 'POST', headers, body: text });
  };
  async function answerAfter(user: string, count: number): Promise<SlackAnswer> {
    await expect.poll(async () => (await posted(user)).length, { timeout: 40_000 }).toBeGreaterThan(count);
    return toAnswer(container, (await posted(user)).at(-1) ?? {});
  }
  return {
    ...{ container, slack, userOf, posted, post, answerAfter },
    async say(person, text) {
      const user = userOf(person);
      const before = (await posted(user)).length;
      expect((await post(directMessage(text, { user, channel: `D${user}` }))).status).toBe(200);
      return answerAfter(user, before);
    },
    forget: () =>
      container.db.transaction({ kind: 'system', purpose: 'housekeeping' }, async tx => {
        await tx.query('delete from conversation_sessions');
      }),
    async close() {
      await container.close(5_000);
      await slack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function toAnswer(container: Container, message: Readonly<Record<string, unknown>>): Promise<SlackAnswer> {
  const presses = buttonsIn(message.blocks).map(({ value }) => ({ value, press: readPress(value) }));
  const slots = presses.flatMap(({ press }) => (press?.kind === 'action' ? Object.values(press.action.slots) : []));
  const ids = [...new Set(slots.flatMap(value => value.split(',')))].filter(id => /^(skl|rol|pos|crs)_/.test(id));
  const items = await container.catalogue.summaries({ kind: 'system', purpose: 'reindex' }, ids);
  return { text: wordsIn(message.blocks), ts: String(message.ts), presses, keys: items.map(item => item.key) };
}
