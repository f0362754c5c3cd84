import type { IntentResult } from '../../src/conversation/contract/intent.ts';
import type { MissingItemReport } from '../../src/domains/catalogue/catalogue.types.ts';
import {
  addedReply,
  addForm,
  aliasListReply,
  confirmRemoveReply,
  formReply,
  refusedReply,
  removedReply,
  removeForm,
} from '../../src/domains/catalogue/intents/aliases.reply.ts';
import {
  askName,
  directOnly,
  type GoesOn,
  gone,
  noOwnRole,
  noSuchRank,
  notKnown,
  whichOne,
} from '../../src/domains/catalogue/intents/ask-back.reply.ts';
import { courseReply } from '../../src/domains/catalogue/intents/course.reply.ts';
import { type CourseQuery, coursesReply, noGapsReply } from '../../src/domains/catalogue/intents/courses.reply.ts';
import { postingReply } from '../../src/domains/catalogue/intents/posting.reply.ts';
import { type PostingQuery, postingsReply } from '../../src/domains/catalogue/intents/postings.reply.ts';
import { reportForm } from '../../src/domains/catalogue/intents/report-missing.intent.ts';
import { reportReply, reportsReply } from '../../src/domains/catalogue/intents/reports.reply.ts';
import { roleComparisonReply, sameRoleReply } from '../../src/domains/catalogue/intents/role-comparison.reply.ts';
import { roleFitsReply } from '../../src/domains/catalogue/intents/role-fits.reply.ts';
import { roleAgainstOwnReply, roleSkillsReply } from '../../src/domains/catalogue/intents/role-skills.reply.ts';
import { skillReply } from '../../src/domains/catalogue/intents/skill.reply.ts';
import {
  alreadyReply,
  askReply,
  chooseReply,
  keptReply,
  switchedReply,
} from '../../src/domains/people/intents/language.reply.ts';
import { profileGoneReply, profileReply } from '../../src/domains/people/intents/profile.reply.ts';
import type { Locale } from '../../src/platform/i18n/locale.ts';
import {
  architect,
  course,
  desk,
  emptyRole,
  fit,
  framework,
  neededBy,
  ownLevels,
  pageOf,
  posting,
  profile,
  projectManager,
  selfPaced,
  statementSkill,
  threatModelling,
} from './intents-sample-items.ts';

const toRole: GoesOn = { intent: 'show-role-skills', slot: 'role' };
const longWords = `wizard\u202E of <b>everything</b> ${'long '.repeat(50)}`;
const onlySkills = { skills: [threatModelling], skillIds: [threatModelling.id] };

export const report: MissingItemReport = {
  id: `rep_${'0'.repeat(32)}`,
  itemKind: 'role',
  text: 'データスチュワード',
  note: 'データの管理者のことです。',
  createdAt: '2026-11-20T01:00:00.000Z',
  nearest: [architect, projectManager, framework],
};

/** Every kind of answer of the catalogue and of people, in one language, by a name that says which. */
export function allReplies(locale: Locale): Readonly<Record<string, IntentResult>> {
  return {
    ...roleReplies(locale),
    ...itemReplies(locale),
    ...askBackReplies(locale),
    ...curationReplies(locale),
    ...peopleReplies(locale),
  };
}

function roleReplies(locale: Locale): Record<string, IntentResult> {
  const model = { role: architect, own: ownLevels, page: 0, only: null, others: [] };
  return {
    roleSkills: roleSkillsReply(model, locale),
    roleSkillsOfStranger: roleSkillsReply({ ...model, own: null }, locale),
    roleSkillsLastPage: roleSkillsReply({ ...model, page: 2 }, locale),
    roleSkillsBeyond: roleSkillsReply({ ...model, page: 99 }, locale),
    roleSkillsWithOthers: roleSkillsReply({ ...model, others: [framework, projectManager] }, locale),
    framework: roleSkillsReply({ ...model, role: framework }, locale),
    frameworkTasks: roleSkillsReply({ ...model, role: framework, only: 'task' }, locale),
    frameworkLater: roleSkillsReply({ ...model, role: framework, page: 3 }, locale),
    emptyRole: roleSkillsReply({ ...model, role: emptyRole }, locale),
    againstOwn: roleAgainstOwnReply(model, locale),
    againstNothing: roleAgainstOwnReply({ ...model, own: null }, locale),
    frameworkAgainstOwn: roleAgainstOwnReply({ ...model, role: framework }, locale),
    nothingMissing: roleAgainstOwnReply(
      { ...model, own: new Map(architect.skills.map(skill => [skill.skillId, 5])) },
      locale,
    ),
    compared: roleComparisonReply(architect, projectManager, 0, locale),
    comparedLater: roleComparisonReply(architect, projectManager, 1, locale),
    comparedFramework: roleComparisonReply(architect, framework, 0, locale),
    comparedWithEmpty: roleComparisonReply(emptyRole, architect, 0, locale),
    same: sameRoleReply(architect, toRole, locale),
    fitsSkills: roleFitsReply(
      { kind: 'skills', skills: [threatModelling], unknown: [longWords] },
      pageOf([fit], 12),
      locale,
    ),
    fitsRole: roleFitsReply(
      { kind: 'role', role: architect },
      pageOf([fit, { ...fit, matched: [], missing: [] }]),
      locale,
    ),
    fitsOwn: roleFitsReply({ kind: 'own' }, pageOf([fit], 12, 1), locale),
    fitsNothing: roleFitsReply({ kind: 'skills', skills: [threatModelling], unknown: [] }, pageOf([]), locale),
    fitsNoRole: roleFitsReply({ kind: 'role', role: architect }, pageOf([]), locale),
  };
}

function itemReplies(locale: Locale): Record<string, IntentResult> {
  const query: PostingQuery = {
    subject: { kind: 'role', role: architect, words: null, isOwn: false },
    place: null,
    language: null,
  };
  const found = { query, page: pageOf([posting], 12), near: false, loosened: [], notes: [] };
  const narrow: PostingQuery = { ...query, place: '大阪', language: 'en' };
  const loosened = (['place', 'language', 'subject'] as const).map((without, place) => ({
    without,
    count: place + 1,
    at: posting.id,
  }));
  const courses: CourseQuery = {
    subject: { kind: 'skills', skills: [threatModelling] },
    language: null,
    level: null,
    anyLevel: false,
  };
  const list = {
    query: courses,
    page: pageOf([course, selfPaced], 12),
    own: ownLevels,
    timeZone: 'Asia/Tokyo',
    loosened: [],
  };
  const one = { posting, own: ownLevels, desk, page: 0 };
  const shown = { course, own: ownLevels, desk, timeZone: 'Asia/Tokyo', page: 0 };
  return {
    skill: skillReply({ skill: threatModelling, own: ownLevels, neededBy: neededBy(12) }, locale),
    skillLater: skillReply({ skill: threatModelling, own: null, neededBy: neededBy(12, 2) }, locale),
    statement: skillReply({ skill: statementSkill, own: null, neededBy: pageOf([]) }, locale),
    postings: postingsReply(found, locale),
    postingsInPlace: postingsReply({ ...found, query: narrow, notes: ['働き方では絞り込めません。'] }, locale),
    postingsOfSkills: postingsReply(
      { ...found, query: { ...query, subject: { kind: 'skills', ...onlySkills } } },
      locale,
    ),
    postingsLike: postingsReply({ ...found, query: { ...query, subject: { kind: 'like', posting } } }, locale),
    postingsByWords: postingsReply(
      { ...found, query: { ...query, subject: { kind: 'words', words: longWords } } },
      locale,
    ),
    postingsAll: postingsReply({ ...found, query: { ...query, subject: null } }, locale),
    postingsNear: postingsReply({ ...found, near: true }, locale),
    postingsNone: postingsReply({ ...found, query: narrow, page: pageOf([]), loosened }, locale),
    posting: postingReply(one, locale),
    postingLater: postingReply({ ...one, page: 1, own: null }, locale),
    postingClosed: postingReply({ ...one, posting: { ...posting, status: 'closed' } }, locale),
    postingFilled: postingReply({ ...one, posting: { ...posting, status: 'filled', role: null, skills: [] } }, locale),
    courses: coursesReply(list, locale),
    coursesToLevel: coursesReply({ ...list, query: { ...courses, level: 3, language: 'ja' } }, locale),
    coursesOfSeveral: coursesReply(
      { ...list, query: { ...courses, subject: { kind: 'skills', skills: [threatModelling, statementSkill] } } },
      locale,
    ),
    coursesForGaps: coursesReply(
      { ...list, query: { ...courses, subject: { kind: 'needs', of: architect, gaps: 2 } } },
      locale,
    ),
    coursesForRole: coursesReply(
      { ...list, own: null, query: { ...courses, subject: { kind: 'needs', of: architect, gaps: null } } },
      locale,
    ),
    coursesForPosting: coursesReply(
      { ...list, query: { ...courses, subject: { kind: 'needs', of: posting, gaps: 2 } } },
      locale,
    ),
    coursesByWords: coursesReply(
      { ...list, query: { ...courses, subject: { kind: 'words', words: longWords, candidates: [threatModelling] } } },
      locale,
    ),
    coursesNone: coursesReply(
      {
        ...list,
        page: pageOf([]),
        query: { ...courses, language: 'en' },
        loosened: [
          { without: 'language', count: 2 },
          { without: 'level', count: 1 },
        ],
      },
      locale,
    ),
    noGaps: noGapsReply(architect, locale),
    course: courseReply(shown, locale),
    courseLater: courseReply({ ...shown, page: 1 }, locale),
    selfPaced: courseReply({ ...shown, course: selfPaced, own: null }, locale),
  };
}

function askBackReplies(locale: Locale): Record<string, IntentResult> {
  return {
    whichOne: whichOne(
      'role',
      longWords,
      [architect, projectManager, framework, { ...framework, id: emptyRole.id }],
      toRole,
      locale,
    ),
    notKnown: notKnown('role', longWords, [architect, projectManager, framework], toRole, locale),
    notKnownAlone: notKnown('skill', 'x', [], { intent: 'show-skill', slot: 'skill' }, locale),
    askRole: askName('role', toRole, locale),
    askRole2: askName('role2', { intent: 'compare-roles', slot: 'role2' }, locale, { role: architect.id }),
    askSkill: askName('skill', { intent: 'show-skill', slot: 'skill' }, locale),
    askPosting: askName('posting', { intent: 'show-posting', slot: 'posting' }, locale),
    askCourse: askName('course', { intent: 'find-courses', slot: 'skill' }, locale),
    goneRole: gone('role', locale),
    goneSkill: gone('skill', locale),
    gonePosting: gone('posting', locale),
    goneCourse: gone('course', locale),
    noSuchRank: noSuchRank(architect, 'expert', locale),
    noOwnRole: noOwnRole(desk.name, desk.email, toRole, locale),
    directOnly: directOnly(locale),
  };
}

function curationReplies(locale: Locale): Record<string, IntentResult> {
  const alias = { locale: 'ja', text: 'ITアーキテクト', origin: 'hr' } as const;
  const aliases = [alias, { locale: 'en', text: 'solution architect', origin: 'source' } as const];
  return {
    reportForm: formReply(
      architect,
      reportForm({ kind: 'role' }, { words: 'x' }, locale, { words: 'problem' }),
      locale,
    ),
    reports: reportsReply(pageOf([report], 7), 'Asia/Tokyo', locale),
    reportsNone: reportsReply(pageOf([]), 'Asia/Tokyo', locale),
    report: reportReply(report, 'Asia/Tokyo', locale),
    reportAlone: reportReply({ ...report, nearest: [], note: '' }, 'Asia/Tokyo', locale),
    aliases: aliasListReply(architect, aliases, locale),
    aliasesNone: aliasListReply(architect, [], locale),
    aliasAdd: formReply(architect, addForm(architect, {}, 'ask', locale), locale),
    aliasConfirm: formReply(architect, addForm(architect, { alias: 'SA', language: 'en' }, 'confirm', locale), locale),
    aliasAdded: addedReply(architect, alias, locale),
    aliasRemove: formReply(architect, removeForm(architect, aliases, locale), locale),
    aliasRemoveConfirm: confirmRemoveReply(architect, alias, locale),
    aliasRemoved: removedReply(architect, alias, locale),
    aliasRefused: refusedReply(architect, '…', locale),
  };
}

function peopleReplies(locale: Locale): Record<string, IntentResult> {
  const skills = [...ownLevels].map(([id, level]) => ({
    skillId: architect.skills.find(skill => skill.skillId === id)?.skillId ?? threatModelling.id,
    level,
  }));
  const names = architect.skills.map(skill => ({ ...threatModelling, id: skill.skillId, name: skill.name }));
  const model = { profile, skills, names, role: architect, asked: null, page: 0 };
  return {
    profile: profileReply(model, locale),
    profileLater: profileReply({ ...model, page: 1 }, locale),
    profileEmpty: profileReply(
      { ...model, skills: [], role: null, profile: { ...profile, roleId: null, manager: null, email: null } },
      locale,
    ),
    profileSkill: profileReply({ ...model, asked: threatModelling }, locale),
    profileNoSkill: profileReply({ ...model, asked: statementSkill }, locale),
    profileGone: profileGoneReply(locale),
    languageAsk: askReply('en', locale),
    languageChoose: chooseReply(locale),
    languageAlready: alreadyReply('ja', locale),
    languageKept: keptReply(locale),
    languageSwitched: switchedReply(locale, locale === 'ja' ? 'en' : 'ja'),
  };
}
