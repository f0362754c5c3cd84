/** Michi in Microsoft's own Agents Playground, in a real browser: a client that nobody here wrote draws the cards and presses the buttons. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import {
  connectorOf,
  freePort,
  type Playground,
  playgroundTenant,
  playgroundUser,
  startPlayground,
} from '../support/programs/teams-playground.ts';
import type { StandIn } from '../support/stand-in/stand-in.ts';
import { startTeamsStandIn, teamsApp } from '../support/teams-platform.ts';
import { type Product, startProduct } from './intents-product.ts';

let signer: StandIn;
let product: Product;
let playground: Playground;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  signer = await startTeamsStandIn();
  const port = await freePort();
  product = await startProduct({
    MICHI_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    TEAMS_APP_ID: teamsApp.id,
    TEAMS_APP_PASSWORD: teamsApp.password,
    TEAMS_ALLOWED_TENANTS: playgroundTenant,
    TEAMS_SERVICE_URL: connectorOf(port),
    TEAMS_OPENID_METADATA_URL: `${signer.url}/openid`,
    TEAMS_LOGIN_URL: `${signer.url}/login`,
  });
  const { actor } = await product.talk('HQ/000404');
  const account = { channel: 'teams', tenant: playgroundTenant, id: playgroundUser } as const;
  await product.container.people.linkUser({ kind: 'system', purpose: 'identify' }, account, actor.personId);
  playground = await startPlayground(port, signer);
  playground.connect((await product.container.web.listen({ host: '127.0.0.1', port: 0 })).url);
  browser = await launchBrowser();
  ({ page } = await openPage(browser, playground.url, { viewport: { width: 1400, height: 1100 } }));
});
afterAll(async () => {
  await browser?.close();
  await playground?.stop();
  await product?.close();
  await signer?.stop();
});

async function say(words: string): Promise<void> {
  await page.locator('[contenteditable=true]').first().click();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

/** The cards of Michi that say this, in the order in which they came: a greeting may arrive between a question and its answer. */
const cards = (hasText: string) => page.locator('.ac-adaptiveCard').filter({ hasText });

/** Does something that Michi answers, and waits for the card that says so. */
async function answered(words: string, act: () => Promise<unknown>): Promise<Locator> {
  const before = await cards(words).count();
  await act();
  await cards(words).nth(before).waitFor({ timeout: 60_000 });
  return cards(words).nth(before);
}

const press = (card: Locator, name: string, words: string) =>
  answered(words, () => card.getByRole('button', { name }).click());

it('a question in Japanese and one in English are answered with a card', async () => {
  await answered('スレットモデリング', () => say('脅威モデリングとは？'));
  const english = await answered('12 skills', () => say('Which skills does a system architect need?'));
  expect(await english.innerText()).toMatch(/[■□]/);
});

it('a press on a card is answered with the next one', async () => {
  const skills = await answered('12 skills', () => say('Which skills does a system architect need?'));
  await press(skills, 'Find courses', 'courses');
});

it('a form is filled in in a dialog, and its answer comes into the conversation', async () => {
  const unknown = await answered('llama whisperer', () => say('Which skills does a llama whisperer need?'));
  await press(unknown, 'Tell HR', 'Fill in');
  const [form] = await product.container.db.admin.transaction(tx =>
    tx.query<{ id: string }>('select id from teams_forms'),
  );
  expect(await playground.dialog('task/fetch', { michi: { dialog: form?.id } })).toContain('f0:words');
  const michi = { intent: 'report-missing', slots: {}, form: 'f0:', dialog: form?.id };
  await answered('told HR', () =>
    playground.dialog('task/submit', { michi, 'f0:words': 'Llama whisperer', 'f0:kind': 'role' }),
  );
});
