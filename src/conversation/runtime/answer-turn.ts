import type { PersonActor } from '../../platform/access/actor.ts';
import { AppError, unreachable } from '../../platform/errors/app-error.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { ActionRef } from '../contract/action.ts';
import type { Identified, Identify } from '../contract/identity.ts';
import type { Intent, IntentContext, IntentResult } from '../contract/intent.ts';
import type { Reply } from '../contract/reply.ts';
import type { IncomingTurn } from '../contract/turn.ts';
import { cleanText, readableLength } from './clean-text.ts';
import type { Outgoing } from './outgoing.types.ts';
import { handlePlaced, type Placed, placeAside, placeReply } from './place-answer.ts';
import {
  failedReply,
  helpAction,
  noSuchItemReply,
  plainReply,
  unservedReply,
  unsureReply,
  withShortenedNote,
} from './replies.ts';
import type { Router, Understanding } from './router.types.ts';
import { repeatIntent } from './router.types.ts';
import type { SessionsInPlace } from './session.repository.ts';
import { afterAnswer, speakingLocale } from './session.rules.ts';
import { type ConversationSession, newSession } from './session.types.ts';
import { spokenLanguage } from './spoken-language.ts';

export interface AnswerDeps {
  readonly router: Router;
  /** Answers what belongs to no intent. */
  readonly outOfScope: Intent;
  readonly identify: Identify;
  /** Writes down that somebody pressed a button of a message that was made for another person. */
  readonly auditForeignPress: (actor: PersonActor, madeFor: string, turn: IncomingTurn) => Promise<void>;
  readonly onFault: (fault: unknown) => void;
}

/** What to send, and the session to keep with whom; null = nothing to send, nothing to remember. */
export interface Answer {
  readonly outgoing: Outgoing | null;
  readonly remember: { readonly person: string; readonly session: ConversationSession } | null;
}

/** Works out the answer to one turn: identify → session → understand → handle. Whatever fails, the person gets an answer. `sessions` are those of the turn's place. */
export async function answerTurn(deps: AnswerDeps, turn: IncomingTurn, sessions: SessionsInPlace): Promise<Answer> {
  let known: Known = { locale: writtenLocale(turn) ?? 'ja', person: null, session: newSession };
  try {
    const identified = await deps.identify({ channel: turn.channel, ...turn.user });
    if (identified.kind !== 'known') return unservedAnswer(turn, identified);
    const session = sessions.get(identified.actor.personId) ?? newSession;
    const locale = writtenLocale(turn) ?? speakingLocale(session, identified.actor.locale);
    known = { locale, session, person: identified.actor.personId };
    const actor = { ...identified.actor, locale };
    const madeFor = foreignCard(turn, actor);
    return madeFor === null
      ? await answerKnown(deps, turn, actor, session, identified.actor.locale)
      : await refuseForeignPress(deps, turn, actor, madeFor);
  } catch (fault) {
    deps.onFault(fault);
    return failedAnswer(turn, known, fault);
  }
}

/** Says how to get linked, or why not. Another machine is not answered: two of them would go on for ever. */
function unservedAnswer(turn: IncomingTurn, identified: Exclude<Identified, { kind: 'known' }>): Answer {
  if (identified.kind === 'refused' && identified.reason === 'bot') return { outgoing: null, remember: null };
  return { outgoing: placeAside(turn, unservedReply(writtenLocale(turn), identified)), remember: null };
}

/** For whom the pressed card was made, if that is somebody else. */
function foreignCard({ content }: IncomingTurn, actor: PersonActor): string | null {
  if (content.kind !== 'action' && content.kind !== 'form') return null;
  const madeFor = content.card?.madeFor;
  return madeFor === undefined || madeFor === actor.personId ? null : madeFor;
}

async function refuseForeignPress(
  deps: AnswerDeps,
  turn: IncomingTurn,
  actor: PersonActor,
  madeFor: string,
): Promise<Answer> {
  await deps.auditForeignPress(actor, madeFor, turn);
  const reply = plainReply(actor.locale, 'notYours', [{ kind: 'actions', actions: [helpAction(actor.locale)] }]);
  return { outgoing: placeAside(turn, { ...reply, madeFor: actor.personId }), remember: null };
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
  const context = { actor, scope: 'direct' as const, memory: session.memory };
  const { result, otherwise } = await resultOf(deps.outOfScope, understanding, context, turn);
  const next = afterAnswer(session, understanding, result, profile);
  const shortened = turn.content.kind === 'text' && cleanText(turn.content.text).shortened;
  const reply = shortened ? withShortenedNote(result.reply, readableLength) : result.reply;
  const outgoing = placeReply(
    turn,
    { ...reply, ...againOf(understanding, result, turn), madeFor: actor.personId },
    otherwise,
    actor.locale,
  );
  return { outgoing, remember: { person: actor.personId, session: next } };
}

/** A public answer where several people read it can be given again, for each of them. */
function againOf(
  understood: Understanding,
  { focus, directOnly }: IntentResult,
  turn: IncomingTurn,
): Pick<Reply, 'again'> {
  if (turn.scope !== 'channel' || directOnly === true || understood.kind !== 'intent') return {};
  const { intent, input } = understood;
  if (intent.refreshable !== true || focus === undefined || Object.keys(focus).length === 0) return {};
  return { again: { intent: intent.name, slots: input.kind === 'action' ? input.slots : focus } };
}

async function resultOf(
  outOfScope: Intent,
  understood: Understanding,
  context: IntentContext,
  turn: IncomingTurn,
): Promise<Placed> {
  if (understood.kind === 'intent') return handlePlaced(understood.intent, context, understood.input, turn.scope);
  if (understood.kind === 'out-of-scope') {
    const text = turn.content.kind === 'text' ? turn.content.text : '';
    return handlePlaced(outOfScope, context, { kind: 'sentence', text, slots: {} }, turn.scope);
  }
  return { result: { reply: ownReply(understood, context) }, otherwise: null };
}

/** What Michi says by itself: it names nothing personal, so it is said where it was asked. */
function ownReply(
  understood: Exclude<Understanding, { kind: 'intent' | 'out-of-scope' }>,
  { actor: { locale }, memory }: IntentContext,
): Reply {
  switch (understood.kind) {
    case 'unsure':
      return unsureReply(locale, understood.intents);
    case 'no-such-item':
      return noSuchItemReply(locale, understood.place, memory.listed.length);
    case 'nothing-to-go-on':
    case 'foreign-language':
    case 'not-available':
      return plainReply(locale, replyKeys[understood.kind], [{ kind: 'actions', actions: [helpAction(locale)] }]);
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
  const outgoing = placeAside(turn, failedReply(locale, passing, againAction(turn)));
  if (person === null || turn.content.kind !== 'text') return { outgoing, remember: null };
  // The sentence is kept, so that "try again" reads it once more.
  const pending = { kind: 'choice' as const, text: cleanText(turn.content.text).text, intents: [] };
  return { outgoing, remember: { person, session: { ...session, pending } } };
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
