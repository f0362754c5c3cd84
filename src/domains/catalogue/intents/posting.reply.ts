import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import { formatDay, formatSentences } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { Posting } from '../catalogue.types.ts';
import {
  button,
  goTo,
  listButtons,
  moreButton,
  nextSteps,
  note,
  type OwnLevels,
  pageSize,
  paragraphs,
  reply,
  requirementItem,
  slicePage,
  sourceNote,
  text,
} from './reply-parts.ts';
import { tally } from './role-skills.reply.ts';

/** Whom to write to: a desk, never a person. */
export interface Desk {
  readonly name: string;
  readonly email: string;
}

export interface PostingModel {
  readonly posting: Posting;
  readonly own: OwnLevels;
  readonly desk: Desk;
  readonly page: number;
}

/** One posting: whether it is open, what it asks for, and how to apply. */
export function postingReply(model: PostingModel, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const { posting, own } = model;
  const page = slicePage(posting.skills, model.page);
  const shown = page.page * pageSize + page.items.length;
  const items = page.items.map(skill => requirementItem(skill, own, locale));
  return {
    reply: reply(locale, t.postings.preview, [
      text(headline(model, locale)),
      ...(page.page === 0 ? [postingCard(posting, locale)] : []),
      ...(items.length === 0 ? [] : [{ kind: 'list' as const, title: t.postings.skills, ordered: false, items }]),
      ...listButtons([moreButton(locale, page, shown, goTo('show-posting', { posting: posting.id }))]),
      ...(posting.status === 'open' ? [note(t.postings.apply(model.desk.name, model.desk.email))] : []),
      ...sourceNote([posting.source], locale),
      ...nextSteps(steps(model, locale)),
    ]),
    focus: { posting: posting.id, ...(posting.role === null ? {} : { role: posting.role.id }) },
    listed: page.items.map(skill => skill.skillId),
  };
}

function headline({ posting, own }: PostingModel, locale: Locale): string {
  const t = catalogueMessages[locale];
  const { counted, met } = tally(posting.skills, own);
  const said = t.postings.headline(posting.name[locale], posting.company[locale], posting.place[locale]);
  if (posting.status !== 'open') return formatSentences([t.postings[posting.status], said, t.postings.whom], locale);
  return formatSentences([said, own !== null && counted > 0 ? t.postings.youHave(met, counted) : ''], locale);
}

function postingCard(posting: Posting, locale: Locale): Block {
  const t = catalogueMessages[locale];
  const closes = posting.closesOn === null ? t.postings.untilFilled : formatDay(posting.closesOn, locale);
  const facts = [
    { label: t.postings.division, value: posting.division[locale] },
    { label: t.postings.style, value: t.remote[posting.remote] },
    { label: t.postings.language, value: t.languages[posting.workingLanguage] },
    { label: t.postings.openings, value: t.postings.people(posting.openings) },
    { label: t.postings.deadline, value: closes },
  ];
  const about = posting.description[locale];
  return { kind: 'card', title: posting.name[locale], ...(about === '' ? {} : { text: paragraphs(about) }), facts };
}

function steps({ posting, own }: PostingModel, locale: Locale) {
  const t = catalogueMessages[locale].press;
  const similar = button(t.similar, 'find-postings', { like: posting.id });
  const courses = button(t.findCourses, 'find-courses', { posting: posting.id });
  const role = posting.role;
  const skills = role === null ? null : button(t.showRole, 'show-role-skills', { role: role.id });
  const compare =
    role === null || own === null ? null : button(t.compareMine, 'show-role-skills', { role: role.id, view: 'mine' });
  return posting.status === 'open' ? [compare, courses, similar, skills] : [similar, skills, courses];
}
