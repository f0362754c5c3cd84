import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { locales } from '../../src/platform/i18n/locale.ts';
import { startProduct as startInProcess } from '../flow/intents-product.ts';
import { launchBrowser, openPage } from './browser.ts';
import { goldenHash, goldenLines, goldenPictures, goldenPicturesOf } from './pictures/golden-pictures.ts';
import { type Line, pageOf, surfaces } from './pictures/surfaces.ts';
import { tellingLines } from './pictures/telling-lines.ts';

/**
 * `npm run pictures`: asks the product with its demo group what the README asks and takes its pictures anew: of the web chat itself, of one
 * conversation as Slack and Teams draw it, and of every agreed rendering.
 */
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

async function takeWebPictures(browser: Browser): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'michi-pictures-'));
  const product = await startProduct(dataDir);
  try {
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
    product.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const conversations = {
  ja: {
    person: 'HQ/000423',
    name: '渡辺 聡子',
    question: 'システムアーキテクトに必要なスキルは？',
    next: '研修を探す',
  },
  en: {
    person: 'IN/I0102',
    name: 'Ananya Sharma',
    question: 'Which skills does a system architect need?',
    next: 'Find courses',
  },
} as const;

/** A question, its answer, and what the next press answers. */
async function takeConversations(browser: Browser): Promise<void> {
  const product = await startInProcess();
  try {
    for (const locale of locales) {
      const { person, name, question, next } = conversations[locale];
      const talk = await product.talk(person);
      const answer = await talk.say(question);
      const pressed = await talk.press(answer, next);
      const lines: readonly Line[] = [
        { from: 'person', name, text: question },
        { from: 'michi', reply: answer.reply },
        { from: 'michi', reply: pressed.reply },
      ];
      for (const surface of ['slack', 'teams'] as const)
        await draw(browser, await pageOf(surface, locale, lines), join(folder, `${surface}-${locale}.png`));
    }
  } finally {
    await product.close();
  }
}

/** One-on-ones and milestones, in each of the three. */
async function takeTellings(browser: Browser): Promise<void> {
  const tellings = await tellingLines();
  for (const name of ['oneonone', 'milestone'] as const)
    for (const locale of locales)
      for (const surface of surfaces) {
        const html = await pageOf(surface, locale, tellings[name][locale]);
        await draw(browser, html, join(folder, `${name}-${surface}-${locale}.png`));
      }
}

async function takeGolden(browser: Browser): Promise<void> {
  mkdirSync(goldenPictures, { recursive: true });
  const shown: [string, string][] = [];
  for (const surface of surfaces)
    for (const locale of locales) {
      const name = `${surface}-${locale}`;
      await draw(browser, await pageOf(surface, locale, goldenLines(locale)), join(goldenPictures, `${name}.png`));
      shown.push([name, goldenHash(surface, locale)]);
    }
  writeFileSync(goldenPicturesOf, `${JSON.stringify(Object.fromEntries(shown), null, 2)}\n`);
}

async function draw(browser: Browser, html: string, path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 660, height: 400 } });
  await page.setContent(html);
  await page.locator('main').screenshot({ path });
  await page.close();
  console.log(path.slice(path.lastIndexOf('/') + 1));
}

const browser = await launchBrowser();
try {
  mkdirSync(folder, { recursive: true });
  await takeWebPictures(browser);
  await takeConversations(browser);
  await takeTellings(browser);
  await takeGolden(browser);
} finally {
  await browser.close();
}
