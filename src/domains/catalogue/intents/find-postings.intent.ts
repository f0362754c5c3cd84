import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { localeFromWords } from '../../../platform/i18n/locale-from-words.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { isId } from '../../../platform/ids/ids.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { Page, Posting, PostingFilter } from '../catalogue.types.ts';
import { directOnly } from './ask-back.reply.ts';
import { type AnswerDeps, wordsOf } from './in-question.ts';
import { postingSubject } from './posting-subject.ts';
import { type Loosened, type PostingQuery, postingsReply, tellingSkills } from './postings.reply.ts';
import { asksForRemote, namesOwn, pageOf } from './references.ts';

/** Open postings by role, skill, place and working language, or like one that was shown. */
export function createFindPostings(deps: AnswerDeps): Intent {
  return {
    name: 'find-postings',
    title: bilingual(catalogueMessages, t => t.intents.findPostings.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.findPostings.suggestion),
    content: 'catalogue',
    examples: new URL('./find-postings.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { actor } = context;
  const own = input.kind === 'sentence' ? namesOwn(input.text) : input.slots.own !== undefined;
  if (own && context.scope === 'channel') return directOnly(actor.locale);
  const [place, language] = [await placeOf(deps, context, input), languageOf(input)];
  const subject = await postingSubject(deps, context, input, place !== null || language !== null);
  const query: PostingQuery = { subject, place, language };
  const page = await search(deps, context, query, pageOf(input));
  const t = catalogueMessages[actor.locale];
  const notes = [
    ...(input.kind === 'sentence' && asksForRemote(input.text) ? [t.postings.remoteNote] : []),
    ...(own && subject === null ? [t.ask.noOwnRole] : []),
  ];
  if (page.total > 0) return postingsReply({ query, page, near: false, loosened: [], notes }, actor.locale);
  return nothingFound(deps, context, query, page);
}

/** A role without a posting of its own has near ones; several conditions are dropped one at a time. */
async function nothingFound(
  deps: AnswerDeps,
  context: IntentContext,
  query: PostingQuery,
  empty: Page<Posting>,
): Promise<IntentResult> {
  const { locale } = context.actor;
  const { subject } = query;
  if (subject?.kind === 'role' && query.place === null && query.language === null) {
    const text = subject.words ?? subject.role.name[locale];
    const page = await deps.catalogue.findPostings(context.actor, { text }, 0);
    return postingsReply({ query, page, near: true, loosened: [], notes: [] }, locale);
  }
  return postingsReply(
    { query, page: empty, near: false, loosened: await loosen(deps, context, query), notes: [] },
    locale,
  );
}

async function loosen(deps: AnswerDeps, context: IntentContext, query: PostingQuery): Promise<readonly Loosened[]> {
  const fewer: readonly (readonly [Loosened['without'], PostingQuery, boolean])[] = [
    ['place', { ...query, place: null }, query.place !== null],
    ['language', { ...query, language: null }, query.language !== null],
    [
      'subject',
      { ...query, subject: null },
      query.subject !== null && (query.place !== null || query.language !== null),
    ],
  ];
  const tried = fewer
    .filter(([, , applies]) => applies)
    .map(async ([without, looser]): Promise<readonly Loosened[]> => {
      const page = await search(deps, context, looser, 0);
      const [first] = page.items;
      return first === undefined ? [] : [{ without, count: page.total, at: first.id }];
    });
  return (await Promise.all(tried)).flat();
}

async function search(
  deps: AnswerDeps,
  context: IntentContext,
  query: PostingQuery,
  page: number,
): Promise<Page<Posting>> {
  const filter: PostingFilter = {
    ...subjectFilter(query, context.actor.locale),
    ...(query.place === null ? {} : { place: query.place }),
    ...(query.language === null ? {} : { workingLanguage: query.language }),
  };
  const found = await deps.catalogue.findPostings(context.actor, filter, page);
  const itself = query.subject?.kind === 'like' ? query.subject.posting.id : null;
  const items = found.items.filter(posting => posting.id !== itself);
  return {
    ...found,
    items,
    total: found.total - (itself !== null && (page > 0 || items.length < found.items.length) ? 1 : 0),
  };
}

function subjectFilter({ subject }: PostingQuery, locale: Locale): PostingFilter {
  if (subject === null) return {};
  switch (subject.kind) {
    case 'role':
      return { roleId: subject.role.id };
    case 'skills':
      return { skillIds: subject.skillIds };
    case 'like':
      return likeFilter(subject.posting, locale);
    case 'words':
      return { text: subject.words };
  }
}

function likeFilter(posting: Posting, locale: Locale): PostingFilter {
  const skillIds = tellingSkills(posting).map(skill => skill.skillId);
  return skillIds.length === 0 ? { text: posting.name[locale] } : { skillIds };
}

/** The person's own words, or those of the posting that a button names. */
async function placeOf(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<string | null> {
  if (input.kind === 'sentence') return wordsOf(input, 'place')[0] ?? null;
  const at = input.slots.at ?? '';
  if (!isId('posting', at)) return null;
  const found = await deps.catalogue.posting(context.actor, at);
  return found.kind === 'found' ? found.item.place[context.actor.locale] : null;
}

function languageOf(input: IntentInput): Locale | null {
  const words = input.kind === 'sentence' ? (input.slots.language ?? [])[0] : input.slots.lang;
  return words === undefined ? null : localeFromWords(words);
}
