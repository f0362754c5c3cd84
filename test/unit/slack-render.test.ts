import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slackLimits } from '../../adapters/slack/limits.ts';
import { renderForm } from '../../adapters/slack/render/form.ts';
import { renderHome } from '../../adapters/slack/render/home.ts';
import { readPress } from '../../adapters/slack/render/press.ts';
import { renderReply } from '../../adapters/slack/render/reply.ts';
import { escaped, pieces, shortened } from '../../adapters/slack/render/text.ts';
import { validateMessage, validateView } from '../../adapters/slack/render/validate.ts';
import type { Form } from '../../src/conversation/contract/form.ts';
import type { Block, Reply } from '../../src/conversation/contract/reply.ts';
import { locales } from '../../src/platform/i18n/locale.ts';
import { buttonsIn, wordsIn } from '../support/slack-words.ts';
import { sampleReplies } from '../support/web-replies.ts';

const metadata = (locale: Reply['locale']) =>
  ({ formId: 'f1', address: 'T1/D1', ref: 'D1:1.1', madeFor: 'per_1', locale }) as const;
const english = (...blocks: Block[]): Reply => ({ locale: 'en', preview: 'A message', blocks, madeFor: 'per_1' });

function drawn(reply: Reply) {
  const { text, parts, forms } = renderReply(reply, 'scope');
  const views = [...forms.values()].map(form => renderForm(form, metadata(reply.locale)));
  return { text, parts, views };
}

function faultsOf(reply: Reply) {
  const { text, parts, views } = drawn(reply);
  return [...parts.flatMap(part => validateMessage(part, text)), ...views.flatMap(validateView)];
}

describe('drawing a reply in blocks of Slack', () => {
  for (const locale of locales) {
    for (const [name, reply] of Object.entries(sampleReplies[locale])) {
      it(`${name} in ${locale} is drawn as it was agreed, within every limit`, async () => {
        await expect(`${JSON.stringify(drawn(reply), null, 1)}\n`).toMatchFileSnapshot(
          `golden/slack/${name}.${locale}.txt`,
        );
        expect(faultsOf(reply)).toEqual([]);
      });
    }
  }

  it('mentions of everybody, of people and of channels, and links under other names are shown as they were written', () => {
    const evil = '<!channel> <!here> <!everyone> <@U123> <#C1> <https://evil.example|Michi> & <!subteam^S1>';
    const item = { title: evil, detail: evil, badge: evil, action: { intent: 'open-it', slots: {} } };
    const blocks: Block[] = [
      { kind: 'list', title: evil, ordered: true, items: [item] },
      { kind: 'facts', title: evil, facts: [{ label: evil, value: evil }] },
      { kind: 'card', title: evil, subtitle: evil, text: evil, actions: [{ label: evil, ...item.action }] },
      {
        kind: 'chart',
        chart: { kind: 'bars', title: evil, max: 5, valueLabel: evil, rows: [{ label: evil, value: 1 }] },
      },
      { kind: 'table', caption: evil, columns: [evil], rows: [[{ text: evil }]] },
    ];
    const { parts, text } = drawn({ ...english(...blocks), preview: evil });
    for (const markup of [text, ...markupIn(parts)]) expect(markup).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  });

  it('the primary action comes first, and one whose words do not fit on a button keeps all of them', () => {
    const long = 'Compare everything that I can do with everything that is asked for in this role '.trim();
    const actions = [
      { label: 'Later', intent: 'later', slots: {} },
      { label: `${long} now`, intent: 'now', slots: {}, style: 'primary' as const },
    ];
    const { parts } = drawn(english({ kind: 'actions', actions }));
    expect(buttonsIn(parts).map(({ value }) => readPress(value))).toMatchObject([
      { action: { intent: 'now' }, madeFor: 'per_1' },
      { action: { intent: 'later' } },
    ]);
    expect(wordsIn(parts)).toContain(`${long} now`);
  });

  it('more blocks than one message holds are sent as several, with every action', () => {
    const items = Array.from({ length: slackLimits.blocksPerMessage * 2 + 1 }, (_, number) => ({
      title: `Row ${number}`,
      action: { intent: 'open-it', slots: { id: String(number) } },
    }));
    const { parts } = drawn(english({ kind: 'list', ordered: false, items }));
    expect(parts.map(part => part.length)).toEqual([50, 50, 1]);
    expect(buttonsIn(parts)).toHaveLength(items.length);
  });

  it('a title or button of a dialog that is too long is shortened there and stands whole inside', () => {
    const form: Form = {
      title: 'Tell HR about a role that the catalogue does not have',
      fields: [],
      submit: { label: 'Send it to the people of HR now', intent: 'send-it', slots: {} },
      cancel: { label: 'Cancel', intent: 'cancel-it', slots: {} },
    };
    const view = renderForm(form, metadata('en'));
    expect(view.title.text).toBe('Tell HR about a role th…');
    expect(wordsIn(view)).toContain(form.title);
    expect(wordsIn(view)).toContain(form.submit.label);
  });

  it('a home that does not fit leaves whole sections to the conversation and says so', () => {
    const rows = Array.from({ length: 60 }, (_, number): Block => ({ kind: 'text', text: `line ${number}` }));
    const sections = ['One', 'Two'].map(title => ({ title, blocks: rows }));
    const { view } = renderHome({ locale: 'en', madeFor: 'per_1', sections, prompts: [] }, 'scope');
    expect(validateView(view)).toEqual([]);
    expect(wordsIn(view)).toContain('Ask Michi in the Messages tab for the rest.');
  });
});

const words = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 40 }),
    fc.constantFrom(
      '<!channel>',
      '道'.repeat(80),
      'word '.repeat(900),
      '&'.repeat(3_000),
      '👩‍👩‍👧‍👦'.repeat(40),
      'a'.repeat(4_001),
    ),
  )
  .filter(text => text.trim() !== '');
const action = fc.record({ label: words, intent: fc.constant('open-it'), slots: fc.constant({ id: 'skl_1' }) });
const level = fc.constantFrom({ have: 3, needed: 4, words: 'three of four' }, { have: null, needed: 2, words: 'two' });
const many = <One>(one: fc.Arbitrary<One>) => fc.array(one, { minLength: 1, maxLength: 130, size: 'max' });
const field = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    label: words,
    hint: words,
    required: fc.boolean(),
    multiline: fc.boolean(),
    maxLength: fc.integer({ min: 1, max: 9_000 }),
    value: words,
    error: words,
  }),
  fc.record({
    kind: fc.constant('choice' as const),
    label: words,
    hint: words,
    required: fc.boolean(),
    options: many(words),
    error: words,
  }),
);

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: words }),
  fc.record({
    kind: fc.constant('note' as const),
    tone: fc.constantFrom('info' as const, 'attention' as const),
    text: words,
  }),
  fc.record({
    kind: fc.constant('facts' as const),
    title: words,
    facts: many(fc.record({ label: words, value: words })),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    ordered: fc.boolean(),
    title: words,
    items: many(fc.record({ title: words, detail: words, badge: words, level, action })),
  }),
  fc.record({ kind: fc.constant('card' as const), title: words, subtitle: words, text: words, actions: many(action) }),
  fc.record({
    kind: fc.constant('table' as const),
    caption: words,
    columns: fc.constant(['One', 'Two']),
    rows: many(fc.tuple(fc.record({ text: words, level }), fc.record({ text: words })).map(row => [...row])),
  }),
  fc.record({ kind: fc.constant('actions' as const), actions: many(action) }),
  fc.record({
    kind: fc.constant('form' as const),
    form: fc.record({
      title: words,
      text: words,
      fields: fc.array(field, { maxLength: 4 }).map(fields => fields.map((one, place) => named(one, place))),
      submit: action,
      cancel: action,
    }),
  }),
);

function named(one: { readonly kind: 'text' | 'choice' }, place: number): Form['fields'][number] {
  const options =
    'options' in one && Array.isArray(one.options)
      ? { options: one.options.map((label, index) => ({ label, value: `${index}` })) }
      : {};
  // The generators above make exactly the two kinds of fields.
  return { ...one, ...options, name: `field-${place}` } as Form['fields'][number];
}

describe('one more than every limit', () => {
  it('whatever a reply holds, nothing that Slack refuses is made and no action is lost', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 3 }), blocks => {
        const reply = english(...blocks);
        expect(faultsOf(reply).slice(0, 3)).toEqual([]);
        const { parts } = drawn(reply);
        expect(buttonsIn(parts)).toHaveLength(blocks.reduce((sum, one) => sum + pressesOf(one), 0));
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('pieces keep every character and no piece is too long, also after escaping', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '道', '&', '<', ' ', '\n', '。', '👩‍👩‍👧‍👦', '🇯🇵'), { maxLength: 300 }),
        parts => {
          const text = `x${parts.join('x')}x`;
          const found = pieces(text, 90, piece => escaped(piece).length);
          expect(found.join('')).toBe(text);
          for (const piece of found) expect(escaped(piece).length).toBeLessThanOrEqual(90);
        },
      ),
    );
  });

  it('a text that is cut ends with a whole character', () => {
    expect(shortened('👩‍👩‍👧‍👦'.repeat(4), 24)).toBe(`${'👩‍👩‍👧‍👦'.repeat(2)}…`);
    expect(shortened('short', 24)).toBe('short');
  });

  it('the validator names what Slack would refuse', () => {
    const long = { type: 'section', text: { type: 'plain_text', text: 'a'.repeat(3_001) } };
    expect(validateMessage([long], 'x')).toEqual([{ path: 'blocks.0.text', rule: 'text of at most 3000' }]);
    expect(validateMessage([{ type: 'video' }], 'x')).toEqual([{ path: 'blocks.0', rule: 'known block' }]);
    expect(validateMessage([{ type: 'actions', elements: [] }], 'x')).toEqual([
      { path: 'blocks.0.elements', rule: 'not empty' },
    ]);
    expect(validateView({ type: 'modal', title: { type: 'plain_text', text: 'a'.repeat(25) }, blocks: [] })).toEqual([
      { path: 'title', rule: 'text of at most 24' },
    ]);
  });
});

function pressesOf(one: Block): number {
  if (one.kind === 'list') return one.items.filter(item => item.action !== undefined).length;
  if (one.kind === 'card') return one.actions?.length ?? 0;
  if (one.kind === 'actions') return one.actions.length;
  return one.kind === 'form' ? 2 : 0;
}

/** Every text that Slack reads as markup. */
function markupIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(markupIn);
}
