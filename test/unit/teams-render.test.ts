import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { teamsLimits } from '../../adapters/teams/limits.ts';
import type { AdaptiveCard as AdaptiveCardContent } from '../../adapters/teams/render/card.types.ts';
import { cardFaults } from '../../adapters/teams/render/check-card.ts';
import { bytesOf } from '../../adapters/teams/render/context.ts';
import { renderDialog } from '../../adapters/teams/render/dialog.ts';
import { escapeMarkdown, pieces, shorten } from '../../adapters/teams/render/escape.ts';
import { formsToKeep, type KeptForm } from '../../adapters/teams/render/kept-form.ts';
import { renderReply } from '../../adapters/teams/render/reply.ts';
import type { Block, Reply } from '../../src/conversation/contract/reply.ts';
import { locales } from '../../src/platform/i18n/locale.ts';
import { actionsOf } from '../contract/channel-contract.ts';
import { readActivities, unescaped } from '../support/teams-activities.ts';
import { sampleReplies } from '../support/web-replies.ts';

/** The client's own reader of cards, which has no types for Node: what it says of a card is a list of events. */
const { AdaptiveCard, SerializationContext } = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js');

function clientFaults(content: unknown): string[] {
  const context = new SerializationContext();
  const card = new AdaptiveCard();
  card.parse(content, context);
  const read = Array.from({ length: context.eventCount }, (_, index) => String(context.getEventAt(index).message));
  const validated = card.validateProperties().validationEvents.map((one: { message: string }) => one.message);
  // It tests `lang` with a pattern that remembers where it stopped, and so finds fault with every second card.
  return [...read, ...validated].filter(message => !message.includes('for property "lang"'));
}

const english = (...blocks: Block[]): Reply => ({ locale: 'en', preview: 'A message from Michi', blocks });
const cardsOf = (reply: Reply) =>
  renderReply(reply).flatMap(one => (one.attachments ?? []).map(({ content }) => content));

describe('drawing a reply for Teams', () => {
  for (const locale of locales) {
    for (const [name, reply] of Object.entries(sampleReplies[locale]) as [string, Reply][]) {
      it(`${name} in ${locale} is drawn as it was agreed`, async () => {
        await expect(`${JSON.stringify(renderReply(reply), null, 2)}\n`).toMatchFileSnapshot(
          `golden/teams/${name}.${locale}.json`,
        );
      });
      it(`${name} in ${locale} is a card without fault to us and to the client’s own reader`, () => {
        for (const card of cardsOf(reply)) {
          expect(cardFaults(card)).toEqual([]);
          expect(clientFaults(card)).toEqual([]);
        }
      });
    }
  }

  it('every message says that a machine wrote it, and the last one of an answer asks whether it was of use', () => {
    const messages = renderReply(longList(300));
    expect(messages.length).toBeGreaterThan(1);
    for (const one of messages) expect(JSON.stringify(one.entities)).toContain('AIGeneratedContent');
    expect(messages.map(one => 'feedbackLoop' in one.channelData)).toEqual(
      messages.map((_, index) => index === messages.length - 1),
    );
  });

  it('a notification shows the preview and nothing of the content', () => {
    for (const one of renderReply(sampleReplies.en.posting)) expect(one.summary).toBe('A message about a posting');
  });

  it('text alone is sent as plain text, so that it can be copied and quoted', () => {
    const [message] = renderReply(english({ kind: 'text', text: 'One *line*' }));
    expect(message).toMatchObject({ text: 'One *line*', textFormat: 'plain' });
    expect(message?.attachments).toBeUndefined();
  });

  it('the person for whom it was made stands in every button and in no other place', () => {
    const [card] = cardsOf({ ...sampleReplies.en.roleSkills, madeFor: 'per_0' });
    const presses = [...JSON.stringify(card).matchAll(/"michi":\{[^}]*\}[^}]*\}/g)].map(match => match[0]);
    expect(presses.length).toBeGreaterThan(0);
    for (const press of presses) expect(press).toContain('"madeFor":"per_0"');
    expect(JSON.stringify(card).split('per_0')).toHaveLength(presses.length + 1);
  });

  it('the way out of a form is not held up by its required fields', () => {
    const { body } = dialogCardOf(sampleReplies.en.form);
    const actions = body.flatMap(one => (one.type === 'ActionSet' ? one.actions : []));
    expect(actions.map(one => [one.data.michi, one.associatedInputs ?? 'auto'])).toMatchObject([
      [{ intent: 'report-missing' }, 'auto'],
      [{ intent: 'cancel-report' }, 'none'],
    ]);
  });

  for (const locale of locales) {
    for (const name of ['form', 'formWithErrors'] as const) {
      it(`the dialog of ${name} in ${locale} is drawn as it was agreed, and is a card without fault`, async () => {
        const card = dialogCardOf(sampleReplies[locale][name]);
        await expect(`${JSON.stringify(card, null, 2)}\n`).toMatchFileSnapshot(
          `golden/teams/${name}-dialog.${locale}.json`,
        );
        expect(cardFaults(card)).toEqual([]);
        expect(clientFaults(card)).toEqual([]);
      });
    }
  }

  it('one or two questions are asked where they stand, three in a dialog', () => {
    const asking = (count: number) => JSON.stringify(cardsOf(formOf(count)));
    expect(asking(2)).toContain('Input.Text');
    expect(asking(2)).not.toContain('task/fetch');
    expect(asking(3)).toContain('task/fetch');
    expect(asking(3)).not.toContain('Input.Text');
  });

  it('a mention of everyone inside a name mentions nobody', () => {
    const [message] = renderReply(english({ kind: 'facts', facts: [{ label: 'Name', value: '<at>everyone</at>' }] }));
    expect(JSON.stringify(message)).not.toContain('"mention"');
    expect(JSON.stringify(message)).not.toContain('"<at>');
  });
});

describe('text from outside in a card', () => {
  it.each([
    '**bold** _it_ [link](https://evil.example) ![picture](x)',
    '<at>everyone</at> <script>',
    '{{DATE(2026-04-01T00:00:00Z)}}',
    '# heading',
    '1. first',
    '- item',
    'a\n\n# b',
    'back\\slash `code` ~~gone~~ |cell|',
  ])('%j stays what it is', text => {
    const escaped = escapeMarkdown(text);
    expect(escaped.replaceAll(/\\./g, '')).not.toMatch(/[*_[\]<>{}#`~|\n]/);
    expect(escaped).not.toMatch(/^\s*([-+=]|\d+[.)])/);
    expect(unescaped(escaped)).toBe(text.replaceAll(/\s*\n+\s*/g, ' '));
  });

  it('a mention of everyone inside a name mentions nobody', () => {
    const [message] = renderReply(english({ kind: 'facts', facts: [{ label: 'Name', value: '<at>everyone</at>' }] }));
    expect(JSON.stringify(message)).not.toContain('"mention"');
    expect(JSON.stringify(message)).not.toContain('"<at>');
  });
});

function dialogCardOf(reply: Reply): AdaptiveCardContent {
  const [kept] = [...formsToKeep(reply).values()];
  const { task } = renderDialog(kept as KeptForm); // the samples have a form with three questions
  if (task.type !== 'continue') throw new Error('the dialog asks nothing');
  return task.value.card.content;
}

function formOf(count: number): Reply {
  const field = { kind: 'text', label: 'Name', required: true, multiline: false, maxLength: 80 } as const;
  const fields = Array.from({ length: count }, (_, index) => ({ ...field, name: `n${index}` }));
  const way = { intent: 'help', slots: {} };
  const form = { title: 'Tell HR', fields, submit: { ...way, label: 'Send' }, cancel: { ...way, label: 'Cancel' } };
  return english({ kind: 'form', form });
}

function longList(count: number): Reply {
  return english({
    kind: 'list',
    ordered: true,
    items: Array.from({ length: count }, (_, index) => ({
      title: `Skill ${index}`,
      detail: 'ディテール'.repeat(10),
      action: { intent: 'show-skill', slots: { skill: `skl_${index}` } },
    })),
  });
}

describe('limits', () => {
  it('a message never exceeds its size, and no action, word or row is lost over the split', () => {
    const reply = longList(500);
    const messages = renderReply(reply);
    for (const one of messages) expect(bytesOf(one)).toBeLessThanOrEqual(teamsLimits.messageBytes);
    expect(readActivities(messages).actions).toEqual(reply.blocks.flatMap(actionsOf));
  });

  it('a text of 100,000 characters arrives whole, in paragraphs that a person can read', () => {
    const text = 'あいうえおかきくけこ。'.repeat(9_000);
    const shown = readActivities(
      renderReply(english({ kind: 'text', text }, { kind: 'note', tone: 'info', text: 'x' })),
    );
    expect(shown.text.replaceAll(/\s/g, '')).toBe(`${text}x`);
  });

  it('one button more than fit into a set begins another', () => {
    const actions = Array.from({ length: teamsLimits.actions + 1 }, (_, index) => ({
      label: `Open ${index}`,
      intent: 'open',
      slots: { n: String(index) },
    }));
    const [card] = cardsOf(english({ kind: 'actions', actions }));
    expect(card?.body.map(one => (one.type === 'ActionSet' ? one.actions.length : 0))).toEqual([
      teamsLimits.actions,
      1,
    ]);
  });

  it('whatever the blocks are, each message is valid, within its size, and carries every action', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 2_000 });
    const ref = fc.record({ intent: fc.constant('go-on'), slots: fc.dictionary(fc.constantFrom('id', 'role'), words) });
    const action = fc.record({ label: words, intent: fc.constant('open'), slots: fc.constant({}) });
    const facts = fc.array(fc.record({ label: words, value: words }), { maxLength: 20 });
    const block: fc.Arbitrary<Block> = fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text: words }),
      fc.record({ kind: fc.constant('note' as const), tone: fc.constantFrom('info', 'attention'), text: words }),
      fc.record({ kind: fc.constant('facts' as const), facts }),
      fc.record({ kind: fc.constant('actions' as const), actions: fc.array(action, { maxLength: 20 }) }),
      fc.record({
        kind: fc.constant('list' as const),
        ordered: fc.boolean(),
        items: fc.array(fc.record({ title: words, detail: words, action: ref }), { maxLength: 30 }),
      }),
      fc.record({ kind: fc.constant('card' as const), title: words, text: words, facts, actions: fc.array(action) }),
      fc.record({
        kind: fc.constant('table' as const),
        caption: words,
        columns: fc.array(words, { maxLength: 4 }),
        rows: fc.array(fc.array(fc.record({ text: words }), { maxLength: 4 }), { maxLength: 20 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), blocks => {
        const messages = renderReply(english(...blocks));
        for (const one of messages) expect(bytesOf(one)).toBeLessThanOrEqual(teamsLimits.messageBytes);
        expect(readActivities(messages).actions).toHaveLength(blocks.flatMap(actionsOf).length);
      }),
      { numRuns: 60 },
    );
  });

  it('shortening and cutting never tear a character apart', () => {
    const graphemes = fc.constantFrom('a', '道', ' ', '\n', '。', '👩‍👩‍👧‍👦', 'e\u0301', '🇯🇵');
    fc.assert(
      fc.property(fc.array(graphemes, { maxLength: 200 }), fc.integer({ min: 40, max: 120 }), (parts, max) => {
        const text = parts.join('');
        const whole = [...new Intl.Segmenter().segment(text)].map(one => one.segment);
        const short = [...new Intl.Segmenter().segment(shorten(text, max).replace(/…$/, ''))].map(one => one.segment);
        expect(whole.slice(0, short.length)).toEqual(short);
        expect(pieces(text, max).join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });
});

describe('the check before every send', () => {
  const [card] = cardsOf(sampleReplies.en.form);
  const asking = cardsOf(formOf(1))[0]?.body ?? [];
  it.each([
    ['another version', { ...card, version: '1.6' }],
    ['an unknown property', { ...card, refresh: {} }],
    ['an unknown element', { ...card, body: [{ type: 'Rating' }] }],
    ['a blank text', { ...card, body: [{ type: 'TextBlock', text: ' ', wrap: true }] }],
    ['no element', { ...card, body: [] }],
    ['an id that occurs twice', { ...card, body: [...asking, ...asking] }],
  ])('finds %s', (_name, wrong) => {
    expect(cardFaults(wrong)).not.toEqual([]);
  });
});
