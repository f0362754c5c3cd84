import { createHash } from 'node:crypto';
import type { Field, Form } from '../../../conversation/contract/form.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import { type Locale, locales } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { ItemSummary } from '../catalogue.types.ts';
import { curationMessages } from '../curation.messages.ts';
import { button, goTo, note, reply, type Slots, shorten, text } from './reply-parts.ts';

export interface Alias {
  readonly locale: Locale;
  readonly text: string;
  readonly origin: 'source' | 'hr';
}

const intent = 'edit-aliases';
/** What a form's menu can hold on every platform. */
const mostOptions = 100;
export const longestAlias = 200;

/** Names an alias in a button without its words. */
export function aliasKey(alias: Pick<Alias, 'locale' | 'text'>): string {
  return createHash('sha256').update(`${alias.locale}\n${alias.text}`).digest('hex').slice(0, 16);
}

/** The aliases of an item in both languages, and what can be done with them. */
export function aliasListReply(item: ItemSummary, aliases: readonly Alias[], locale: Locale, said = ''): IntentResult {
  const t = curationMessages[locale].aliases;
  const name = item.name[locale];
  const first = aliases.length === 0 ? t.none(name) : t.list(name, aliases.length);
  const facts = locales.flatMap(of => {
    const words = aliases.filter(alias => alias.locale === of).map(alias => aliasWords(alias, locale));
    return words.length === 0
      ? []
      : [
          {
            label: t.of[of],
            value: catalogueMessages[locale].andOthers(words.slice(0, 12), Math.max(0, words.length - 12)),
          },
        ];
  });
  return {
    reply: reply(locale, curationMessages[locale].preview, [
      ...(said === '' ? [] : [text(said)]),
      text(first),
      ...(facts.length === 0 ? [] : [{ kind: 'facts' as const, facts }]),
      { kind: 'actions', actions: listActions(item, aliases, locale) },
    ]),
    focus: { [item.kind]: item.id },
    listed: [],
  };
}

function aliasWords(alias: Alias, locale: Locale): string {
  const words = shorten(alias.text, 60);
  return alias.origin === 'hr'
    ? catalogueMessages[locale].roleSkills.part(words, curationMessages[locale].aliases.origin.hr)
    : words;
}

function listActions(item: ItemSummary, aliases: readonly Alias[], locale: Locale) {
  const t = curationMessages[locale].aliases;
  const add = { ...button(t.add, intent, { item: item.id, step: 'add' }), style: 'primary' as const };
  return aliases.length === 0 ? [add] : [add, button(t.remove, intent, { item: item.id, step: 'remove' })];
}

/** Asks for a new alias; comes back with the same words to be confirmed, or with what is wrong with them. */
export function addForm(
  item: ItemSummary,
  values: Slots,
  stage: 'ask' | 'confirm' | 'restore',
  locale: Locale,
  problem = '',
): Form {
  const t = curationMessages[locale].aliases;
  const name = item.name[locale];
  const texts = { ask: undefined, confirm: t.confirmAdd(values.alias ?? '', name), restore: t.restoreText }[stage];
  const label = { ask: t.check, confirm: t.doAdd, restore: t.restore }[stage];
  return {
    title: stage === 'restore' ? t.restore : t.addTitle(name),
    ...(texts === undefined ? {} : { text: texts }),
    fields: aliasFields(values, locale, problem),
    submit: { ...goTo(intent, { item: item.id, step: stage === 'ask' ? 'check-add' : 'do-add' }), label },
    cancel: cancelTo(item, locale),
  };
}

function aliasFields(values: Slots, locale: Locale, problem: string): readonly Field[] {
  const t = curationMessages[locale].aliases;
  return [
    {
      kind: 'text',
      name: 'alias',
      label: t.alias,
      hint: t.hint,
      required: true,
      multiline: false,
      maxLength: longestAlias,
      ...(values.alias === undefined ? {} : { value: values.alias }),
      ...(problem === '' ? {} : { error: problem }),
    },
    {
      kind: 'choice',
      name: 'language',
      label: t.language,
      required: true,
      options: locales.map(of => ({ value: of, label: t.languages[of] })),
      value: values.language ?? locale,
    },
  ];
}

/** Asks which alias shall go. */
export function removeForm(item: ItemSummary, aliases: readonly Alias[], locale: Locale): Form {
  const t = curationMessages[locale].aliases;
  // HR's own aliases are the ones that are usually put right.
  const ordered = aliases
    .toSorted((a, b) => Number(a.origin === 'source') - Number(b.origin === 'source'))
    .slice(0, mostOptions);
  const options = ordered.map(alias => ({
    value: aliasKey(alias),
    label: catalogueMessages[locale].roleSkills.part(shorten(alias.text, 50), t.languages[alias.locale]),
  }));
  return {
    title: t.removeTitle(item.name[locale]),
    fields: [{ kind: 'choice', name: 'alias', label: t.alias, required: true, options }],
    submit: { ...goTo(intent, { item: item.id, step: 'check-remove' }), label: t.check },
    cancel: cancelTo(item, locale),
  };
}

/** The consequence, and the button that does it. */
export function confirmRemoveReply(item: ItemSummary, alias: Alias, locale: Locale): IntentResult {
  const t = curationMessages[locale].aliases;
  const actions = [
    button(t.doRemove, intent, { item: item.id, step: 'do-remove', alias: aliasKey(alias) }),
    button(curationMessages[locale].cancel, intent, { item: item.id, step: 'cancel' }),
  ];
  return formless(item, [text(t.confirmRemove(alias.text, item.name[locale])), { kind: 'actions', actions }], locale);
}

/** Removed, and a form that holds the words, so that putting them back is one press. */
export function removedReply(item: ItemSummary, alias: Alias, locale: Locale): IntentResult {
  const t = curationMessages[locale].aliases;
  const values = { alias: alias.text, language: alias.locale };
  return formless(
    item,
    [text(t.removed(alias.text, item.name[locale])), { kind: 'form', form: addForm(item, values, 'restore', locale) }],
    locale,
  );
}

/** Added, with the way back. */
export function addedReply(item: ItemSummary, alias: Alias, locale: Locale): IntentResult {
  const t = curationMessages[locale];
  const undo = button(t.undo, intent, { item: item.id, step: 'take-back', alias: aliasKey(alias) });
  const more = button(t.aliases.add, intent, { item: item.id, step: 'add' });
  return formless(
    item,
    [text(t.aliases.added(alias.text, item.name[locale])), { kind: 'actions', actions: [undo, more] }],
    locale,
  );
}

export function formReply(item: ItemSummary, form: Form, locale: Locale): IntentResult {
  return formless(item, [{ kind: 'form', form }], locale);
}

export function refusedReply(item: ItemSummary | null, words: string, locale: Locale): IntentResult {
  const t = curationMessages[locale];
  return {
    reply: reply(locale, t.preview, [note(words, 'attention')]),
    focus: item === null ? {} : { [item.kind]: item.id },
    listed: [],
  };
}

function formless(item: ItemSummary, blocks: Parameters<typeof reply>[2], locale: Locale): IntentResult {
  return {
    reply: reply(locale, curationMessages[locale].preview, blocks),
    focus: { [item.kind]: item.id },
    listed: [],
  };
}

function cancelTo(item: ItemSummary, locale: Locale) {
  return { ...goTo(intent, { item: item.id, step: 'cancel' }), label: curationMessages[locale].cancel };
}
