import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Locale } from '../../src/platform/i18n/locale.ts';
import { accessibilityViolations, launchBrowser, type OpenPage, openPage } from '../support/browser.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { sampleReplies } from '../support/web-replies.ts';
import { startWebServer, type TestPeople, testPeople, type WebServer } from '../support/web-server.ts';

let database: TestDatabase;
let browser: Browser;
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await testDatabase();
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
afterAll(async () => {
  await browser.close();
  await database.close();
});

interface Chat extends OpenPage {
  readonly server: WebServer;
  readonly people: TestPeople;
}

type Answer = (turn: IncomingTurn) => readonly Reply[] | Promise<readonly Reply[]>;

async function startChat(locale: Locale, answer: Answer, options: BrowserContextOptions = {}): Promise<Chat> {
  const people = testPeople(
    { name: { ja: '佐藤 美咲', en: 'Misaki Sato' }, locale },
    { name: { ja: '田中 健', en: 'Ken Tanaka' }, locale },
  );
  const server = await startWebServer({ db: database.db, people, answer });
  open.push(() => server.stop());
  const opened = await openPage(browser, server.url, { reducedMotion: 'reduce', ...options });
  open.push(opened.close);
  return { ...opened, server, people };
}

/** Answers the first visit, and everything else with the given reply. */
const answering =
  (locale: Locale, reply: Reply): Answer =>
  turn => [turn.content.kind === 'opened' ? sampleReplies[locale].firstContact : reply];

const answers = (page: Page) => page.locator('article.michi');

async function say(page: Page, words: string): Promise<void> {
  const before = await answers(page).count();
  await page.locator('#text').fill(words);
  await page.keyboard.press('Enter');
  await answers(page).nth(before).waitFor();
}

const textOf = (words: string): Reply => ({
  locale: 'en',
  preview: 'A message from Michi',
  blocks: [{ kind: 'text', text: words }],
});

describe('a conversation in the browser', () => {
  it('greets a person once, however often and in however many tabs the page is opened', async () => {
    const { page, server, complaints } = await startChat('en', answering('en', sampleReplies.en.roleSkills));
    await answers(page).first().waitFor();
    const tab = await page.context().newPage();
    await tab.goto(server.url);
    await page.reload();
    expect([await answers(page).count(), await answers(tab).count()]).toEqual([1, 1]);
    expect(server.turns.map(turn => turn.content.kind)).toEqual(['opened']);
    expect(complaints).toEqual([]);
  });

  it('can be held by keyboard alone, and after a press the focus is on the new answer', async () => {
    const { page, server } = await startChat('en', answering('en', sampleReplies.en.roleSkills));
    await answers(page).first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the message box');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Which skills does a system architect need?');
    await page.keyboard.press('Enter');
    await answers(page).nth(1).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('text');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Find courses');
    await page.keyboard.press('Enter');
    await answers(page).nth(2).waitFor();
    expect(server.turns.at(-1)?.content).toMatchObject({ kind: 'action', action: { intent: 'find-courses' } });
    expect(
      await page.evaluate(() => document.activeElement === [...document.querySelectorAll('article.michi')].at(-1)),
    ).toBe(true);
  });

  it('Shift+Enter starts a line, Enter sends', async () => {
    const { page, server } = await startChat('en', answering('en', textOf('seen')));
    await answers(page).first().waitFor();
    await page.locator('#text').focus();
    await page.keyboard.type('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    await answers(page).nth(1).waitFor();
    expect(server.turns.at(-1)?.content).toEqual({ kind: 'text', text: 'one\ntwo' });
  });

  it('an Enter that ends the composition of an input method does not send', async () => {
    const { page, server } = await startChat('ja', answering('ja', sampleReplies.ja.courses));
    await answers(page).first().waitFor();
    await page.locator('#text').focus();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Input.imeSetComposition', { text: 'けんしゅう', selectionStart: 5, selectionEnd: 5 });
    await devtools.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Enter',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    await devtools.send('Input.insertText', { text: '研修' });
    // As browsers do that end the composition before the key comes: only the key code tells.
    await page.evaluate(() =>
      document
        .getElementById('text')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })),
    );
    expect(await page.locator('#text').inputValue()).toBe('研修');
    expect(server.turns.filter(turn => turn.content.kind === 'text')).toEqual([]);
    await page.keyboard.press('Enter');
    await answers(page).nth(1).waitFor();
    expect(server.turns.at(-1)?.content).toEqual({ kind: 'text', text: '研修' });
  });

  it('one’s own message and that Michi is looking are on the page in the next frame, before any answer', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { page } = await startChat('en', async turn => {
      if (turn.content.kind !== 'opened') await promise;
      return [textOf('done')];
    });
    await answers(page).first().waitFor();
    await page.locator('#text').fill('hello');
    const shown = await page.evaluate(async () => {
      document
        .getElementById('composer')
        ?.dispatchEvent(new SubmitEvent('submit', { cancelable: true, bubbles: true }));
      await new Promise(requestAnimationFrame);
      return [document.querySelector('article.person')?.textContent, document.getElementById('thinking')?.textContent];
    });
    expect(shown).toEqual([expect.stringContaining('hello'), 'Looking']);
    resolve();
    await answers(page).nth(1).waitFor();
    expect(await page.locator('#thinking').isHidden()).toBe(true);
  });

  it('a reload and a second tab show the same conversation, old buttons still work', async () => {
    const { page, server } = await startChat('en', answering('en', sampleReplies.en.roleSkills));
    await answers(page).first().waitFor();
    const tab = await page.context().newPage();
    await tab.goto(server.url);
    await say(page, 'Which skills?');
    await answers(tab).nth(1).waitFor();
    const bodies = (one: Page) => one.locator('#log article .body').allTextContents();
    expect(await bodies(tab)).toEqual(await bodies(page));
    await page.reload();
    expect(await bodies(page)).toEqual(await bodies(tab));
    await answers(page).first().getByRole('button', { name: 'Show my profile' }).click();
    await answers(page).nth(2).waitFor();
    expect(server.turns.at(-1)?.content).toMatchObject({ kind: 'action', action: { intent: 'show-profile' } });
    expect(await page.locator('article.person').last().locator('.body').textContent()).toBe('Show my profile');
  });

  it('earlier messages are a press away', async () => {
    const { page } = await startChat('en', turn => [
      textOf(`answer to ${turn.content.kind === 'text' ? turn.content.text : turn.content.kind}`),
    ]);
    await answers(page).first().waitFor();
    for (let number = 1; number <= 18; number += 1) await say(page, `question ${number}`);
    await page.reload();
    expect(await page.getByText('answer to question 1', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show earlier messages' }).click();
    await page.getByText('answer to question 1', { exact: true }).waitFor();
    expect(await answers(page).first().locator('.body').textContent()).toBe('answer to opened');
    expect(await page.getByRole('button', { name: 'Show earlier messages' }).isHidden()).toBe(true);
  });

  it('a double press of a button has one effect', async () => {
    const { page, server } = await startChat('en', answering('en', sampleReplies.en.courses));
    await answers(page).first().waitFor();
    await page.getByRole('button', { name: 'Show my profile' }).dblclick();
    await answers(page).nth(1).waitFor();
    await say(page, 'and then');
    expect(server.turns.filter(turn => turn.content.kind === 'action').length).toBe(1);
  });

  it('a form sends its answers, comes back with its errors in place, and shows the person what they sent', async () => {
    const { page, server } = await startChat('en', turn => {
      if (turn.content.kind === 'opened') return [sampleReplies.en.firstContact];
      return [turn.content.kind === 'form' ? sampleReplies.en.formWithErrors : sampleReplies.en.form];
    });
    await answers(page).first().waitFor();
    await say(page, 'A role is missing');
    await page.getByLabel('Name of the role').fill('Platform gardener');
    await page.getByLabel('The whole group').check();
    await page.getByRole('button', { name: 'Tell HR' }).click();
    await answers(page).nth(2).waitFor();
    expect(server.turns.at(-1)?.content).toEqual({
      kind: 'form',
      action: { intent: 'report-missing', slots: {} },
      values: { name: 'Platform gardener', place: 'group', note: '' },
    });
    expect(await page.locator('article.person').last().locator('.body').innerText()).toBe(
      'Tell HR about a missing role\nName of the role: Platform gardener\nWhere it is used: The whole group',
    );
    const field = answers(page).last().getByLabel('Name of the role');
    const described = await field.evaluate(element =>
      (element.getAttribute('aria-describedby') ?? '').split(' ').map(id => document.getElementById(id)?.textContent),
    );
    expect(described).toEqual(['As people around you call it', 'Write the name of the role.']);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
  });

  it('the page follows the language of the person at once', async () => {
    const { page, people, server } = await startChat('ja', answering('ja', sampleReplies.en.courses));
    await answers(page).first().waitFor();
    people.setLocale(server.turns[0]?.address ?? '', 'en');
    await say(page, 'English please');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(await page.getByRole('button', { name: 'Send' }).count()).toBe(1);
    expect([await answers(page).first().getAttribute('lang'), await answers(page).last().getAttribute('lang')]).toEqual(
      ['ja', 'en'],
    );
  });
});

describe('a network that fails', () => {
  it('says so, keeps the message, and sends it once when the server is back', async () => {
    const people = testPeople({ name: { ja: '佐藤 美咲', en: 'Misaki Sato' }, locale: 'en' });
    const turns: IncomingTurn[] = [];
    const options = { db: database.db, people, turns, answer: answering('en', textOf('here again')) };
    const first = await startWebServer(options);
    const { page, close } = await openPage(browser, first.url, { reducedMotion: 'reduce' });
    open.push(close);
    await answers(page).first().waitFor();
    await first.stop();
    await page.locator('#text').fill('sent into the void');
    await page.keyboard.press('Enter');
    await page.getByText('Not connected.').waitFor();
    await page.locator('article.person.waiting').waitFor();
    const second = await startWebServer({ ...options, port: first.port });
    open.push(() => second.stop());
    await answers(page).nth(1).waitFor();
    expect(turns.filter(turn => turn.content.kind === 'text').length).toBe(1);
    expect(await page.getByText('sent into the void').count()).toBe(1);
    expect(await page.getByText('Not connected.').count()).toBe(0);
  });

  it('an answer of the server that is lost on the way does not make a second turn', async () => {
    const { page, server } = await startChat('en', answering('en', textOf('once')));
    await answers(page).first().waitFor();
    let lost = 0;
    await page.route('**/turns', async route => {
      await route.fetch();
      lost += 1;
      if (lost === 1) await route.abort();
      else await route.continue();
    });
    await page.locator('#text').fill('only one of me');
    await page.keyboard.press('Enter');
    await expect.poll(() => lost, { timeout: 15_000 }).toBe(2);
    expect(server.turns.filter(turn => turn.content.kind === 'text').length).toBe(1);
    expect(await page.getByText('only one of me').count()).toBe(1);
  });

  it('what was not sent survives a reload of the tab', async () => {
    const { page, server } = await startChat('en', answering('en', textOf('finally')));
    await answers(page).first().waitFor();
    await page.route('**/turns', route => route.abort());
    await page.locator('#text').fill('do not forget me');
    await page.keyboard.press('Enter');
    await page.getByText('Not connected.').waitFor();
    await page.unroute('**/turns');
    await page.reload();
    await answers(page).nth(1).waitFor();
    expect(server.turns.at(-1)?.content).toEqual({ kind: 'text', text: 'do not forget me' });
  });

  it('a message that the server will not take goes back into the box with the reason', async () => {
    const { page } = await startChat('en', answering('en', textOf('never')));
    await answers(page).first().waitFor();
    const tooMany = { error: 'too-many', message: 'Many messages came at once.' };
    await page.route('**/turns', route => route.fulfill({ status: 429, json: tooMany }));
    await page.locator('#text').fill('too fast');
    await page.keyboard.press('Enter');
    await page.getByText('Many messages came at once.').waitFor();
    expect(await page.locator('#text').inputValue()).toBe('too fast');
    expect(await page.locator('article.person').count()).toBe(0);
    expect(await page.locator('#thinking').isHidden()).toBe(true);
  });
});

describe('hostile and odd words', () => {
  const hostile = [
    '<script>window.hacked=1</script>',
    '<img src=x onerror="window.hacked=1">',
    '"><svg onload=window.hacked=1>',
    "javascript:window.hacked=1//'",
    '{{constructor.constructor("window.hacked=1")()}}',
  ];

  it('are shown as they are and do nothing, in every block and in one’s own message', async () => {
    const words = hostile.join(' ');
    const action = { intent: 'show-skill', slots: { skill: words.slice(0, 190) } };
    const reply: Reply = {
      locale: 'en',
      preview: 'x',
      blocks: [
        { kind: 'text', text: words },
        { kind: 'facts', title: words, facts: [{ label: words, value: words }] },
        {
          kind: 'list',
          title: words,
          ordered: false,
          items: [{ title: words, detail: words, badge: words, action, level: { have: 1, needed: 2, words } }],
        },
        { kind: 'card', title: words, subtitle: words, text: words, actions: [{ ...action, label: words }] },
        {
          kind: 'chart',
          chart: {
            kind: 'bars',
            title: words,
            max: 5,
            valueLabel: words,
            neededLabel: words,
            rows: [{ label: words, value: 1, needed: 2 }],
          },
        },
        { kind: 'table', caption: words, columns: [words], rows: [[{ text: words }]] },
        {
          kind: 'form',
          form: {
            title: words,
            text: words,
            fields: [
              {
                kind: 'text',
                name: 'name',
                label: words,
                hint: words,
                error: words,
                value: words,
                required: true,
                multiline: true,
                maxLength: 9_000,
              },
            ],
            submit: { ...action, label: words },
            cancel: { ...action, label: words },
          },
        },
        { kind: 'note', tone: 'attention', text: words },
      ],
    };
    const { page, complaints } = await startChat('en', answering('en', reply));
    await answers(page).first().waitFor();
    await say(page, words);
    await page.reload();
    expect(await page.locator('article.person .body').textContent()).toBe(words);
    expect(await answers(page).nth(1).locator('.body > .text').first().textContent()).toBe(words);
    expect(await answers(page).nth(1).locator('script, img, [onload], [onerror], a').count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('right-to-left, zero-width and endless words neither turn the page around nor widen it', async () => {
    const odd = `${'مرحبا بالعالم '.repeat(5)}\u200b\u200d\u202e👩‍👩‍👧‍👦${'長'.repeat(300)}${'x'.repeat(2_000)}`;
    const { page } = await startChat(
      'en',
      answering('en', {
        ...sampleReplies.en.courses,
        blocks: [{ kind: 'text', text: odd }, ...sampleReplies.en.courses.blocks],
      }),
      { viewport: { width: 360, height: 740 } },
    );
    await answers(page).first().waitFor();
    await say(page, odd);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('ltr');
  });

  it('a text that is too long stays in the box and is not sent', async () => {
    const { page, server } = await startChat('ja', answering('ja', sampleReplies.ja.courses));
    await answers(page).first().waitFor();
    await page.locator('#text').fill('あ'.repeat(100_001));
    await page.keyboard.press('Enter');
    await page.getByText('メッセージは100,000文字までです。').waitFor();
    expect((await page.locator('#text').inputValue()).length).toBe(100_001);
    expect(server.turns.filter(turn => turn.content.kind === 'text')).toEqual([]);
  });

  it('an empty message is not sent', async () => {
    const { page, server } = await startChat('en', answering('en', textOf('seen')));
    await answers(page).first().waitFor();
    await page.locator('#text').fill('  \n ');
    await page.keyboard.press('Enter');
    await say(page, 'real');
    expect(server.turns.filter(turn => turn.content.kind === 'text').map(turn => turn.content)).toEqual([
      { kind: 'text', text: 'real' },
    ]);
  });
});

describe('the list of people in the demo', () => {
  it('covers the page, and closes with Escape or a click beside it', async () => {
    const { page } = await startChat('en', answering('en', sampleReplies.en.roleSkills));
    await answers(page).first().waitFor();
    const [summary, list] = [page.locator('.switcher summary'), page.locator('.switcher form')];
    await summary.click();
    await page.waitForFunction(() => document.querySelector('main')?.inert === true);
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    await page.waitForFunction(() => document.activeElement?.tagName === 'SUMMARY');
    await summary.click();
    await page.waitForFunction(() => document.querySelector('main')?.inert === true);
    await page.mouse.click(20, 400);
    await list.waitFor({ state: 'hidden' });
    await page.waitForFunction(() => document.querySelector('main')?.inert === false);
  });
});

describe('a page for everybody', () => {
  for (const locale of ['ja', 'en'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`every block passes the checks of WCAG 2.2 AA and fits 360 px (${locale}, ${colorScheme})`, async () => {
        const replies = Object.values(sampleReplies[locale]) as Reply[];
        const { page, complaints } = await startChat(
          locale,
          turn => (turn.content.kind === 'opened' ? [sampleReplies[locale].firstContact] : replies),
          { colorScheme, viewport: { width: 360, height: 740 } },
        );
        await answers(page).first().waitFor();
        await page.locator('#text').fill('?');
        await page.keyboard.press('Enter');
        await answers(page).nth(replies.length).waitFor();
        expect(await accessibilityViolations(page)).toEqual([]);
        await page.locator('.switcher summary').click();
        expect(await accessibilityViolations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
        expect(await smallTargets(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    }
  }

  it('names everything to a screen reader', async () => {
    const { page } = await startChat('en', answering('en', sampleReplies.en.roleSkills));
    await answers(page).first().waitFor();
    await say(page, 'Which skills?');
    const tree = await page.locator('body').ariaSnapshot();
    for (const named of [
      'log "Conversation with Michi"',
      'textbox "Message"',
      'button "Send"',
      'heading "You" [level=2]',
      'heading "Michi" [level=2]',
      'heading "Must have" [level=3]',
      'button "Threat modelling"',
      'img "your level 1, level 3 needed"',
    ]) {
      expect(tree).toContain(named);
    }
  });

  it('gives the figures of a chart to a screen reader as a table, and hides the drawing', async () => {
    const { page } = await startChat('en', answering('en', sampleReplies.en.comparison));
    await answers(page).first().waitFor();
    await say(page, 'compare');
    const tree = await answers(page).last().ariaSnapshot();
    expect(tree).toContain('table "Threat modelling is two levels below what the role needs"');
    expect(tree).toContain('row "Threat modelling 1 3"');
    expect(
      await page
        .locator('.chart svg')
        .evaluateAll(drawings => drawings.every(drawing => drawing.closest('[aria-hidden="true"]') !== null)),
    ).toBe(true);
  });

  it('moves nothing when the person wishes so', async () => {
    const { page } = await startChat('en', () => [], { reducedMotion: 'reduce' });
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

/** Buttons and rows that are lower than 44 px. */
function smallTargets(page: Page): Promise<readonly string[]> {
  return page
    .locator('button:visible, summary:visible, .option:visible, select:visible, textarea:visible')
    .evaluateAll(targets =>
      targets
        .map(target => (target.classList.contains('title') ? (target.closest('.row') ?? target) : target))
        .filter(target => target.getBoundingClientRect().height < 43.5)
        .map(target => target.outerHTML.slice(0, 120)),
    );
}
