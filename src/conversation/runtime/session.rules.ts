import type { Locale } from '../../platform/i18n/locale.ts';
import type { ActionRef } from '../contract/action.ts';
import type { ConversationMemory, IntentInput, IntentResult } from '../contract/intent.ts';
import type { Reply } from '../contract/reply.ts';
import type { Understanding } from './router.types.ts';
import type { ConversationSession, Pending } from './session.types.ts';

/** Michi's own intents, which interrupt a subject without changing it. */
export const ownIntentNames = { help: 'help', introduce: 'introduce', outOfScope: 'out-of-scope' } as const;
const interrupting: ReadonlySet<string> = new Set(Object.values(ownIntentNames));

/** The language that a button is answered in: that of the conversation, unless the profile was changed since. */
export function speakingLocale(session: ConversationSession, profile: Locale): Locale {
  return session.spoken !== null && session.spoken.profile === profile ? session.spoken.locale : profile;
}

/** What is remembered after an answer. */
export function afterAnswer(
  before: ConversationSession,
  understood: Understanding,
  result: IntentResult,
  profile: Locale,
): ConversationSession {
  const opens = result.listed === undefined ? before.opens : listActions(result.reply, result.listed.length);
  return {
    memory: memoryAfter(before.memory, understood, result),
    pending: pendingAfter(understood, result),
    opens: [...opens],
    more: understood.kind === 'intent' ? nextPage(result.reply) : before.more,
    spoken: { locale: result.reply.locale, profile },
  };
}

function memoryAfter(
  before: ConversationMemory,
  understood: Understanding,
  { focus, listed }: IntentResult,
): ConversationSession['memory'] {
  const continues = understood.kind !== 'intent' || interrupting.has(understood.intent.name);
  const lastIntent = continues ? before.lastIntent : understood.intent.name;
  return {
    ...(lastIntent === undefined ? {} : { lastIntent }),
    focus: { ...(focus ?? before.focus) },
    listed: [...(listed ?? before.listed)].slice(0, 50),
  };
}

function pendingAfter(understood: Understanding, { asks }: IntentResult): Pending | null {
  if (understood.kind === 'unsure') {
    return { kind: 'choice', text: understood.text, intents: understood.intents.map(intent => intent.name) };
  }
  if (understood.kind !== 'intent' || asks === undefined) return null;
  return { kind: 'question', intent: understood.intent.name, slot: asks, slots: knownSlots(understood.input) };
}

/** The words of the sentence are kept beside the answer; ids from a button are in the focus already. */
function knownSlots(input: IntentInput): Record<string, string[]> {
  if (input.kind !== 'sentence') return {};
  return Object.fromEntries(
    Object.entries(input.slots).map(([name, words]) => [name, words.map(word => word.slice(0, 200))]),
  );
}

/** What the items of the shown list open; empty when the list shows something else than what is remembered. */
function listActions(reply: Reply, listed: number): readonly ActionRef[] {
  const items = reply.blocks.flatMap(block => (block.kind === 'list' ? block.items : []));
  const actions = items.flatMap(({ action }) =>
    action === undefined ? [] : [{ intent: action.intent, slots: action.slots }],
  );
  return actions.length === listed ? actions.slice(0, 50) : [];
}

/** The button for the next page, if there is one: the last action that carries a page. */
function nextPage(reply: Reply): ActionRef | null {
  const actions = reply.blocks.flatMap(block =>
    block.kind === 'actions' || block.kind === 'card' ? (block.actions ?? []) : [],
  );
  const more = actions.findLast(({ slots }) => slots.page !== undefined);
  return more === undefined ? null : { intent: more.intent, slots: more.slots };
}
