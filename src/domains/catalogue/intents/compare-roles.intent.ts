import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { askName, directOnly, type GoesOn, gone } from './ask-back.reply.ts';
import {
  type AnswerDeps,
  focused,
  type InQuestion,
  idsOf,
  ownRole,
  ownRoleId,
  resolveWords,
  wordsOf,
} from './in-question.ts';
import { isOwnWords, namesOwn, pageOf } from './references.ts';
import { roleComparisonReply, sameRoleReply } from './role-comparison.reply.ts';

const intent = 'compare-roles';

/** Two roles side by side, or the person's own against another. */
export function createCompareRoles(deps: AnswerDeps): Intent {
  return {
    name: intent,
    title: bilingual(catalogueMessages, t => t.intents.compareRoles.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.compareRoles.suggestion),
    content: 'catalogue',
    examples: new URL('./compare-roles.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const chosen = await bothRoles(deps, context, input);
  if (chosen.kind === 'asked') return chosen.result;
  const { actor } = context;
  const [a, b] = await Promise.all([deps.catalogue.role(actor, chosen.a), deps.catalogue.role(actor, chosen.b)]);
  if (a.kind === 'gone' || b.kind === 'gone') return gone('role', actor.locale);
  if (a.item.id === b.item.id)
    return sameRoleReply(a.item, { intent, slot: 'role2', slots: { role: a.item.id } }, actor.locale);
  return roleComparisonReply(a.item, b.item, pageOf(input), actor.locale);
}

type BothRoles =
  | { readonly kind: 'both'; readonly a: Id<'role'>; readonly b: Id<'role'> }
  | Extract<InQuestion<'role'>, { kind: 'asked' }>;

async function bothRoles(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<BothRoles> {
  if (input.kind !== 'sentence') return fromButton(deps, context, input.slots);
  const names = [...wordsOf(input, 'role'), ...wordsOf(input, 'role2')].filter(words => !isOwnWords(words));
  const pointed = idsOf('role', context, input);
  const [first, second] = names;
  const [pointedA, pointedB] = pointed;
  if (first !== undefined && second !== undefined) return twoNames(deps, context, first, second);
  if (pointedA !== undefined && pointedB !== undefined) return { kind: 'both', a: pointedA, b: pointedB };
  const known = pointedA ?? null;
  if (first === undefined)
    return known === null ? withoutNames(deps, context) : against(deps, context, input.text, known);
  const named = await resolveWords(
    deps,
    context,
    { kind: 'role', words: first },
    { intent, slot: 'role2', slots: baseSlots(known) },
  );
  if (named.kind === 'asked') return named;
  return known === null ? against(deps, context, input.text, named.id) : { kind: 'both', a: known, b: named.id };
}

/** One role is known: the other is the person's own when the sentence says so, else the last one spoken of, else their own. */
async function against(deps: AnswerDeps, context: IntentContext, text: string, b: Id<'role'>): Promise<BothRoles> {
  const last = focused('role', context);
  if (!namesOwn(text) && last !== null && last !== b) return { kind: 'both', a: last, b };
  if (namesOwn(text) && context.scope === 'channel') return { kind: 'asked', result: directOnly(context.actor.locale) };
  const own = await ownRoleId(deps, context);
  if (own !== null && own !== b) return { kind: 'both', a: own, b };
  return {
    kind: 'asked',
    result: askName('role2', { intent, slot: 'role2', slots: { role: b } }, context.actor.locale, { role: b }),
  };
}

async function twoNames(deps: AnswerDeps, context: IntentContext, first: string, second: string): Promise<BothRoles> {
  const a = await resolveWords(deps, context, { kind: 'role', words: first }, { intent, slot: 'role' });
  const b = await resolveWords(
    deps,
    context,
    { kind: 'role', words: second },
    { intent, slot: 'role2', slots: a.kind === 'item' ? { role: a.id } : {} },
  );
  if (a.kind === 'item') return b.kind === 'item' ? { kind: 'both', a: a.id, b: b.id } : b;
  // The other one is kept in the buttons, so that the choice completes the pair.
  return b.kind === 'item' ? resolvedAgain(deps, context, first, { intent, slot: 'role', slots: { role2: b.id } }) : a;
}

async function resolvedAgain(deps: AnswerDeps, context: IntentContext, words: string, on: GoesOn): Promise<BothRoles> {
  const again = await resolveWords(deps, context, { kind: 'role', words }, on);
  return again.kind === 'asked' ? again : { kind: 'asked', result: askName('role', on, context.actor.locale) };
}

async function withoutNames(deps: AnswerDeps, context: IntentContext): Promise<BothRoles> {
  const last = focused('role', context);
  if (last !== null) return against(deps, context, '', last);
  return { kind: 'asked', result: askName('role', { intent, slot: 'role' }, context.actor.locale) };
}

/** A choice among candidates fills one slot; the other is there already or is the person's own role. */
async function fromButton(
  deps: AnswerDeps,
  context: IntentContext,
  slots: Readonly<Record<string, string>>,
): Promise<BothRoles> {
  const pick = (name: string) => idsOf('role', context, { kind: 'action', slots: { role: slots[name] ?? '' } })[0];
  const [a, b] = [pick('role'), pick('role2')];
  if (a !== undefined && b !== undefined) return { kind: 'both', a, b };
  const one = a ?? b;
  if (one !== undefined) return against(deps, { ...context, memory: { ...context.memory, focus: {} } }, '', one);
  const own = await ownRole(deps, context, { intent, slot: 'role' });
  return own.kind === 'asked'
    ? own
    : {
        kind: 'asked',
        result: askName('role2', { intent, slot: 'role2', slots: { role: own.id } }, context.actor.locale, {
          role: own.id,
        }),
      };
}

function baseSlots(known: Id<'role'> | null): Readonly<Record<string, string>> {
  return known === null ? {} : { role: known };
}
