import type { PersonActor } from '../../platform/access/actor.ts';
import { type Locale, locales } from '../../platform/i18n/locale.ts';
import type { Action, ActionRef } from '../contract/action.ts';
import type { Identified } from '../contract/identity.ts';
import type { Intent } from '../contract/intent.ts';
import type { Block, Reply } from '../contract/reply.ts';
import { type ConversationMessages, conversationMessages } from './conversation.messages.ts';

/** The choice among intents for a sentence that the session keeps; the router knows it by this slot. */
export const choiceSlot = 'choice';

/** Whether the intent is offered to the person at all; the services check authority again. */
export function isOffered(intent: Intent, actor: PersonActor): boolean {
  return intent.roles === undefined || intent.roles.some(role => actor.roles.includes(role));
}

export function plainReply(locale: Locale, key: TextKey, extra: readonly Block[] = []): Reply {
  return replyWith(locale, [{ kind: 'text', text: conversationMessages[locale][key] }, ...extra]);
}
type TextKey = {
  [Key in keyof ConversationMessages]: ConversationMessages[Key] extends string ? Key : never;
}[keyof ConversationMessages];

export function replyWith(locale: Locale, blocks: readonly Block[]): Reply {
  return { locale, preview: conversationMessages[locale].preview, blocks };
}

export function helpAction(locale: Locale): Action {
  return { label: conversationMessages[locale].whatYouCanDo, intent: 'help', slots: {} };
}

/** Two or three buttons that go on with the sentence, and a way out. */
export function unsureReply(locale: Locale, intents: readonly Intent[]): Reply {
  const choices = intents.map(intent => ({
    label: intent.title[locale],
    intent: intent.name,
    slots: { [choiceSlot]: 'sentence' },
  }));
  const none = { label: conversationMessages[locale].noneOfThese, intent: 'help', slots: {} };
  return plainReply(locale, 'unsure', [{ kind: 'actions', actions: [...choices, none] }]);
}

export function personalInChannelReply(locale: Locale, intent: Intent): Reply {
  return replyWith(locale, [
    { kind: 'text', text: conversationMessages[locale].personalInChannel(intent.title[locale]) },
  ]);
}

/** Why somebody who writes is not served, and what they can do about it; in both languages as long as theirs is not known. */
export function unservedReply(locale: Locale | null, why: Exclude<Identified, { readonly kind: 'known' }>): Reply {
  const told = locale === null ? locales : [locale];
  const sentence = ({ howToLink, refused }: ConversationMessages) =>
    why.kind === 'unknown' ? howToLink : refused[why.reason];
  return replyWith(
    locale ?? locales[0],
    told.map(one => ({ kind: 'text', text: sentence(conversationMessages[one]) })),
  );
}

/** A fault that passes gets a button that does the same again. */
export function failedReply(locale: Locale, passing: boolean, again: ActionRef | null): Reply {
  if (!passing) return plainReply(locale, 'failedOnce', [{ kind: 'actions', actions: [helpAction(locale)] }]);
  if (again === null) return plainReply(locale, 'failedForNow');
  const { intent, slots } = again;
  return plainReply(locale, 'failedForNow', [
    { kind: 'actions', actions: [{ label: conversationMessages[locale].tryAgain, intent, slots }] },
  ]);
}

/** The ninth of five. `place` counts from 0. */
export function noSuchItemReply(locale: Locale, place: number, listed: number): Reply {
  return replyWith(locale, [{ kind: 'text', text: conversationMessages[locale].listGone(place + 1, listed) }]);
}

export function withShortenedNote(reply: Reply, read: number): Reply {
  const text = conversationMessages[reply.locale].shortened(read);
  return { ...reply, blocks: [{ kind: 'note', tone: 'attention', text }, ...reply.blocks] };
}
