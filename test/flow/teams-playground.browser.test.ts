/**
 * One conversation through Microsoft's own Agents Playground, a client that nobody here wrote, in a real browser. It is installed for the test
 * run only and never shipped: `npm install --prefix <folder> @microsoft/m365agentsplayground@0.2.28`, then TEAMS_PLAYGROUND=<its cli.js>.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import type { StandIn } from '../support/stand-in/stand-in.ts';
import { postActivity, startTeamsStandIn, teamsApp, tokenFor } from '../support/teams-platform.ts';
import { type Product, startProduct } from './intents-product.ts';

const program = process.env.TEAMS_PLAYGROUND ?? '';
/** What the Playground's own configuration says of its one person. */
const tenant = '00000000-0000-0000-0000-0000000000001';
const alex = '00000000-0000-0000-0000-0000000000020';

describe.skipIf(program === '')('a conversation in the Agents Playground', () => {
  let standIn: StandIn;
  let product: Product;
  let bridge: Server;
  let playground: ChildProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    standIn = await startTeamsStandIn();
    const port = await freePort();
    product = await startProduct({
      MICHI_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      TEAMS_APP_ID: teamsApp.id,
      TEAMS_APP_PASSWORD: teamsApp.password,
      TEAMS_ALLOWED_TENANTS: tenant,
      TEAMS_SERVICE_URL: `http://localhost:${port}/_connector`,
      TEAMS_OPENID_METADATA_URL: `${standIn.url}/openid`,
      TEAMS_LOGIN_URL: `${standIn.url}/login`,
    });
    await link(product);
    const michi = await product.container.web.listen({ host: '127.0.0.1', port: 0 });
    bridge = await startBridge(standIn, michi.url);
    playground = startPlayground(port, bridge);
    await vi.waitFor(() => fetch(`http://127.0.0.1:${port}/_internal/v1/config`), { timeout: 30_000 });
    browser = await launchBrowser();
    ({ page } = await openPage(browser, `http://127.0.0.1:${port}/`));
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    playground?.kill('SIGKILL');
    bridge?.close();
    await product?.close();
    await standIn?.stop();
  });

  it('greets at the installation, answers with a card, and a press leads on', async () => {
    await page.getByText('Michi', { exact: false }).first().waitFor();
    await say(page, 'Which skills does a system architect need?');
    const next = page.getByRole('button', { name: 'Find courses' }).last();
    await next.waitFor({ timeout: 30_000 });
    await picture(page, 'answer');
    expect(await page.getByText(/[■□]/).count()).toBeGreaterThan(0);
    await next.click();
    await page
      .getByRole('button', { name: /course/i })
      .last()
      .waitFor({ timeout: 30_000 });
    await picture(page, 'pressed');
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a server of TCP has one
  server.close();
  return port;
}

async function link({ container, talk }: Product): Promise<void> {
  const { actor } = await talk('HQ/000404');
  const user = { channel: 'teams', tenant, id: alex } as const;
  await container.people.linkUser({ kind: 'system', purpose: 'identify' }, user, actor.personId);
}

/** The Playground signs nothing: what it sends is signed here as the Bot Framework would, and handed on. */
async function startBridge(standIn: StandIn, michi: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    if (request.method !== 'POST') return void response.writeHead(200).end();
    const { serviceUrl } = JSON.parse(body) as { serviceUrl: string }; // every activity has one
    const answer = await postActivity(michi, body, await tokenFor(standIn, { claims: { serviceurl: serviceUrl } }));
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function startPlayground(port: number, bridge: Server): ChildProcess {
  const endpoint = `http://127.0.0.1:${(bridge.address() as AddressInfo).port}/api/messages`; // a server of TCP has one
  const options = ['start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--dt'];
  return spawn(process.execPath, [program, ...options], { stdio: 'ignore', env: { ...process.env, BROWSER: 'none' } });
}

async function say(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox').first().click();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.TEAMS_PICTURES;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/teams-${name}.png` });
}
