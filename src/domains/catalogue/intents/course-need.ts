import type { IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { Posting, Role } from '../catalogue.types.ts';
import { positionFromWords } from '../positions.rules.ts';
import { askName, type GoesOn, gone } from './ask-back.reply.ts';
import type { CourseSubject } from './courses.reply.ts';
import { type AnswerDeps, focused, idsOf, ownRole, ownRoleId, resolveWords, wordsOf } from './in-question.ts';
import { openPointed } from './open-item.ts';
import { isOwnWords, namesOwn } from './references.ts';
import type { OwnLevels } from './reply-parts.ts';
import { gapsOf } from './role-skills.reply.ts';
import { type SkillsInQuestion, skillIds, skillsInQuestion, summariesOf } from './skills-in-question.ts';

/** What somebody wants to learn. `otherwise` = the answer when no course is found for words that are no skill's name. */
export type CourseNeed =
  | {
      readonly kind: 'need';
      readonly subject: CourseSubject;
      readonly skillIds: readonly Id<'skill'>[];
      readonly otherwise: IntentResult | null;
    }
  | { readonly kind: 'asked'; readonly result: IntentResult };

const onSkill: GoesOn = { intent: 'find-courses', slot: 'skill' };
const onRole: GoesOn = { intent: 'find-courses', slot: 'role' };
/** More skills than this would match nearly every course. */
const mostSkills = 20;

/** In this order: what is pointed at, the skills named, the role named, one's own role, what was spoken of last, one's own role. */
export async function courseNeed(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
  own: OwnLevels,
): Promise<CourseNeed> {
  const pointed = await pointedNeed(deps, context, input, own);
  if (pointed !== null) return pointed;
  const asked = await skillsInQuestion(deps, context, input, onSkill);
  // Courses that go by these words answer sooner than a question about the skill.
  if (asked.kind === 'unsure') return wordsNeed(asked);
  if (asked.skills.length > 0) return skillNeed(asked.skills);
  const [words] = wordsOf(input, 'role').filter(text => !isOwnWords(text));
  if (words !== undefined) {
    const role = await resolveWords(deps, context, { kind: 'role', words }, onRole);
    return role.kind === 'asked' ? role : roleNeed(deps, context, role.id, own);
  }
  return unnamedNeed(deps, context, input, own);
}

async function pointedNeed(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
  own: OwnLevels,
): Promise<CourseNeed | null> {
  const [skill] = idsOf('skill', context, input);
  if (skill !== undefined) return null;
  const [role] = idsOf('role', context, input);
  if (role !== undefined) return roleNeed(deps, context, role, own);
  const [posting] = idsOf('posting', context, input);
  if (posting !== undefined) return postingNeed(deps, context, posting, own);
  // "The second one" of a list of courses opens the course.
  const opened = await openPointed(deps, context, input);
  return opened === null ? null : { kind: 'asked', result: opened };
}

async function unnamedNeed(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
  own: OwnLevels,
): Promise<CourseNeed> {
  const saysOwn = input.kind === 'sentence' ? namesOwn(input.text) : input.slots.own !== undefined;
  if (saysOwn) {
    const role = await ownRole(deps, context, onRole);
    return role.kind === 'asked' ? role : roleNeed(deps, context, role.id, own);
  }
  const ranked = await roleAtRank(deps, context, input);
  if (ranked !== null) return needOf(ranked, own);
  const [skill, posting, role] = [focused('skill', context), focused('posting', context), focused('role', context)];
  if (skill !== null) return skillNeed(await summariesOf(deps, context, [skill]));
  if (posting !== null) return postingNeed(deps, context, posting, own);
  const id = role ?? (await ownRoleId(deps, context));
  if (id !== null) return roleNeed(deps, context, id, own);
  return { kind: 'asked', result: askName('course', onSkill, context.actor.locale) };
}

/** "Courses for managers": the last role, or one's own, at that rank. */
async function roleAtRank(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<Role | null> {
  const position = positionFromWords(wordsOf(input, 'position')[0] ?? '');
  if (position === null) return null;
  const base = focused('role', context) ?? (await ownRoleId(deps, context));
  if (base === null) return null;
  const found = await deps.catalogue.roleAtPosition(context.actor, base, position);
  return found.kind === 'found' ? found.item : null;
}

function wordsNeed({ words, candidates, result }: Extract<SkillsInQuestion, { kind: 'unsure' }>): CourseNeed {
  return { kind: 'need', subject: { kind: 'words', words, candidates }, skillIds: [], otherwise: result };
}

function skillNeed(skills: Awaited<ReturnType<typeof summariesOf>>): CourseNeed {
  return { kind: 'need', subject: { kind: 'skills', skills }, skillIds: skillIds(skills), otherwise: null };
}

async function roleNeed(deps: AnswerDeps, context: IntentContext, id: Id<'role'>, own: OwnLevels): Promise<CourseNeed> {
  const found = await deps.catalogue.role(context.actor, id);
  return found.kind === 'gone'
    ? { kind: 'asked', result: gone('role', context.actor.locale) }
    : needOf(found.item, own);
}

async function postingNeed(
  deps: AnswerDeps,
  context: IntentContext,
  id: Id<'posting'>,
  own: OwnLevels,
): Promise<CourseNeed> {
  const found = await deps.catalogue.posting(context.actor, id);
  return found.kind === 'gone'
    ? { kind: 'asked', result: gone('posting', context.actor.locale) }
    : needOf(found.item, own);
}

/** What is missing, widest gap first; everything that is required where the person's levels are not known. */
function needOf(of: Role | Posting, own: OwnLevels): CourseNeed {
  const gaps = gapsOf(of.skills, own);
  const subject: CourseSubject = { kind: 'needs', of, gaps: own === null ? null : gaps.length };
  return { kind: 'need', subject, skillIds: gaps.slice(0, mostSkills).map(skill => skill.skillId), otherwise: null };
}
