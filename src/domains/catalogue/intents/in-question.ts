import type { IntentContext, IntentInput, IntentResult, SlotName } from '../../../conversation/contract/intent.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import type { PeopleService } from '../../people/people.types.ts';
import type {
  CatalogueService,
  Found,
  ItemKind,
  ItemSummary,
  Position,
  Resolution,
  ResolveQuery,
  Role,
  Skill,
} from '../catalogue.types.ts';
import { positionFromWords, rankAlone } from '../positions.rules.ts';
import { askName, directOnly, type GoesOn, noOwnRole, noSuchRank, notKnown, whichOne } from './ask-back.reply.ts';
import { isOwnWords, isPronoun, namesOwn, pointedAt } from './references.ts';
import type { OwnLevels } from './reply-parts.ts';

/** What the catalogue's intents need. */
export interface AnswerDeps {
  readonly catalogue: CatalogueService;
  readonly people: Pick<PeopleService, 'profile' | 'skills' | 'ownCompany'>;
}

/** Either the item that a turn is about, or the question to ask back. */
export type InQuestion<Kind extends ItemKind> =
  | {
      readonly kind: 'item';
      readonly id: Id<Kind>;
      readonly others: readonly ItemSummary[];
      /** When it was read along with finding out what is meant. */
      readonly whole?: Kind extends 'role' ? Role : Skill;
    }
  | { readonly kind: 'asked'; readonly result: IntentResult };

/** The words that a sentence gives for a slot, without ids that the conversation filled in for "the second one". */
export function wordsOf(input: IntentInput, slot: SlotName): readonly string[] {
  if (input.kind !== 'sentence') return [];
  return (input.slots[slot] ?? []).filter(words => !isAnyId(words) && !isPronoun(words));
}

/** Ids of a kind that the turn points at: a button's slot, or what the conversation filled in, or a place in the last list. */
export function idsOf<Kind extends ItemKind>(
  kind: Kind,
  context: IntentContext,
  input: IntentInput,
): readonly Id<Kind>[] {
  const given =
    input.kind === 'sentence'
      ? [...Object.values(input.slots).flat(), ...pointedAt(input, context.memory.listed)]
      : (input.slots[kind] ?? '').split(',');
  return [...new Set(given)].filter(text => isId<Kind>(kind, text)).slice(0, 4);
}

/** The ids that a turn points at, whatever they are, in the order said. */
export function pointedIds(context: IntentContext, input: IntentInput): readonly string[] {
  if (input.kind !== 'sentence') return [];
  const given = [...Object.values(input.slots).flat(), ...pointedAt(input, context.memory.listed)];
  return [...new Set(given.filter(isAnyId))];
}

export function focused<Kind extends ItemKind>(kind: Kind, context: IntentContext): Id<Kind> | null {
  const id = context.memory.focus[kind];
  return id !== undefined && isId(kind, id) ? id : null;
}

interface Asked<Kind extends ItemKind> {
  readonly kind: Kind;
  readonly words: string;
  readonly position?: Position | null;
}

/** Words to an item, or to the question that they raise. */
export async function resolveWords<Kind extends ItemKind>(
  deps: AnswerDeps,
  { actor }: IntentContext,
  asked: Asked<Kind>,
  on: GoesOn,
): Promise<InQuestion<Kind>> {
  return inQuestion(
    asked,
    await deps.catalogue.resolve(actor, { kind: asked.kind, ...queryOf(asked, actor) }),
    on,
    actor,
  );
}

function queryOf({ words, position }: Asked<ItemKind>, { locale }: PersonActor): Omit<ResolveQuery, 'kind'> {
  return { text: words, locale, ...(position ? { position } : {}) };
}

function inQuestion<Kind extends ItemKind>(
  { kind, words }: Asked<Kind>,
  resolution: Resolution,
  on: GoesOn,
  { locale }: PersonActor,
): InQuestion<Kind> {
  switch (resolution.kind) {
    case 'found':
      return (
        item(kind, resolution.item.id, worthNaming(resolution)) ?? {
          kind: 'asked',
          result: notKnown(kind, words, [], on, locale),
        }
      );
    case 'ambiguous':
      return { kind: 'asked', result: whichOne(kind, words, resolution.candidates, on, locale) };
    case 'unknown':
      return { kind: 'asked', result: notKnown(kind, words, resolution.nearest, on, locale) };
    case 'nothing-to-go-on':
      return { kind: 'asked', result: askName(kind, on, locale) };
  }
}

/** After an exact name only what other sources call so is worth naming; after a guess, everything that it could have been. */
function worthNaming({ item: found, score, others }: Extract<Resolution, { kind: 'found' }>): readonly ItemSummary[] {
  return score >= 1 ? others.filter(other => other.source.id !== found.source.id) : others;
}

/**
 * The role that a turn is about. In this order: the button's, the one pointed at, the one named, the person's own, the last one at the
 * rank asked for, the last one, the whole sentence as a name.
 */
export async function roleInQuestion(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
  on: GoesOn,
): Promise<InQuestion<'role'>> {
  const [pointed] = idsOf('role', context, input);
  if (pointed !== undefined) return { kind: 'item', id: pointed, others: [] };
  if (input.kind !== 'sentence') return input.slots.own === 'yes' ? ownRole(deps, context, on) : nothing(context, on);
  const [words] = wordsOf(input, 'role');
  if (words === undefined ? namesOwn(input.text) : isOwnWords(words)) return ownRole(deps, context, on);
  const position = positionFromWords(wordsOf(input, 'position')[0] ?? '');
  return words === undefined
    ? unnamedRole(deps, context, input.text, position, on)
    : namedRole(deps, context, words, position, on);
}

/** The role itself, which may have been read already. */
export async function readRole(
  deps: AnswerDeps,
  { actor }: IntentContext,
  { id, whole }: Extract<InQuestion<'role'>, { kind: 'item' }>,
): Promise<Found<Role>> {
  return whole === undefined ? deps.catalogue.role(actor, id) : { kind: 'found', item: whole };
}

/** 課長 alone is a rank of the role that was spoken of, or of the person's own; everything else is a name. */
async function namedRole(
  deps: AnswerDeps,
  context: IntentContext,
  words: string,
  position: Position | null,
  on: GoesOn,
): Promise<InQuestion<'role'>> {
  const rank = rankAlone(words);
  const base = rank === null ? null : await baseRole(deps, context);
  if (rank !== null && base !== null) return atRank(deps, context, base, position ?? rank, on);
  const asked = { kind: 'role', words, position } as const;
  const resolution = await deps.catalogue.resolveRole(context.actor, queryOf(asked, context.actor));
  const question = inQuestion(asked, resolution, on, context.actor);
  return question.kind === 'item' && resolution.kind === 'found' ? { ...question, whole: resolution.whole } : question;
}

async function unnamedRole(
  deps: AnswerDeps,
  context: IntentContext,
  text: string,
  position: Position | null,
  on: GoesOn,
): Promise<InQuestion<'role'>> {
  const last = focused('role', context) ?? (position === null ? null : await ownRoleId(deps, context));
  if (last !== null && position !== null) return atRank(deps, context, last, position, on);
  if (last !== null) return { kind: 'item', id: last, others: [] };
  if (text.length > 60) return nothing(context, on);
  const whole = await deps.catalogue.resolve(context.actor, { kind: 'role', text, locale: context.actor.locale });
  return (whole.kind === 'found' ? item('role', whole.item.id, worthNaming(whole)) : null) ?? nothing(context, on);
}

/** What "and at manager level?" starts from. */
async function baseRole(deps: AnswerDeps, context: IntentContext): Promise<Id<'role'> | null> {
  return focused('role', context) ?? (await ownRoleId(deps, context));
}

async function atRank(
  deps: AnswerDeps,
  context: IntentContext,
  base: Id<'role'>,
  position: Position,
  on: GoesOn,
): Promise<InQuestion<'role'>> {
  const there = await deps.catalogue.roleAtPosition(context.actor, base, position);
  if (there.kind === 'found') return { kind: 'item', id: there.item.id, others: [], whole: there.item };
  return withoutRank(deps, context, base, position, on);
}

/** The category has no map at that rank: says so and stays with the role. */
async function withoutRank(
  deps: AnswerDeps,
  context: IntentContext,
  last: Id<'role'>,
  position: Position,
  on: GoesOn,
): Promise<InQuestion<'role'>> {
  const { locale } = context.actor;
  const role = await deps.catalogue.role(context.actor, last);
  if (role.kind === 'gone') return nothing(context, on);
  return { kind: 'asked', result: noSuchRank(role.item, position, locale) };
}

export async function ownRole(deps: AnswerDeps, context: IntentContext, on: GoesOn): Promise<InQuestion<'role'>> {
  if (context.scope === 'channel') return { kind: 'asked', result: directOnly(context.actor.locale) };
  const id = await ownRoleId(deps, context);
  if (id !== null) return { kind: 'item', id, others: [] };
  const company = await deps.people.ownCompany(context.actor);
  return {
    kind: 'asked',
    result: noOwnRole(company.hrDesk[context.actor.locale], company.hrEmail, on, context.actor.locale),
  };
}

/** The role of the person's profile; null when there is none, or where others read along. */
export async function ownRoleId(deps: AnswerDeps, context: IntentContext): Promise<Id<'role'> | null> {
  if (context.scope === 'channel') return null;
  const found = await deps.people.profile(context.actor, context.actor.personId);
  return found.kind === 'found' ? found.profile.roleId : null;
}

/** The person's levels; null when none is on record, or where others read along. */
export async function ownLevels(deps: AnswerDeps, context: IntentContext): Promise<OwnLevels> {
  if (context.scope === 'channel') return null;
  const skills = await deps.people.skills(context.actor, context.actor.personId);
  return skills.length === 0 ? null : new Map(skills.map(skill => [skill.skillId, skill.level]));
}

export function item<Kind extends ItemKind>(
  kind: Kind,
  id: string,
  others: readonly ItemSummary[],
): Extract<InQuestion<Kind>, { kind: 'item' }> | null {
  return isId(kind, id) ? { kind: 'item', id, others } : null;
}

function nothing(context: IntentContext, on: GoesOn): InQuestion<'role'> {
  return { kind: 'asked', result: askName(on.slot === 'role2' ? 'role2' : 'role', on, context.actor.locale) };
}

function isAnyId(text: string): boolean {
  return (['role', 'skill', 'posting', 'course'] as const).some(kind => isId(kind, text));
}

async function namedSkill(
  deps: AnswerDeps,
  { actor }: IntentContext,
  words: string,
  on: GoesOn,
): Promise<InQuestion<'skill'>> {
  const asked = { kind: 'skill', words } as const;
  const resolution = await deps.catalogue.resolveSkill(actor, queryOf(asked, actor));
  const question = inQuestion(asked, resolution, on, actor);
  return question.kind === 'item' && resolution.kind === 'found' ? { ...question, whole: resolution.whole } : question;
}

/** The skill that a turn is about: the button's, the one pointed at, the one named, the last one, the whole sentence as a name. */
export async function skillInQuestion(
  deps: AnswerDeps,
  context: IntentContext,
  input: IntentInput,
  on: GoesOn,
): Promise<InQuestion<'skill'>> {
  const [pointed] = idsOf('skill', context, input);
  if (pointed !== undefined) return { kind: 'item', id: pointed, others: [] };
  const words = wordsOf(input, 'skill')[0] ?? wordsOf(input, 'item')[0];
  if (words !== undefined) return namedSkill(deps, context, words, on);
  const last = focused('skill', context);
  if (input.kind === 'sentence' && last !== null) return { kind: 'item', id: last, others: [] };
  if (input.kind === 'sentence' && input.text.length <= 60) {
    const whole = await deps.catalogue.resolve(context.actor, {
      kind: 'skill',
      text: input.text,
      locale: context.actor.locale,
    });
    const found = whole.kind === 'found' ? item('skill', whole.item.id, whole.others) : null;
    if (found !== null) return found;
  }
  return { kind: 'asked', result: askName('skill', on, context.actor.locale) };
}
