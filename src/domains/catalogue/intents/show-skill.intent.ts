import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { type AnswerDeps, idsOf, skillInQuestion } from './in-question.ts';
import { openPointed, openSkill } from './open-item.ts';
import { pageOf } from './references.ts';

/** What a skill is, and who needs it. */
export function createShowSkill(deps: AnswerDeps): Intent {
  return {
    name: 'show-skill',
    title: bilingual(catalogueMessages, t => t.intents.showSkill.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.showSkill.suggestion),
    content: 'catalogue',
    refreshable: true,
    examples: new URL('./show-skill.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const pointed = idsOf('skill', context, input).length === 0 ? await openPointed(deps, context, input) : null;
  if (pointed !== null) return pointed;
  const question = await skillInQuestion(deps, context, input, { intent: 'show-skill', slot: 'skill' });
  return question.kind === 'asked' ? question.result : openSkill(deps, context, question, pageOf(input));
}
