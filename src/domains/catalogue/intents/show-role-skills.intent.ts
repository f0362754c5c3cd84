import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { directOnly, gone } from './ask-back.reply.ts';
import { type AnswerDeps, idsOf, ownLevels, roleInQuestion } from './in-question.ts';
import { openPointed } from './open-item.ts';
import { pageOf, skillKindOf } from './references.ts';
import { roleAgainstOwnReply, roleSkillsReply } from './role-skills.reply.ts';

/** Which skills a role needs, at which level, must or nice, and what the person has of them. */
export function createShowRoleSkills(deps: AnswerDeps): Intent {
  return {
    name: 'show-role-skills',
    title: bilingual(catalogueMessages, t => t.intents.showRoleSkills.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.showRoleSkills.suggestion),
    content: 'catalogue',
    examples: new URL('./show-role-skills.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { actor } = context;
  const mine = input.kind !== 'sentence' && input.slots.view === 'mine';
  if (mine && context.scope === 'channel') return directOnly(actor.locale);
  const pointed = idsOf('role', context, input).length === 0 ? await openPointed(deps, context, input) : null;
  if (pointed !== null) return pointed;
  const question = await roleInQuestion(deps, context, input, { intent: 'show-role-skills', slot: 'role' });
  if (question.kind === 'asked') return question.result;
  const [found, own] = await Promise.all([deps.catalogue.role(actor, question.id), ownLevels(deps, context)]);
  if (found.kind === 'gone') return gone('role', actor.locale);
  const model = { role: found.item, own, page: pageOf(input), only: skillKindOf(input), others: question.others };
  return mine ? roleAgainstOwnReply(model, actor.locale) : roleSkillsReply(model, actor.locale);
}
