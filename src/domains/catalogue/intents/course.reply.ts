import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import { formatSpan } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { Course } from '../catalogue.types.ts';
import type { Desk } from './posting.reply.ts';
import {
  button,
  goTo,
  levelMark,
  listButtons,
  moreButton,
  nextSteps,
  note,
  type OwnLevels,
  pageSize,
  paragraphs,
  reply,
  slicePage,
  sourceNote,
  text,
} from './reply-parts.ts';

export interface CourseModel {
  readonly course: Course;
  readonly own: OwnLevels;
  readonly desk: Desk;
  readonly timeZone: string;
  /** Of its dates. */
  readonly page: number;
}

/** One course: what it builds, when it takes place where the person is, and how to enrol. */
export function courseReply(model: CourseModel, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const { course } = model;
  const first = model.page === 0;
  return {
    reply: reply(locale, t.courses.preview, [
      text(t.courses.headline(course.name[locale], t.courses.hours(course.hours), t.delivery[course.delivery])),
      ...(first ? [courseCard(course, locale), ...builds(model, locale)] : []),
      ...dates(model, locale),
      note(t.courses.enrol(model.desk.name, model.desk.email)),
      ...sourceNote([course.source], locale),
      ...nextSteps(steps(course, locale)),
    ]),
    focus: { course: course.id },
    listed: first ? course.builds.slice(0, pageSize).map(entry => entry.skillId) : [],
  };
}

function courseCard(course: Course, locale: Locale): Block {
  const t = catalogueMessages[locale];
  const facts = [
    { label: t.courses.time, value: t.courses.hours(course.hours) },
    { label: t.courses.form, value: t.delivery[course.delivery] },
    { label: t.courses.language, value: t.languages[course.language] },
  ];
  const about = course.description[locale];
  return { kind: 'card', title: course.name[locale], ...(about === '' ? {} : { text: paragraphs(about) }), facts };
}

function builds({ course, own }: CourseModel, locale: Locale): readonly Block[] {
  const t = catalogueMessages[locale];
  if (course.builds.length === 0) return [];
  const items = course.builds.slice(0, pageSize).map(entry => {
    const level = levelMark(entry.toLevel, own?.get(entry.skillId), false, locale);
    return {
      title: entry.name[locale],
      detail: t.level.range(entry.fromLevel, entry.toLevel),
      ...(level === undefined
        ? {}
        : { level: { ...level, words: t.courses.reaches(entry.toLevel, own?.get(entry.skillId)) } }),
      action: goTo('show-skill', { skill: entry.skillId }),
    };
  });
  return [{ kind: 'list', title: t.courses.builds, ordered: false, items }];
}

function dates({ course, timeZone, page }: CourseModel, locale: Locale): readonly Block[] {
  const t = catalogueMessages[locale];
  if (course.sessions.length === 0) return [text(t.courses.selfPacedLong)];
  const cut = slicePage(course.sessions, page);
  const shown = cut.page * pageSize + cut.items.length;
  const items = cut.items.map(session => ({
    title: formatSpan(session.startsAt, session.endsAt, timeZone, locale),
    detail: session.place,
  }));
  return [
    { kind: 'list', title: t.courses.sessions, ordered: false, items },
    ...listButtons([moreButton(locale, cut, shown, goTo('show-course', { course: course.id }))]),
    note(t.courses.zone(timeZone)),
  ];
}

function steps(course: Course, locale: Locale) {
  const t = catalogueMessages[locale];
  const skill = course.builds
    .slice(0, 4)
    .map(entry => entry.skillId)
    .join(',');
  if (skill === '') return [button(t.press.myRole, 'show-role-skills', { own: 'yes' })];
  return [
    button(t.press.rolesForSkill, 'find-roles', { skill }),
    button(t.courses.otherCourses, 'find-courses', { skill }),
    button(t.press.openPostings, 'find-postings', { skill }),
  ];
}
