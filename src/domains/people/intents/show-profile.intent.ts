import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import type { CatalogueService, ItemSummary } from '../../catalogue/catalogue.types.ts';
import { peopleMessages } from '../people.messages.ts';
import type { PeopleService } from '../people.types.ts';
import { nameProfile } from '../profile-model.ts';
import { profileGoneReply, profileReply } from './profile.reply.ts';

export interface ShowProfileDeps {
  readonly people: Pick<PeopleService, 'profile' | 'skills'>;
  readonly catalogue: Pick<CatalogueService, 'role' | 'summaries' | 'resolve'>;
}

/** What Michi knows of the person who asks, and from where. */
export function createShowProfile(deps: ShowProfileDeps): Intent {
  return {
    name: 'show-profile',
    title: bilingual(peopleMessages, t => t.intents.profile.title),
    suggestion: bilingual(peopleMessages, t => t.intents.profile.suggestion),
    content: 'personal',
    examples: new URL('./show-profile.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: ShowProfileDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { actor } = context;
  const [found, skills] = await Promise.all([
    deps.people.profile(actor, actor.personId),
    deps.people.skills(actor, actor.personId),
  ]);
  if (found.kind === 'gone') return profileGoneReply(actor.locale);
  const model = await nameProfile(deps.catalogue, actor, found.profile, skills);
  const asked = await askedSkill(deps, context, input);
  const page = input.kind === 'sentence' ? 0 : Number.parseInt(input.slots.page ?? '0', 10) || 0;
  return profileReply({ ...model, asked, page }, actor.locale);
}

/** "My level of Python": the skill that the sentence names, if the catalogue knows it. */
async function askedSkill(
  deps: ShowProfileDeps,
  { actor }: IntentContext,
  input: IntentInput,
): Promise<ItemSummary | null> {
  const [words] = input.kind === 'sentence' ? (input.slots.skill ?? []) : [];
  if (words === undefined) return null;
  const resolution = await deps.catalogue.resolve(actor, { kind: 'skill', text: words, locale: actor.locale });
  return resolution.kind === 'found' ? resolution.item : null;
}
