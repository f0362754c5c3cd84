import type { Action } from '../../../conversation/contract/action.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { ListItem } from '../../../conversation/contract/reply.ts';
import { formatInstant } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { Course, ItemSummary, Page } from '../catalogue.types.ts';
import {
  button,
  fewNames,
  goTo,
  listButtons,
  moreButton,
  nextSteps,
  note,
  type OwnLevels,
  pageSize,
  quotable,
  reply,
  type Slots,
  shorten,
  sourceNote,
  text,
} from './reply-parts.ts';

/** What courses are looked for by. `gaps` = the required skills that the person lacks; null = their own levels are not known. */
export type CourseSubject =
  | { readonly kind: 'skills'; readonly skills: readonly ItemSummary[] }
  | { readonly kind: 'needs'; readonly of: ItemSummary; readonly gaps: number | null }
  | { readonly kind: 'words'; readonly words: string; readonly candidates: readonly ItemSummary[] };

export interface CourseQuery {
  readonly subject: CourseSubject;
  readonly language: Locale | null;
  /** The level to reach, 1 to 5. */
  readonly level: number | null;
  /** Looks at courses below the person's own level too. */
  readonly anyLevel: boolean;
}

export interface CoursesModel {
  readonly query: CourseQuery;
  readonly page: Page<Course>;
  readonly own: OwnLevels;
  readonly timeZone: string;
  readonly loosened: readonly { readonly without: 'language' | 'level'; readonly count: number }[];
}

/** Courses that build skills, from the person's level up where it is known. */
export function coursesReply(model: CoursesModel, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const { page, query } = model;
  const shown = page.page * pageSize + page.items.length;
  const continues = query.subject.kind !== 'words';
  const what = described(model, locale);
  const first = page.total === 0 ? t.courses.none(what) : t.courses.found(what, page.total);
  return {
    reply: reply(locale, t.courses.preview, [
      text(page.page === 0 ? first : t.range(page.page * pageSize + 1, shown, page.total)),
      ...(page.items.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              ordered: true,
              items: page.items.map(course => courseItem(course, model, locale)),
            },
          ]),
      ...listButtons([continues ? moreButton(locale, page, shown, goTo('find-courses', querySlots(query))) : null]),
      ...(page.next !== null && !continues ? [note(t.courses.narrower)] : []),
      ...sourceNote(
        page.items.map(course => course.source),
        locale,
      ),
      ...nextSteps(page.total === 0 ? emptySteps(model, locale) : steps(query, locale)),
    ]),
    focus: subjectFocus(query.subject),
    listed: page.items.map(course => course.id),
  };
}

/** Every required skill is there already. */
export function noGapsReply(of: ItemSummary, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  return {
    reply: reply(locale, t.courses.preview, [
      text(t.courses.noGaps(of.name[locale])),
      ...nextSteps([
        of.kind === 'role'
          ? button(t.press.openPostings, 'find-postings', { role: of.id })
          : button(t.press.similar, 'find-postings', { like: of.id }),
        of.kind === 'role' ? button(t.press.closeRoles, 'find-roles', { role: of.id }) : null,
      ]),
    ]),
    focus: { [of.kind]: of.id },
    listed: [],
  };
}

function described({ query, own }: CoursesModel, locale: Locale): string {
  const t = catalogueMessages[locale].courses;
  const language = query.language === null ? '' : t.inLanguage(catalogueMessages[locale].languages[query.language]);
  const subject = subjectWords(query, own, locale);
  return `${subject}${language}`;
}

function subjectWords({ subject, level, anyLevel }: CourseQuery, own: OwnLevels, locale: Locale): string {
  const t = catalogueMessages[locale].courses;
  if (subject.kind === 'words') return t.forWords(quotable(subject.words));
  if (subject.kind === 'needs')
    return subject.gaps === null
      ? t.forRole(subject.of.name[locale])
      : t.forGaps(subject.of.name[locale], subject.gaps);
  const [only, second] = subject.skills;
  if (only === undefined || second !== undefined)
    return t.forSkills(subject.skills.map(skill => shorten(skill.name[locale], 60)));
  const have = own?.get(only.id);
  if (level !== null) return t.toLevel(only.name[locale], level);
  return have === undefined || anyLevel ? t.forSkills([only.name[locale]]) : t.fromLevel(only.name[locale], have);
}

function courseItem(course: Course, model: CoursesModel, locale: Locale): ListItem {
  const t = catalogueMessages[locale];
  const [next] = course.sessions;
  const parts = [
    buildsWords(course, model, locale),
    t.courses.hours(course.hours),
    t.delivery[course.delivery],
    t.languages[course.language],
    next === undefined ? t.courses.selfPaced : t.courses.next(formatInstant(next.startsAt, model.timeZone, locale)),
  ];
  return {
    title: course.name[locale],
    detail: parts.filter(part => part !== '').join(t.separator),
    action: goTo('show-course', { course: course.id }),
  };
}

/** From which level to which for a skill that was asked for; otherwise the names of what it builds. */
function buildsWords(course: Course, { query }: CoursesModel, locale: Locale): string {
  const t = catalogueMessages[locale];
  const asked = query.subject.kind === 'skills' ? query.subject.skills : [];
  const built = course.builds.find(entry => asked.some(skill => skill.id === entry.skillId));
  if (built !== undefined && asked.length === 1) return t.level.range(built.fromLevel, built.toLevel);
  return fewNames(
    course.builds.map(entry => entry.name[locale]),
    locale,
    2,
  );
}

function querySlots({ subject, language, level, anyLevel }: CourseQuery): Slots {
  return {
    ...subjectSlots(subject),
    ...(language === null ? {} : { lang: language }),
    ...(level === null ? {} : { level: String(level) }),
    ...(anyLevel ? { any: 'yes' } : {}),
  };
}

function subjectSlots(subject: CourseSubject): Slots {
  if (subject.kind === 'skills') return { skill: subject.skills.map(skill => skill.id).join(',') };
  return subject.kind === 'needs' ? { [subject.of.kind]: subject.of.id } : {};
}

function subjectFocus(subject: CourseSubject): Slots {
  if (subject.kind === 'needs') return { [subject.of.kind]: subject.of.id };
  const [first] = subject.kind === 'skills' ? subject.skills : [];
  return first === undefined ? {} : { skill: first.id };
}

function steps({ subject }: CourseQuery, locale: Locale): readonly (Action | null)[] {
  const t = catalogueMessages[locale].press;
  if (subject.kind === 'needs' && subject.of.kind === 'role') {
    const role = subject.of.id;
    return [
      button(t.showSkills, 'show-role-skills', { role }),
      button(t.openPostings, 'find-postings', { role }),
      button(t.closeRoles, 'find-roles', { role }),
    ];
  }
  if (subject.kind === 'needs') return [button(t.backToPosting, 'show-posting', { posting: subject.of.id })];
  if (subject.kind === 'words') {
    const meant = subject.candidates
      .slice(0, 3)
      .map(({ id, name }) => button(name[locale], 'find-courses', { skill: id }));
    return [...meant, button(t.myRole, 'show-role-skills', { own: 'yes' })];
  }
  const skill = subject.skills.map(item => item.id).join(',');
  return [button(t.rolesForSkill, 'find-roles', { skill }), button(t.openPostings, 'find-postings', { skill })];
}

function emptySteps({ query, loosened }: CoursesModel, locale: Locale): readonly (Action | null)[] {
  const t = catalogueMessages[locale];
  const wider = loosened.map(({ without, count }) =>
    without === 'language'
      ? button(t.courses.anyLanguage(count), 'find-courses', querySlots({ ...query, language: null }))
      : button(t.courses.anyLevel(count), 'find-courses', querySlots({ ...query, level: null, anyLevel: true })),
  );
  return [...wider.slice(0, 2), button(t.press.tellHr, 'report-missing', { kind: 'course' })];
}
