import type { PersonActor } from '../../platform/access/actor.ts';
import { AppError, unreachable } from '../../platform/errors/app-error.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { ActionRef } from '../contract/action.ts';
import type { Intent, IntentContext, IntentResult } from '../contract/intent.ts';
import type { Reply } from '../contract/reply.ts';
import type { IncomingTurn } from '../contract/turn.ts';
import { cleanText, readableLength } from './clean-text.ts';
import {
  failedReply,
  helpAction,
  noSuchItemReply,
  personalInChannelReply,
  plainReply,
  unsureReply,
  withShortenedNote,
} from './replies.ts';
import type { Router, Understanding } from './router.types.ts';
import { repeatIntent } from './router.types.ts';
import { afterAnswer, speakingLocale } from './session.rules.ts';
import { type ConversationSession, newSession } from './session.types.ts';
import { spokenLanguage } from './spoken-language.ts';

/** Why somebody who writes to Michi is or is not served. */
export type Identified =
  | { readonly kind: 'known'; readonly actor: PersonActor }
  | { readonly kind: 'unlinked' }
  | { readonly kind: 'left' };

export interface AnswerDeps {
  readonly router: Router;
  /** Answers what belongs to no intent. */
  readonly outOfScope: Intent;
  readonly identify: (user: {
    readonly channel: string;
    readonly tenant: string;
    readonly id: string;
  }) => Promise<Identified>;
  readonly loadSession: (turn: IncomingTurn, actor: PersonActor) => Promise<ConversationSession>;
  readonly onFault: (fault: unknown) => void;
}

/** The message, and the session to keep with whom; null = nothing to remember. */
export interface Answer {
  readonly reply: Reply;
  readonly remember: { readonly person: string; readonly session: ConversationSession } | null;
}

/** Works out the answer to one turn: identify → session → understand → handle. Whatever fails, the person gets an answer. */
export async function answerTurn(deps: AnswerDeps, turn: IncomingTurn): Promise<Answer> {
  let known: Known = { locale: writtenLocale(turn) ?? 'ja', person: null, session: newSession };
  try {
    const identified = await deps.identify({ channel: turn.channel, ...turn.user });
    if (identified.kind !== 'known') return { reply: plainReply(known.locale, identified.kind), remember: null };
    const session = await deps.loadSession(turn, identified.actor);
    const locale = writtenLocale(turn) ?? speakingLocale(session, identified.actor.locale);
    known = { locale, session, person: identified.actor.personId };
    return await answerKnown(deps, turn, { ...identified.actor, locale }, session, identified.actor.locale);
  } catch (fault) {
    deps.onFault(fault);
    return failedAnswer(turn, known, fault);
  }
}

/** What was known about the person when something failed. */
interface Known {
  readonly locale: Locale;
  readonly person: string | null;
  readonly session: ConversationSession;
}

async function answerKnown(
  deps: AnswerDeps,
  turn: IncomingTurn,
  actor: PersonActor,
  session: ConversationSession,
  profile: Locale,
): Promise<Answer> {
  const understanding = await deps.router.route({ content: turn.content, session, actor });
  const context = { actor, scope: turn.scope, memory: session.memory };
  const result = await resultOf(deps.outOfScope, understanding, context, turn);
  const next = afterAnswer(session, understanding, result, profile);
  const shortened = turn.content.kind === 'text' && cleanText(turn.content.text).shortened;
  const reply = shortened ? withShortenedNote(result.reply, readableLength) : result.reply;
  return { reply, remember: { person: actor.personId, session: next } };
}

async function resultOf(
  outOfScope: Intent,
  understood: Understanding,
  context: IntentContext,
  turn: IncomingTurn,
): Promise<IntentResult> {
  const { locale } = context.actor;
  switch (understood.kind) {
    case 'intent':
      if (context.scope === 'channel' && understood.intent.content === 'personal') {
        return { reply: personalInChannelReply(locale, understood.intent) };
      }
      return understood.intent.handle(context, understood.input);
    case 'unsure':
      return { reply: unsureReply(locale, understood.intents) };
    case 'no-such-item':
      return { reply: noSuchItemReply(locale, understood.place, context.memory.listed.length) };
    case 'out-of-scope':
      return outOfScope.handle(context, {
        kind: 'sentence',
        text: turn.content.kind === 'text' ? turn.content.text : '',
        slots: {},
      });
    case 'nothing-to-go-on':
    case 'foreign-language':
    case 'not-available':
      return {
        reply: plainReply(locale, replyKeys[understood.kind], [{ kind: 'actions', actions: [helpAction(locale)] }]),
      };
    default:
      return unreachable(understood);
  }
}

const replyKeys = {
  'nothing-to-go-on': 'nothingToGoOn',
  'foreign-language': 'foreignLanguage',
  'not-available': 'notAvailable',
} as const;

function failedAnswer(turn: IncomingTurn, { locale, person, session }: Known, fault: unknown): Answer {
  const passing = fault instanceof AppError && fault.retry === 'later';
  const reply = failedReply(locale, passing, againAction(turn));
  if (person === null || turn.content.kind !== 'text') return { reply, remember: null };
  // The sentence is kept, so that "try again" reads it once more.
  const pending = { kind: 'choice' as const, text: cleanText(turn.content.text).text, intents: [] };
  return { reply, remember: { person, session: { ...session, pending } } };
}

/** What does the same again; null for forms, whose fields still stand in the conversation. */
function againAction({ content }: IncomingTurn): ActionRef | null {
  if (content.kind === 'action') return content.action;
  return content.kind === 'text' ? { intent: repeatIntent, slots: {} } : null;
}

/** The language a sentence is clearly written in; null for buttons and for what could be either. */
export function writtenLocale({ content }: IncomingTurn): Locale | null {
  if (content.kind !== 'text') return null;
  const language = spokenLanguage(cleanText(content.text).text);
  return language === 'ja' || language === 'en' ? language : null;
}
