import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { askName, type GoesOn } from './ask-back.reply.ts';
import { type AnswerDeps, focused, idsOf, resolveWords, wordsOf } from './in-question.ts';
import { openPointed, openPosting } from './open-item.ts';
import { postingsReply } from './postings.reply.ts';
import { pageOf } from './references.ts';

const on: GoesOn = { intent: 'show-posting', slot: 'posting' };

/** One posting whole: what it asks for, until when, and how to apply. */
export function createShowPosting(deps: AnswerDeps): Intent {
  return {
    name: 'show-posting',
    title: bilingual(catalogueMessages, t => t.intents.showPosting.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.showPosting.suggestion),
    content: 'catalogue',
    refreshable: true,
    examples: new URL('./show-posting.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const [given] = idsOf('posting', context, input);
  if (given !== undefined) return openPosting(deps, context, given, pageOf(input));
  const pointed = await openPointed(deps, context, input);
  if (pointed !== null) return pointed;
  const [words] = wordsOf(input, 'role');
  const [place] = wordsOf(input, 'place');
  if (place !== undefined) return inPlace(deps, context, words, place);
  if (words !== undefined) return named(deps, context, words);
  const last = focused('posting', context);
  if (last !== null) return openPosting(deps, context, last, 0);
  // A posting's number, such as P-0012, is a name too.
  const number = input.kind === 'sentence' ? /[A-Za-z]{1,6}-?\d{2,6}/.exec(input.text.normalize('NFKC')) : null;
  return number === null ? askName('posting', on, context.actor.locale) : named(deps, context, number[0]);
}

async function named(deps: AnswerDeps, context: IntentContext, words: string): Promise<IntentResult> {
  const question = await resolveWords(deps, context, { kind: 'posting', words }, on);
  return question.kind === 'asked' ? question.result : openPosting(deps, context, question.id, 0);
}

/** The place tells postings of one name apart; when several are left, they are listed. */
async function inPlace(
  deps: AnswerDeps,
  context: IntentContext,
  words: string | undefined,
  place: string,
): Promise<IntentResult> {
  const page = await deps.catalogue.findPostings(
    context.actor,
    { place, ...(words === undefined ? {} : { text: words }) },
    0,
  );
  const [only] = page.items;
  if (only !== undefined && page.total === 1) return openPosting(deps, context, only.id, 0);
  const subject = words === undefined ? null : { kind: 'words' as const, words };
  return postingsReply(
    { query: { subject, place, language: null }, page, near: false, loosened: [], notes: [] },
    context.actor.locale,
  );
}
