import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { isId } from '../../../platform/ids/ids.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { askName, directOnly, type GoesOn, gone } from './ask-back.reply.ts';
import {
  type AnswerDeps,
  focused,
  type InQuestion,
  idsOf,
  ownLevels,
  readRole,
  roleInQuestion,
  wordsOf,
} from './in-question.ts';
import { namesOwn, pageOf } from './references.ts';
import { roleFitsReply } from './role-fits.reply.ts';
import { skillIds, skillsInQuestion } from './skills-in-question.ts';

const on: GoesOn = { intent: 'find-roles', slot: 'skill' };

/** Roles that fit the skills a person names, or lie near a role. */
export function createFindRoles(deps: AnswerDeps): Intent {
  return {
    name: 'find-roles',
    title: bilingual(catalogueMessages, t => t.intents.findRoles.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.findRoles.suggestion),
    content: 'catalogue',
    examples: new URL('./find-roles.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { actor } = context;
  if (input.kind !== 'sentence' && input.slots.own === 'skills') return forOwnSkills(deps, context, pageOf(input));
  const asked = await skillsInQuestion(deps, context, input, on);
  if (asked.kind !== 'skills') return asked.result;
  if (asked.skills.length > 0) {
    const page = await deps.catalogue.rolesForSkills(actor, skillIds(asked.skills), pageOf(input));
    return roleFitsReply({ kind: 'skills', skills: asked.skills, unknown: asked.unknown }, page, actor.locale);
  }
  return withoutSkills(deps, context, input);
}

/** No skill is named: a role that is, the person's own skills when the sentence speaks of them, what was spoken of last. */
async function withoutSkills(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { actor, memory } = context;
  const namesRole = wordsOf(input, 'role').length > 0 || idsOf('role', context, input).length > 0;
  const own = input.kind === 'sentence' && namesOwn(input.text);
  if (!namesRole && own && speaksOfSkills(input.text)) return forOwnSkills(deps, context, 0);
  if (namesRole || own || focused('role', context) !== null) {
    const question = await roleInQuestion(deps, context, input, { intent: 'find-roles', slot: 'role' });
    return question.kind === 'asked' ? question.result : near(deps, context, question, pageOf(input));
  }
  const lastSkill = memory.focus.skill;
  if (lastSkill !== undefined && isId('skill', lastSkill))
    return handle(deps, context, { kind: 'action', slots: { skill: lastSkill } });
  return context.scope === 'direct' ? forOwnSkills(deps, context, 0) : askName('skill', on, actor.locale);
}

function speaksOfSkills(text: string): boolean {
  return /skill|strength|know|スキル|経験|強み|得意|技能|知識/iu.test(text);
}

async function near(
  deps: AnswerDeps,
  context: IntentContext,
  question: Extract<InQuestion<'role'>, { kind: 'item' }>,
  pageNumber: number,
): Promise<IntentResult> {
  const { actor } = context;
  const [found, page] = await Promise.all([
    readRole(deps, context, question),
    deps.catalogue.rolesNear(actor, question.id, pageNumber),
  ]);
  return found.kind === 'gone'
    ? gone('role', actor.locale)
    : roleFitsReply({ kind: 'role', role: found.item }, page, actor.locale);
}

async function forOwnSkills(deps: AnswerDeps, context: IntentContext, pageNumber: number): Promise<IntentResult> {
  const { actor } = context;
  if (context.scope === 'channel') return directOnly(actor.locale);
  const own = await ownLevels(deps, context);
  if (own === null) return askName('skill', on, actor.locale);
  const ids = [...own.keys()].filter(id => isId('skill', id));
  const page = await deps.catalogue.rolesForSkills(actor, ids, pageNumber);
  return roleFitsReply({ kind: 'own' }, page, actor.locale);
}
