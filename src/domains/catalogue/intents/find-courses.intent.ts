import type { Intent, IntentContext, IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { localeFromWords } from '../../../platform/i18n/locale-from-words.ts';
import { bilingual } from '../../../platform/i18n/messages.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { Course, CourseFilter, Page } from '../catalogue.types.ts';
import { type CourseNeed, courseNeed } from './course-need.ts';
import { type CourseQuery, coursesReply, noGapsReply } from './courses.reply.ts';
import { type AnswerDeps, ownLevels } from './in-question.ts';
import { levelFromWords, pageOf } from './references.ts';
import type { OwnLevels } from './reply-parts.ts';

/** Courses for skills, or for what is missing for a role or a posting. */
export function createFindCourses(deps: AnswerDeps): Intent {
  return {
    name: 'find-courses',
    title: bilingual(catalogueMessages, t => t.intents.findCourses.title),
    suggestion: bilingual(catalogueMessages, t => t.intents.findCourses.suggestion),
    content: 'catalogue',
    examples: new URL('./find-courses.examples.txt', import.meta.url),
    handle: (context, input) => handle(deps, context, input),
  };
}

async function handle(deps: AnswerDeps, context: IntentContext, input: IntentInput): Promise<IntentResult> {
  const { actor } = context;
  const own = await ownLevels(deps, context);
  const need = await courseNeed(deps, context, input, own);
  if (need.kind === 'asked') return need.result;
  const { subject } = need;
  if (subject.kind === 'needs' && subject.gaps === 0) return noGapsReply(subject.of, actor.locale);
  const query: CourseQuery = { subject, ...conditionsOf(input) };
  const page = await search(deps, context, { query, need, own }, pageOf(input));
  if (page.total === 0 && need.otherwise !== null) return need.otherwise;
  const loosened = page.total > 0 ? [] : await loosen(deps, context, { query, need, own });
  return coursesReply({ query, page, own, timeZone: actor.timeZone, loosened }, actor.locale);
}

interface Search {
  readonly query: CourseQuery;
  readonly need: Extract<CourseNeed, { kind: 'need' }>;
  readonly own: OwnLevels;
}

function search(
  deps: AnswerDeps,
  context: IntentContext,
  { query, need, own }: Search,
  page: number,
): Promise<Page<Course>> {
  const filter: CourseFilter = {
    ...(need.subject.kind === 'words' ? { text: need.subject.words } : { skillIds: need.skillIds }),
    ...(query.language === null ? {} : { language: query.language }),
    ...(query.anyLevel ? {} : { have: levelsToPass(need, query.level, own) }),
  };
  return deps.catalogue.findCourses(context.actor, filter, page);
}

/** A course must lead past the level the person has; to reach level 3 it must lead past level 2. */
function levelsToPass(need: Search['need'], level: number | null, own: OwnLevels): Readonly<Record<string, number>> {
  const passed = need.skillIds.map((id): readonly [string, number] => [
    id,
    Math.max(own?.get(id) ?? 0, (level ?? 1) - 1),
  ]);
  return Object.fromEntries(passed.filter(([, have]) => have > 0));
}

async function loosen(deps: AnswerDeps, context: IntentContext, asked: Search) {
  const { query } = asked;
  const looser = [
    ...(query.language === null ? [] : [{ without: 'language' as const, query: { ...query, language: null } }]),
    ...(query.anyLevel ? [] : [{ without: 'level' as const, query: { ...query, level: null, anyLevel: true } }]),
  ];
  const counted = looser.map(async entry => ({
    without: entry.without,
    count: (await search(deps, context, { ...asked, query: entry.query }, 0)).total,
  }));
  return (await Promise.all(counted)).filter(entry => entry.count > 0);
}

function conditionsOf(input: IntentInput): { language: Locale | null; level: number | null; anyLevel: boolean } {
  const sentence = input.kind === 'sentence';
  const language = sentence ? input.slots.language?.[0] : input.slots.lang;
  const level = sentence ? input.slots.level?.[0] : input.slots.level;
  return {
    language: language === undefined ? null : localeFromWords(language),
    level: level === undefined ? null : levelFromWords(level),
    anyLevel: !sentence && input.slots.any === 'yes',
  };
}
