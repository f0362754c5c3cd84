import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser, openPage } from './browser.ts';

/** `npm run pictures`: starts the product with its demo group, asks what the README asks and takes its pictures anew. */
const folder = fileURLToPath(new URL('../flow/pictures/', import.meta.url));

const pictures = [
  {
    file: 'web-ja.png',
    locale: 'ja-JP',
    person: /渡辺.?聡子|Satoko Watanabe/,
    question: 'システムアーキテクトに必要なスキルは？',
  },
  {
    file: 'web-en.png',
    locale: 'en-GB',
    person: /Ananya Sharma/,
    question: 'Which skills does a system architect need?',
  },
] as const;

async function startProduct(dataDir: string): Promise<{ readonly address: string; stop(): void }> {
  const child = spawn(process.execPath, ['src/app/main.js', 'start'], {
    env: { PATH: process.env.PATH, MICHI_DATA_DIR: dataDir, MICHI_PORT: '3939', MICHI_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^Michi is at (\S+)/.exec(line)?.[1];
    if (address !== undefined) return { address, stop: () => void child.kill('SIGTERM') };
  }
  throw new Error('the product ended before it was ready');
}

async function becomePerson(page: Page, name: RegExp): Promise<void> {
  await page.locator('.switcher summary').click();
  await page.locator('.switcher button').filter({ hasText: name }).click();
  await page.locator('article.michi').first().waitFor();
}

async function ask(page: Page, question: string): Promise<void> {
  const answers = page.locator('article.michi');
  const before = await answers.count();
  await page.locator('#text').fill(question);
  await page.keyboard.press('Enter');
  await answers.nth(before).waitFor();
}

const dataDir = mkdtempSync(join(tmpdir(), 'michi-pictures-'));
const product = await startProduct(dataDir);
const browser = await launchBrowser();
try {
  mkdirSync(folder, { recursive: true });
  for (const { file, locale, person, question } of pictures) {
    const options = { locale, reducedMotion: 'reduce', viewport: { width: 760, height: 900 } } as const;
    const { page, close } = await openPage(browser, product.address, options);
    await becomePerson(page, person);
    await ask(page, question);
    await page.screenshot({ path: join(folder, file) });
    console.log(`${file}: ${question}`);
    await close();
  }
} finally {
  await browser.close();
  product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
