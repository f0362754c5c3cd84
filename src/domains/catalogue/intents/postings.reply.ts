import type { Action } from '../../../conversation/contract/action.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { ListItem } from '../../../conversation/contract/reply.ts';
import { formatDay, formatSentences } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { ItemSummary, Page, Posting, Role, SkillRequirement } from '../catalogue.types.ts';
import {
  button,
  fewNames,
  goTo,
  listButtons,
  moreButton,
  nextSteps,
  note,
  pageSize,
  quotable,
  reply,
  type Slots,
  sourceNote,
  text,
} from './reply-parts.ts';

/** What postings are looked for by. */
export interface PostingQuery {
  readonly subject: PostingSubject | null;
  /** As the person wrote it, or as a posting has it. */
  readonly place: string | null;
  readonly language: Locale | null;
}
export type PostingSubject =
  | {
      readonly kind: 'role';
      readonly role: Pick<Role, 'id' | 'name'>;
      readonly words: string | null;
      /** Nothing else was named. */
      readonly isOwn: boolean;
    }
  | { readonly kind: 'skills'; readonly skills: readonly ItemSummary[]; readonly skillIds: readonly Id<'skill'>[] }
  | { readonly kind: 'like'; readonly posting: Posting }
  | { readonly kind: 'words'; readonly words: string };

/** A condition whose dropping finds something, and how much. `at` is a posting in the same place, which names the place in a button. */
export interface Loosened {
  readonly without: 'place' | 'language' | 'subject';
  readonly count: number;
  readonly at: string;
}

export interface PostingsModel {
  readonly query: PostingQuery;
  readonly page: Page<Posting>;
  /** No posting names the role itself; these are near by their words. */
  readonly near: boolean;
  readonly loosened: readonly Loosened[];
  /** What of the sentence could not be followed. */
  readonly notes: readonly string[];
}

/** Open postings, or what would be found with one condition less. */
export function postingsReply(model: PostingsModel, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const { page } = model;
  const shown = page.page * pageSize + page.items.length;
  const continues = !model.near && model.query.subject?.kind !== 'words';
  const more = continues ? moreButton(locale, page, shown, goTo('find-postings', querySlots(model))) : null;
  return {
    reply: reply(locale, t.postings.preview, [
      text(page.page === 0 ? headline(model, locale) : t.range(page.page * pageSize + 1, shown, page.total)),
      ...(page.items.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              ordered: true,
              items: page.items.map(posting => postingItem(posting, model.query, locale)),
            },
          ]),
      ...listButtons([more]),
      ...(page.next !== null && !continues ? [note(t.postings.narrower)] : []),
      ...model.notes.map(words => note(words)),
      ...sourceNote(
        page.items.map(posting => posting.source),
        locale,
      ),
      ...nextSteps(steps(model, locale)),
    ]),
    focus: queryFocus(model.query),
    listed: page.items.map(posting => posting.id),
  };
}

function headline({ query, page, near, loosened }: PostingsModel, locale: Locale): string {
  const t = catalogueMessages[locale].postings;
  if (near && query.subject?.kind === 'role' && page.total > 0) return t.near(query.subject.role.name[locale]);
  const what = described(query, locale);
  if (page.total > 0) return t.found(what === '' ? t.open : what, page.total);
  return formatSentences([t.none(what), loosened.length === 0 ? '' : t.loosened], locale);
}

/** The conditions in words: Japanese says the place first, English the subject. */
function described(query: PostingQuery, locale: Locale): string {
  const t = catalogueMessages[locale].postings;
  const said = query.language === null ? t.inPlace : t.inPlaceAnd;
  const place = query.place === null ? '' : said(quotable(query.place));
  const language = query.language === null ? '' : t.inLanguage(catalogueMessages[locale].languages[query.language]);
  const subject = query.subject === null ? '' : subjectWords(query.subject, locale);
  return locale === 'ja' ? `${place}${language}${subject}` : `${subject}${place}${language}`;
}

function subjectWords(subject: PostingSubject, locale: Locale): string {
  const t = catalogueMessages[locale];
  switch (subject.kind) {
    case 'role':
      return (subject.isOwn ? t.postings.forOwnRole : t.postings.forSubject)(subject.role.name[locale]);
    case 'skills':
      return t.postings.forSubject(
        fewNames(
          subject.skills.map(skill => skill.name[locale]),
          locale,
        ),
      );
    case 'like':
      return t.postings.likeThis(subject.posting.name[locale]);
    case 'words':
      return t.courses.forWords(quotable(subject.words));
  }
}

/** What makes postings alike: the skills that they cannot do without; a language says little. */
export function tellingSkills(posting: Posting): readonly SkillRequirement[] {
  return posting.skills.filter(skill => skill.necessity !== 'nice' && skill.skillKind !== 'language');
}

function postingItem(posting: Posting, { subject }: PostingQuery, locale: Locale): ListItem {
  const shared = subject?.kind === 'like' ? [sharedWords(posting, subject.posting, locale)] : [];
  return {
    title: posting.name[locale],
    detail: [...shared, ...postingDetails(posting, locale)].join(catalogueMessages[locale].separator),
    action: goTo('show-posting', { posting: posting.id }),
  };
}

function sharedWords(posting: Posting, like: Posting, locale: Locale): string {
  const wanted = new Set(tellingSkills(like).map(skill => skill.skillId));
  return catalogueMessages[locale].postings.shared(posting.skills.filter(skill => wanted.has(skill.skillId)).length);
}

function postingDetails(posting: Posting, locale: Locale): readonly string[] {
  const t = catalogueMessages[locale];
  return [
    posting.company[locale],
    posting.place[locale],
    t.remote[posting.remote],
    t.languages[posting.workingLanguage],
    posting.closesOn === null ? t.postings.untilFilled : t.postings.closes(formatDay(posting.closesOn, locale)),
  ];
}

function steps(model: PostingsModel, locale: Locale): readonly (Action | null)[] {
  const t = catalogueMessages[locale].press;
  if (model.page.total === 0) {
    const all = button(t.allPostings, 'find-postings', { all: 'yes' });
    return [...loosenedButtons(model, locale), button(t.myPostings, 'find-postings', { own: 'yes' }), all];
  }
  const { subject } = model.query;
  if (subject?.kind === 'role') {
    const role = subject.role.id;
    return [
      button(t.showSkills, 'show-role-skills', { role }),
      button(t.findCourses, 'find-courses', { role }),
      button(t.closeRoles, 'find-roles', { role }),
    ];
  }
  if (subject?.kind === 'skills') {
    const skill = subject.skills.map(item => item.id).join(',');
    return [button(t.findCourses, 'find-courses', { skill }), button(t.rolesForSkill, 'find-roles', { skill })];
  }
  return [button(t.myPostings, 'find-postings', { own: 'yes' }), button(t.myRole, 'show-role-skills', { own: 'yes' })];
}

function loosenedButtons(model: PostingsModel, locale: Locale): readonly Action[] {
  return model.loosened.slice(0, 3).map(entry => loosenedButton(model.query, entry, locale));
}

function loosenedButton(query: PostingQuery, { without, count, at }: Loosened, locale: Locale): Action {
  const t = catalogueMessages[locale].postings;
  const subject = subjectSlots(query.subject);
  const place = query.place === null ? {} : { at };
  const language = query.language === null ? {} : { lang: query.language };
  switch (without) {
    case 'place':
      return button(t.anyPlace(count), 'find-postings', { ...subject, ...language });
    case 'language':
      return button(t.anyLanguage(count), 'find-postings', { ...subject, ...place });
    case 'subject':
      return button(t.anySubject(count), 'find-postings', { all: 'yes', ...place, ...language });
  }
}

/** Ids and enum words only: a place is named by a posting that is there. */
function querySlots({ query, page }: PostingsModel): Slots {
  const [first] = page.items;
  return {
    ...subjectSlots(query.subject),
    ...(query.place !== null && first !== undefined ? { at: first.id } : {}),
    ...(query.language === null ? {} : { lang: query.language }),
  };
}

function subjectSlots(subject: PostingSubject | null): Slots {
  if (subject === null || subject.kind === 'words') return { all: 'yes' };
  if (subject.kind === 'role') return { role: subject.role.id };
  return subject.kind === 'skills'
    ? { skill: subject.skills.map(skill => skill.id).join(',') }
    : { like: subject.posting.id };
}

function queryFocus({ subject }: PostingQuery): Slots {
  if (subject === null || subject.kind === 'words') return {};
  if (subject.kind === 'role') return { role: subject.role.id };
  if (subject.kind === 'like') return { posting: subject.posting.id };
  const [first] = subject.skills;
  return first === undefined ? {} : { skill: first.id };
}
