import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { ItemSummary, Role } from '../catalogue.types.ts';
import { directOnly, gone } from './ask-back.reply.ts';
import { type AnswerDeps, idsOf, ownLevels, readRole, roleInQuestion, wordsOf } from './in-question.ts';
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
    refreshable: true,
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
  const [found, own] = await Promise.all([readRole(deps, context, question), ownLevels(deps, context)]);
  if (found.kind === 'gone') return gone('role', actor.locale);
  const others = await alsoElsewhere(deps, context, input, found.item, question.others);
  const model = { role: found.item, own, page: pageOf(input), only: skillKindOf(input), others };
  return mine ? roleAgainstOwnReply(model, actor.locale) : roleSkillsReply(model, actor.locale);
}

/**
 * Published frameworks are in English, so a Japanese name does not always reach them: the role's English name does, without the rank in
 * its brackets. Only for a role of the group that the sentence names.
 */
async function alsoElsewhere(
  deps: AnswerDeps,
  { actor }: IntentContext,
  input: IntentInput,
  role: Role,
  others: readonly ItemSummary[],
): Promise<readonly ItemSummary[]> {
  const isReached = others.some(other => other.source.id !== role.source.id);
  const isNamed = wordsOf(input, 'role').length > 0;
  if (actor.locale !== 'ja' || role.source.id !== 'group' || isReached || !isNamed) return others;
  const english = role.name.en.replace(/\s*\([^)]*\)\s*$/, '');
  const resolution = await deps.catalogue.resolve(actor, { kind: 'role', text: english, locale: 'en' });
  if (resolution.kind !== 'found') return others;
  const elsewhere = [resolution.item, ...resolution.others].filter(other => other.source.id !== role.source.id);
  return [...elsewhere, ...others].slice(0, 3);
}
