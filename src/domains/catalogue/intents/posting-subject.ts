import type { IntentContext, IntentInput } from '../../../conversation/contract/intent.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import { positionFromWords } from '../positions.rules.ts';
import { type AnswerDeps, focused, idsOf, ownRoleId, wordsOf } from './in-question.ts';
import type { PostingSubject } from './postings.reply.ts';
import { asksForLike, isOwnWords, namedBesidePostings, namesOwn, namesPostings } from './references.ts';
import { skillIds, summariesOf } from './skills-in-question.ts';

/**
 * What the postings shall be about. `narrowed` = the sentence names a place or a language already, so that nothing else is added
 * unless it continues a search for postings.
 */
export async function postingSubject(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
  narrowed: boolean,
): Promise<PostingSubject | null> {
  const given = await givenSubject(deps, context, input);
  if (given !== null) return given;
  if (input.kind !== 'sentence') return input.slots.all === 'yes' || narrowed ? null : ownSubject(deps, context);
  const named = await namedSubject(deps, context, input);
  if (named !== null) return named;
  return namesOwn(input.text) ? ownSubject(deps, context) : unnamedSubject(deps, context, input.text, narrowed);
}

/** What was spoken of last when the sentence goes on with it; words that stand where a name would; one's own role. */
async function unnamedSubject(
  deps: AnswerDeps,
  context: IntentContext,
  text: string,
  narrowed: boolean,
): Promise<PostingSubject | null> {
  const goesOn = context.memory.lastIntent === 'find-postings' && !namesPostings(text);
  if (narrowed) return goesOn ? focusSubject(deps, context, text) : null;
  const beside = namedBesidePostings(text);
  if (beside !== null) return { kind: 'words', words: beside };
  return (await focusSubject(deps, context, text)) ?? ownSubject(deps, context);
}

/** Ids of a button or of "the second one". */
async function givenSubject(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
): Promise<PostingSubject | null> {
  const like = input.kind === 'sentence' ? likeInSentence(context, input) : input.slots.like;
  if (like !== undefined && isId('posting', like)) return likeSubject(deps, context, like);
  const [role] = idsOf('role', context, input);
  if (role !== undefined) return roleSubject(deps, context, role);
  const skills = idsOf('skill', context, input);
  return skills.length === 0 ? null : skillSubject(deps, context, skills);
}

/** "Like this": the posting pointed at, the one shown last, or the only one of the last list. */
function likeInSentence(context: IntentContext, input: Extract<IntentInput, { kind: 'sentence' }>): string | undefined {
  const [pointed] = idsOf('posting', context, input);
  if (pointed !== undefined || !asksForLike(input.text)) return pointed;
  const [only, second] = context.memory.listed;
  return focused('posting', context) ?? (second === undefined ? only : undefined);
}

/** Words that name no role or skill for certain still find postings by their own words. */
async function namedSubject(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
): Promise<PostingSubject | null> {
  const { actor } = context;
  const [role] = wordsOf(input, 'role').filter(words => !isOwnWords(words));
  const position = positionFromWords(wordsOf(input, 'position')[0] ?? '');
  if (role !== undefined) {
    const found = await deps.catalogue.resolve(actor, {
      kind: 'role',
      text: role,
      locale: actor.locale,
      ...(position === null ? {} : { position }),
    });
    return found.kind === 'found' && isId('role', found.item.id)
      ? { kind: 'role', role: { id: found.item.id, name: found.item.name }, words: role, isOwn: false }
      : { kind: 'words', words: role };
  }
  const words = wordsOf(input, 'skill').slice(0, 4);
  const resolutions = await Promise.all(
    words.map(text => deps.catalogue.resolve(actor, { kind: 'skill', text, locale: actor.locale })),
  );
  const found = resolutions.flatMap(resolution => (resolution.kind === 'found' ? [resolution.item] : []));
  if (found.length > 0) return { kind: 'skills', skills: found, skillIds: skillIds(found) };
  const [first] = [...words, ...wordsOf(input, 'item')];
  return first === undefined ? null : { kind: 'words', words: first };
}

/** What was spoken of last: a posting first, when the sentence asks for one like it. */
async function focusSubject(deps: AnswerDeps, context: IntentContext, text: string): Promise<PostingSubject | null> {
  const [posting, role, skill] = [focused('posting', context), focused('role', context), focused('skill', context)];
  if (posting !== null && (asksForLike(text) || role === null)) return likeSubject(deps, context, posting);
  if (role !== null) return roleSubject(deps, context, role);
  return skill === null ? null : skillSubject(deps, context, [skill]);
}

async function ownSubject(deps: AnswerDeps, context: IntentContext): Promise<PostingSubject | null> {
  const id = await ownRoleId(deps, context);
  const subject = id === null ? null : await roleSubject(deps, context, id);
  return subject === null ? null : { ...subject, isOwn: true };
}

async function roleSubject(
  deps: AnswerDeps,
  context: IntentContext,
  id: Id<'role'>,
): Promise<Extract<PostingSubject, { kind: 'role' }> | null> {
  const found = await deps.catalogue.role(context.actor, id);
  if (found.kind === 'gone') return null;
  return { kind: 'role', role: { id: found.item.id, name: found.item.name }, words: null, isOwn: false };
}

async function skillSubject(
  deps: AnswerDeps,
  context: IntentContext,
  ids: readonly Id<'skill'>[],
): Promise<PostingSubject | null> {
  const skills = await summariesOf(deps, context, ids);
  return skills.length === 0 ? null : { kind: 'skills', skills, skillIds: skillIds(skills) };
}

async function likeSubject(
  deps: AnswerDeps,
  context: IntentContext,
  id: Id<'posting'>,
): Promise<PostingSubject | null> {
  const found = await deps.catalogue.posting(context.actor, id);
  return found.kind === 'gone' ? null : { kind: 'like', posting: found.item };
}
