import type { IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { ItemSummary } from '../catalogue.types.ts';
import type { GoesOn } from './ask-back.reply.ts';
import { notKnown, whichOne } from './ask-back.reply.ts';
import { type AnswerDeps, idsOf, wordsOf } from './in-question.ts';

/** One or more skills that a sentence names, or the question that one of the names raises. */
export type SkillsInQuestion =
  /** `unknown` = names that were left out beside known ones. */
  | { readonly kind: 'skills'; readonly skills: readonly ItemSummary[]; readonly unknown: readonly string[] }
  /** The words name no skill for certain. `candidates` may be meant; `result` asks. */
  | {
      readonly kind: 'unsure';
      readonly words: string;
      readonly candidates: readonly ItemSummary[];
      readonly result: IntentResult;
    };

/** At most four skills: those of a button, those pointed at, those named. Without any, the list is empty. */
export async function skillsInQuestion(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
  on: GoesOn,
): Promise<SkillsInQuestion> {
  const given = idsOf('skill', context, input);
  if (given.length > 0) return { kind: 'skills', skills: await summariesOf(deps, context, given), unknown: [] };
  const { locale } = context.actor;
  const found: ItemSummary[] = [];
  const unknown: UnknownSkill[] = [];
  for (const words of wordsOf(input, 'skill').slice(0, 4)) {
    const resolution = await deps.catalogue.resolve(context.actor, { kind: 'skill', text: words, locale });
    if (resolution.kind === 'ambiguous') {
      const { candidates } = resolution;
      return { kind: 'unsure', words, candidates, result: whichOne('skill', words, candidates, on, locale) };
    }
    if (resolution.kind === 'found') found.push(resolution.item);
    if (resolution.kind === 'unknown') unknown.push({ words, nearest: resolution.nearest });
  }
  // An unknown name alone is what the person asks about; beside known ones it is left out, and said to be.
  const [first] = unknown;
  if (found.length === 0 && first !== undefined) {
    const result = notKnown('skill', first.words, first.nearest, on, locale);
    return { kind: 'unsure', words: first.words, candidates: [], result };
  }
  return { kind: 'skills', skills: found, unknown: unknown.map(({ words }) => words) };
}

interface UnknownSkill {
  readonly words: string;
  readonly nearest: readonly ItemSummary[];
}

/** In the order of the ids; what is gone is left out. */
export async function summariesOf(
  deps: AnswerDeps,
  context: IntentContext,
  ids: readonly string[],
): Promise<readonly ItemSummary[]> {
  const summaries = await deps.catalogue.summaries(context.actor, ids);
  return ids.flatMap(id => summaries.find(item => item.id === id) ?? []);
}

export function skillIds(skills: readonly ItemSummary[]): readonly Id<'skill'>[] {
  return skills.flatMap(skill => (isSkillId(skill.id) ? [skill.id] : []));
}

function isSkillId(id: ItemSummary['id']): id is Id<'skill'> {
  return id.startsWith('skl_');
}
