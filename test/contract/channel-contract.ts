import { describe, expect, it } from 'vitest';
import type { ActionRef } from '../../src/conversation/contract/action.ts';
import type { ChannelPort, Delivery, DirectConversation } from '../../src/conversation/contract/channel.ts';
import type { UserRef } from '../../src/conversation/contract/identity.ts';
import type { Block, Reply } from '../../src/conversation/contract/reply.ts';
import { locales } from '../../src/platform/i18n/locale.ts';
import { sampleReplies } from '../support/web-replies.ts';

/** What a person has in front of them after a delivery. */
export interface Shown {
  readonly text: string;
  /** Every button, row and form that can be pressed. */
  readonly actions: readonly ActionRef[];
  readonly fields: readonly string[];
}

/** One channel, with what the suite needs to look at it from outside. */
export interface ChannelUnderTest {
  readonly name: string;
  readonly channel: ChannelPort;
  readonly address: string;
  readonly unknownAddress: string | null;
  /** Somebody who can be written to, and somebody whom the platform does not know. */
  readonly user: UserRef;
  readonly unknownUser: UserRef | null;
  /** How much of each kind the channel shows at once; one more than that must still arrive whole. */
  readonly limits: Readonly<Partial<Record<LimitKind, number>>>;
  /** How to bring about each outcome that this channel can have: of the next sending, and of the next opening. */
  readonly outcomes: Readonly<Partial<Record<Delivery['kind'], () => void>>>;
  readonly openings: Readonly<Partial<Record<DirectConversation['kind'], () => void>>>;
  shown(ref: string): Promise<Shown>;
  /** How many messages the person has. */
  count(): Promise<number>;
}

export type LimitKind =
  | 'textCharacters'
  | 'listItems'
  | 'tableRows'
  | 'facts'
  | 'chartBars'
  | 'actions'
  | 'radioOptions';

/**
 * What must hold for every channel: each block arrives with all its words and all its actions, also one beyond each limit; the same delivery
 * has one effect; an update replaces; each outcome is told as what it is.
 */
export function channelContract(name: string, create: () => ChannelUnderTest): void {
  let cases = 0;
  const once = (
    title: string,
    run: (under: ChannelUnderTest) => Promise<void>,
    applies: (under: ChannelUnderTest) => boolean = () => true,
  ) =>
    it(title, async () => {
      const under = create();
      if (!applies(under)) return;
      await run(under);
      cases += 1;
    });

  describe(`channel ${name}`, () => {
    for (const locale of locales) {
      for (const [kind, reply] of Object.entries(sampleReplies[locale])) {
        once(`${kind} in ${locale} arrives with all its words, actions and fields`, under =>
          arrivesWhole(under, reply, `${kind}-${locale}`),
        );
      }
    }
    for (const [limit, reply] of Object.entries(beyondLimits)) {
      once(`one more than the limit of ${limit} arrives whole`, async under => {
        const max = under.limits[limit as LimitKind]; // Object.entries forgets the keys' type
        await arrivesWhole(under, reply((max ?? 20) + 1), `beyond-${limit}`);
      });
    }
    once('the same delivery twice has one effect and the same reference', async under => {
      const first = await under.channel.send(under.address, 'twice', sampleReplies.en.courses);
      const before = await under.count();
      expect(await under.channel.send(under.address, 'twice', sampleReplies.en.courses)).toEqual(first);
      expect(await under.count()).toBe(before);
    });
    once('an update replaces what was sent', async under => {
      const ref = sentRef(await under.channel.send(under.address, 'looking', sampleReplies.en.firstContact));
      const updated = sentRef(await under.channel.update(under.address, ref, sampleReplies.en.courses));
      expect((await under.shown(updated)).text).toContain('Foundations of secure design');
    });
    once('somebody who never wrote is reached directly, always in the same conversation', async under => {
      const opened = await under.channel.openDirect(under.user);
      expect(await under.channel.openDirect(under.user)).toEqual(opened);
      const address = opened.kind === 'opened' ? opened.address : '';
      const ref = sentRef(await under.channel.send(address, 'uninvited', sampleReplies.en.courses));
      expect((await under.shown(ref)).text).toContain('Foundations of secure design');
    });
    once(
      'a user whom the platform does not know is gone',
      async under => {
        if (under.unknownUser !== null)
          expect(await under.channel.openDirect(under.unknownUser)).toEqual({ kind: 'gone' });
      },
      under => under.unknownUser !== null,
    );
    for (const kind of ['rate-limited', 'gone', 'forbidden', 'ambiguous', 'temporary'] as const) {
      once(
        `an opening that is ${kind} is told as such where the channel has it, and the next one works`,
        async under => {
          under.openings[kind]?.();
          expect((await under.channel.openDirect(under.user)).kind).toBe(kind);
          expect((await under.channel.openDirect(under.user)).kind).toBe('opened');
        },
        under => under.openings[kind] !== undefined,
      );
    }
    once(
      'showing Michi at work adds no message, also where it cannot be shown',
      async under => {
        const before = await under.count();
        await under.channel.showWorking?.(under.address);
        expect(await under.count()).toBe(before);
      },
      under => under.channel.showWorking !== undefined,
    );
    once(
      'an address that leads nowhere is gone',
      async under => {
        expect(await under.channel.send(under.unknownAddress ?? '', 'nowhere', sampleReplies.en.courses)).toEqual({
          kind: 'gone',
        });
      },
      under => under.unknownAddress !== null,
    );
    for (const kind of ['rate-limited', 'gone', 'forbidden', 'ambiguous', 'temporary'] as const) {
      once(
        `the outcome ${kind} is told as such where the channel has it, and the next delivery arrives`,
        async under => {
          under.outcomes[kind]?.();
          expect((await under.channel.send(under.address, `outcome-${kind}`, sampleReplies.en.courses)).kind).toBe(
            kind,
          );
          expect((await under.channel.send(under.address, `outcome-${kind}`, sampleReplies.en.courses)).kind).toBe(
            'sent',
          );
        },
        under => under.outcomes[kind] !== undefined,
      );
    }
    it('counts its cases', () => {
      // biome-ignore lint/suspicious/noConsole: the figure is part of what the suite shows
      console.log(`channel contract, ${name}: ${cases} cases`);
      expect(cases).toBeGreaterThan(0);
    });
  });
}

function sentRef(delivery: Delivery): string {
  expect(delivery.kind).toBe('sent');
  return delivery.kind === 'sent' ? delivery.ref : '';
}

async function arrivesWhole(under: ChannelUnderTest, reply: Reply, deliveryId: string): Promise<void> {
  const shown = await under.shown(sentRef(await under.channel.send(under.address, deliveryId, reply)));
  for (const words of reply.blocks.flatMap(wordsOf)) expect(shown.text).toContain(words);
  expect(sorted(shown.actions)).toEqual(sorted(reply.blocks.flatMap(actionsOf)));
  expect(shown.fields).toEqual(
    reply.blocks.flatMap(block => (block.kind === 'form' ? block.form.fields.map(field => field.name) : [])),
  );
}

function sorted(actions: readonly ActionRef[]): string[] {
  return actions.map(({ intent, slots }) => JSON.stringify({ intent, slots })).sort();
}

/** Every action that a block carries, wherever it stands. */
export function actionsOf(block: Block): readonly ActionRef[] {
  if (block.kind === 'actions') return block.actions;
  if (block.kind === 'card') return block.actions ?? [];
  if (block.kind === 'form') return [block.form.submit, block.form.cancel];
  if (block.kind === 'list') return block.items.flatMap(item => (item.action === undefined ? [] : [item.action]));
  return [];
}

/** Words of a block that a person must be able to find, split where a channel may break lines. */
function wordsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return block.text.split(/[\n ]+/);
    case 'facts':
      return [block.title ?? '', ...block.facts.flatMap(fact => [fact.label, fact.value])];
    case 'list':
      return [
        block.title ?? '',
        ...block.items.flatMap(item => [item.title, item.detail ?? '', item.badge ?? '', item.level?.words ?? '']),
      ];
    case 'card':
      return [
        block.title,
        block.subtitle ?? '',
        block.text ?? '',
        ...(block.facts ?? []).flatMap(fact => [fact.label, fact.value]),
        ...(block.actions ?? []).map(action => action.label),
      ];
    case 'chart':
      return [block.chart.title, ...block.chart.rows.map(row => row.label)];
    case 'table':
      return [
        block.caption,
        ...block.columns,
        ...block.rows.flatMap(row => row.flatMap(cell => [cell.text, cell.level?.words ?? ''])),
      ];
    case 'actions':
      return block.actions.map(action => action.label);
    case 'form':
      return formWords(block.form);
  }
}

function formWords(form: Extract<Block, { kind: 'form' }>['form']): readonly string[] {
  const fields = form.fields.flatMap(field => [
    field.label,
    field.hint ?? '',
    field.error ?? '',
    ...(field.kind === 'choice' ? field.options.map(option => option.label) : []),
  ]);
  return [form.title, form.text ?? '', ...fields, form.submit.label, form.cancel.label];
}

const english = (...blocks: Block[]): Reply => ({ locale: 'en', preview: 'A message from Michi', blocks });
const numbered = <Item>(count: number, make: (number: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));
const open = (number: number): ActionRef => ({
  intent: 'show-skill',
  slots: { skill: `skl_${number.toString(16).padStart(32, '0')}` },
});

/** For each limit a reply with that many of the kind. */
const beyondLimits: Readonly<Record<LimitKind, (count: number) => Reply>> = {
  textCharacters: count =>
    english({ kind: 'text', text: `${'word '.repeat(Math.ceil(count / 5)).slice(0, count - 4)}last` }),
  listItems: count =>
    english({
      kind: 'list',
      ordered: true,
      items: numbered(count, number => ({ title: `Skill number ${number}`, action: open(number) })),
    }),
  tableRows: count =>
    english({
      kind: 'table',
      caption: 'Rows',
      columns: ['Skill', 'Level'],
      rows: numbered(count, number => [{ text: `Skill number ${number}` }, { text: 'any' }]),
    }),
  facts: count =>
    english({
      kind: 'facts',
      facts: numbered(count, number => ({ label: `Label ${number}`, value: `Value ${number}` })),
    }),
  chartBars: count =>
    english({
      kind: 'chart',
      chart: {
        kind: 'bars',
        title: 'Bars',
        max: 5,
        valueLabel: 'You',
        rows: numbered(count, number => ({ label: `Bar ${number}`, value: number % 6 })),
      },
    }),
  actions: count =>
    english({ kind: 'actions', actions: numbered(count, number => ({ label: `Open ${number}`, ...open(number) })) }),
  radioOptions: count =>
    english({
      kind: 'form',
      form: {
        title: 'Choose',
        fields: [
          {
            kind: 'choice',
            name: 'one',
            label: 'One of them',
            required: true,
            options: numbered(count, number => ({ value: `v${number}`, label: `Option ${number}` })),
          },
        ],
        submit: { label: 'Send', intent: 'send-choice', slots: {} },
        cancel: { label: 'Cancel', intent: 'cancel-choice', slots: {} },
      },
    }),
};
