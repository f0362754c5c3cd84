import type { IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import type { Found, Skill } from '../catalogue.types.ts';
import { gone } from './ask-back.reply.ts';
import { courseReply } from './course.reply.ts';
import { type AnswerDeps, ownLevels, pointedIds } from './in-question.ts';
import { type Desk, postingReply } from './posting.reply.ts';
import { roleSkillsReply } from './role-skills.reply.ts';
import { skillReply } from './skill.reply.ts';

/** "The second one" opens what it is, whatever the sentence was taken for; null when the sentence points at nothing in the list. */
export async function openPointed(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
): Promise<IntentResult | null> {
  const [id] = pointedIds(context, input);
  if (id === undefined) return null;
  if (isId('role', id)) return openRole(deps, context, id);
  if (isId('skill', id)) return openSkill(deps, context, { id }, 0);
  if (isId('posting', id)) return openPosting(deps, context, id, 0);
  return isId('course', id) ? openCourse(deps, context, id, 0) : null;
}

async function openRole(deps: AnswerDeps, context: IntentContext, id: Id<'role'>): Promise<IntentResult> {
  const { actor } = context;
  const [found, own] = await Promise.all([deps.catalogue.role(actor, id), ownLevels(deps, context)]);
  if (found.kind === 'gone') return gone('role', actor.locale);
  return roleSkillsReply({ role: found.item, own, page: 0, only: null, others: [] }, actor.locale);
}

export async function openSkill(
  deps: AnswerDeps,
  context: IntentContext,
  { id, whole }: { readonly id: Id<'skill'>; readonly whole?: Skill },
  page: number,
): Promise<IntentResult> {
  const { actor } = context;
  const found: Found<Skill> =
    whole === undefined ? await deps.catalogue.skill(actor, id) : { kind: 'found', item: whole };
  if (found.kind === 'gone') return gone('skill', actor.locale);
  const [own, neededBy] = await Promise.all([
    ownLevels(deps, context),
    deps.catalogue.rolesNeedingSkill(actor, id, page),
  ]);
  return skillReply({ skill: found.item, own, neededBy }, actor.locale);
}

export async function openPosting(
  deps: AnswerDeps,
  context: IntentContext,
  id: Id<'posting'>,
  page: number,
): Promise<IntentResult> {
  const { actor } = context;
  const found = await deps.catalogue.posting(actor, id);
  if (found.kind === 'gone') return gone('posting', actor.locale);
  const [own, desk] = await Promise.all([ownLevels(deps, context), hrDesk(deps, context)]);
  return postingReply({ posting: found.item, own, desk, page }, actor.locale);
}

export async function openCourse(
  deps: AnswerDeps,
  context: IntentContext,
  id: Id<'course'>,
  page: number,
): Promise<IntentResult> {
  const { actor } = context;
  const found = await deps.catalogue.course(actor, id);
  if (found.kind === 'gone') return gone('course', actor.locale);
  const [own, desk] = await Promise.all([ownLevels(deps, context), hrDesk(deps, context)]);
  return courseReply({ course: found.item, own, desk, timeZone: actor.timeZone, page }, actor.locale);
}

/** The desk of the person's own company. */
export async function hrDesk(deps: AnswerDeps, context: IntentContext): Promise<Desk> {
  const company = await deps.people.ownCompany(context.actor);
  return { name: company.hrDesk[context.actor.locale], email: company.hrEmail };
}
