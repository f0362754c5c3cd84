import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { askName, type GoesOn } from './ask-back.reply.ts';
import { type AnswerDeps, focused, idsOf, resolveWords, wordsOf } from './in-question.ts';
import { openPointed, openPosting } from './open-item.ts';
import { pageOf } from './references.ts';

const on: GoesOn = { intent: 'show-posting', slot: 'posting' };

/** One posting whole: what it asks for, until when, and how to apply. */
export function createShowPosting(deps: AnswerDeps): Intent {
  return {
    name: 'show-posting',
    title: bilingual(catalogueMessages, t => t.intents.showPosting.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.showPosting.suggestion),
    content: 'catalogue',
    examples: new URL('./show-posting.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const [given] = idsOf('posting', context, input);
  if (given !== undefined) return openPosting(deps, context, given, pageOf(input));
  const pointed = await openPointed(deps, context, input);
  if (pointed !== null) return pointed;
  const [words] = [...wordsOf(input, 'item'), ...wordsOf(input, 'role')];
  if (words !== undefined) {
    const question = await resolveWords(deps, context, { kind: 'posting', words }, on);
    return question.kind === 'asked' ? question.result : openPosting(deps, context, question.id, 0);
  }
  const last = focused('posting', context);
  return last === null ? askName('posting', on, context.actor.locale) : openPosting(deps, context, last, 0);
}
