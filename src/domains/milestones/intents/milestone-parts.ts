import type { Action, ActionRef } from '../../../conversation/contract/action.ts';
import type { IntentInput } from '../../../conversation/contract/intent.ts';
import type { Block, Reply } from '../../../conversation/contract/reply.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';

type IntentName = 'show-milestones' | 'review-milestones' | 'find-courses';
export type Slots = Readonly<Record<string, string>>;

/** Rows of a list before "more". */
export const pageSize = 5;

export function goTo(intent: IntentName, slots: Slots = {}): ActionRef {
  return { intent, slots: { ...slots } };
}

export function button(label: string, intent: IntentName, slots: Slots = {}): Action {
  return { label, ...goTo(intent, slots) };
}

export function text(words: string): Block {
  return { kind: 'text', text: words };
}

export function note(words: string): Block {
  return { kind: 'note', tone: 'info', text: words };
}

/** At most four buttons, the first of them the likeliest step. */
export function steps(actions: readonly (Action | null)[]): readonly Block[] {
  const kept = actions.filter(action => action !== null).slice(0, 4);
  const drawn = kept.map((action, place): Action => (place === 0 ? { ...action, style: 'primary' } : action));
  return drawn.length === 0 ? [] : [{ kind: 'actions', actions: drawn }];
}

export function reply(locale: Locale, preview: string, blocks: readonly Block[]): Reply {
  return { locale, preview, blocks };
}

export function slotsOf(input: IntentInput): Slots {
  return input.kind === 'sentence' ? {} : input.slots;
}

/** Counted from 0; a sentence starts at the first. */
export function pageOf({ page }: Slots): number {
  return /^\d{1,4}$/.test(page ?? '') ? Number(page) : 0;
}
