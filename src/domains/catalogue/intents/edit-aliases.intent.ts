import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { type ItemKind, type ItemSummary, itemKinds } from '../catalogue.types.ts';
import { curationMessages } from '../curation.messages.ts';
import {
  type Alias,
  addedReply,
  addForm,
  aliasKey,
  aliasListReply,
  confirmRemoveReply,
  formReply,
  longestAlias,
  refusedReply,
  removedReply,
  removeForm,
} from './aliases.reply.ts';
import { whichOne } from './ask-back.reply.ts';
import { type AnswerDeps, pointedIds, wordsOf } from './in-question.ts';
import { reply, type Slots, text } from './reply-parts.ts';
import { summariesOf } from './skills-in-question.ts';

const intent = 'edit-aliases';

/** HR sees, adds and removes the names under which an item is found. Asks before it changes anything; both can be undone. */
export function createEditAliases(deps: AnswerDeps): Intent {
  return {
    name: intent,
    title: bilingual(curationMessages, t => t.intents.aliases.title),
    suggestion: bilingual(curationMessages, t => t.intents.aliases.suggestion),
    content: 'catalogue',
    roles: ['hr'],
    examples: new URL('./edit-aliases.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { locale } = context.actor;
  const found = await itemInQuestion(deps, context, input);
  if (found.kind === 'asked') return found.result;
  const { item } = found;
  const aliases = await deps.catalogue.aliases(context.actor, item.id);
  const turn: AliasTurn = { deps, context, item, aliases };
  if (input.kind === 'form') return submitted(turn, input.slots, input.values);
  const slots = input.kind === 'action' ? input.slots : {};
  switch (slots.step) {
    case 'add':
      return formReply(item, addForm(item, {}, 'ask', locale), locale);
    case 'remove':
      return formReply(item, removeForm(item, aliases, locale), locale);
    case 'do-remove':
    case 'take-back':
      return remove(turn, slots.alias ?? '', slots.step === 'take-back');
    case 'cancel':
      return aliasListReply(item, aliases, locale, curationMessages[locale].nothingChanged);
    default:
      return aliasListReply(item, aliases, locale);
  }
}

interface AliasTurn {
  readonly deps: AnswerDeps;
  readonly context: IntentContext;
  readonly item: ItemSummary;
  readonly aliases: readonly Alias[];
}

async function submitted(turn: AliasTurn, slots: Slots, values: Slots): Promise<IntentResult> {
  const { item, aliases, context } = turn;
  const { locale } = context.actor;
  if (slots.step === 'check-remove') {
    const alias = aliases.find(known => aliasKey(known) === values.alias);
    return alias === undefined
      ? aliasListReply(item, aliases, locale, curationMessages[locale].aliases.missing)
      : confirmRemoveReply(item, alias, locale);
  }
  const alias: Alias = { text: (values.alias ?? '').trim(), locale: languageOf(values.language, locale), origin: 'hr' };
  const kept = { alias: alias.text, language: alias.locale };
  const problem = problemOf(alias, aliases, locale);
  if (problem !== '') return formReply(item, addForm(item, kept, 'ask', locale, problem), locale);
  return slots.step === 'do-add' ? add(turn, alias) : formReply(item, addForm(item, kept, 'confirm', locale), locale);
}

async function add({ deps, context, item }: AliasTurn, alias: Alias): Promise<IntentResult> {
  const { actor } = context;
  const change = await deps.catalogue.addAlias(actor, item.id, alias.locale, alias.text);
  if (change.kind === 'saved') return addedReply(item, alias, actor.locale);
  return refusedReply(item, curationMessages[actor.locale].aliases.refused[change.reason], actor.locale);
}

async function remove(
  { deps, context, item, aliases }: AliasTurn,
  key: string,
  undoing: boolean,
): Promise<IntentResult> {
  const { actor } = context;
  const t = curationMessages[actor.locale];
  const alias = aliases.find(known => aliasKey(known) === key);
  if (alias === undefined) return aliasListReply(item, aliases, actor.locale, t.aliases.missing);
  const change = await deps.catalogue.removeAlias(actor, item.id, alias.locale, alias.text);
  if (change.kind === 'refused') return refusedReply(item, t.aliases.refused[change.reason], actor.locale);
  return undoing
    ? aliasListReply(
        item,
        aliases.filter(other => other !== alias),
        actor.locale,
        t.done,
      )
    : removedReply(item, alias, actor.locale);
}

function problemOf(alias: Alias, aliases: readonly Alias[], locale: Locale): string {
  const t = curationMessages[locale].aliases.refused;
  if (!/[\p{L}\p{N}]/u.test(alias.text)) return t.empty;
  if (alias.text.length > longestAlias) return t['too-long'];
  return aliases.some(known => aliasKey(known) === aliasKey(alias)) ? t.exists : '';
}

function languageOf(words: string | undefined, fallback: Locale): Locale {
  return words === 'ja' || words === 'en' ? words : fallback;
}

type ItemInQuestion =
  | { readonly kind: 'item'; readonly item: ItemSummary }
  | { readonly kind: 'asked'; readonly result: IntentResult };

/** The item of a button, of "the second one", of the sentence's words, or the one spoken of last. */
async function itemInQuestion(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<ItemInQuestion> {
  const given = input.kind === 'sentence' ? pointedIds(context, input) : [input.slots.item ?? ''];
  const named = namedWords(input);
  if (given.length === 0 && named !== null) return namedItem(deps, context, named);
  const focus = itemKinds.flatMap(kind => context.memory.focus[kind] ?? []);
  const ids = given.length > 0 ? given : focus;
  const [item] = await summariesOf(deps, context, ids.slice(0, 1));
  if (item !== undefined) return { kind: 'item', item };
  const t = curationMessages[context.actor.locale];
  const words = given.length > 0 ? t.aliases.refused['unknown-item'] : t.aliases.which;
  const result = {
    reply: reply(context.actor.locale, t.preview, [text(words)]),
    focus: {},
    listed: [],
    asks: 'role' as const,
  };
  return { kind: 'asked', result };
}

interface NamedWords {
  readonly words: string;
  readonly kinds: readonly ItemKind[];
}

function namedWords(input: IntentInput): NamedWords | null {
  const [role] = wordsOf(input, 'role');
  if (role !== undefined) return { words: role, kinds: ['role', 'skill', 'course', 'posting'] };
  const [other] = [...wordsOf(input, 'skill'), ...wordsOf(input, 'item')];
  return other === undefined ? null : { words: other, kinds: ['skill', 'role', 'course', 'posting'] };
}

/** The first kind in which the words name an item; otherwise the nearest of all kinds to choose from. */
async function namedItem(
  deps: AnswerDeps,
  context: IntentContext,
  { words, kinds }: NamedWords,
): Promise<ItemInQuestion> {
  const { locale } = context.actor;
  const near: ItemSummary[] = [];
  for (const kind of kinds) {
    const resolution = await deps.catalogue.resolve(context.actor, { kind, text: words, locale });
    if (resolution.kind === 'found') return { kind: 'item', item: resolution.item };
    if (resolution.kind === 'ambiguous') near.unshift(...resolution.candidates);
    if (resolution.kind === 'unknown') near.push(...resolution.nearest.slice(0, 1));
  }
  const kind = kinds[0] ?? 'role';
  return { kind: 'asked', result: whichOne(kind, words, near, { intent, slot: 'item' }, locale) };
}
