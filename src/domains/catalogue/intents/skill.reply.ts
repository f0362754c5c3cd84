import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import { formatSentences } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { ItemSummary, Page, Skill, SkillRequirement } from '../catalogue.types.ts';
import {
  button,
  fewNames,
  goTo,
  languageNote,
  levelMark,
  listButtons,
  moreButton,
  nextSteps,
  type OwnLevels,
  pageSize,
  reply,
  sourceNote,
  text,
} from './reply-parts.ts';

export interface SkillModel {
  readonly skill: Skill;
  readonly own: OwnLevels;
  readonly neededBy: Page<{ readonly role: ItemSummary; readonly requirement: SkillRequirement }>;
}

/** What a skill is, and which roles need it at which level. */
export function skillReply(model: SkillModel, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const { skill, neededBy } = model;
  const shown = neededBy.page * pageSize + neededBy.items.length;
  const ref = goTo('show-skill', { skill: skill.id });
  return {
    reply: reply(locale, t.skill.preview, [
      ...(neededBy.page === 0 ? [text(meaning(skill, locale))] : []),
      text(neededLine(model, locale)),
      ...roleList(model, locale),
      ...listButtons([moreButton(locale, neededBy, shown, ref)]),
      ...(neededBy.page === 0 ? otherNames(skill, locale) : []),
      ...languageNote(skill, locale),
      ...sourceNote([skill.source, ...neededBy.items.map(entry => entry.role.source)], locale),
      ...nextSteps([
        button(t.press.findCourses, 'find-courses', { skill: skill.id }),
        button(t.press.openPostings, 'find-postings', { skill: skill.id }),
      ]),
    ]),
    focus: { skill: skill.id },
    listed: neededBy.items.map(entry => entry.role.id),
  };
}

function meaning(skill: Skill, locale: Locale): string {
  const t = catalogueMessages[locale];
  const kind = t.skillKinds[skill.skillKind];
  const described = skill.description[locale];
  // A published statement is its own description.
  return described === '' || described === skill.name[locale]
    ? t.skill.is(skill.name[locale], kind)
    : t.skill.described(skill.name[locale], kind, described);
}

function neededLine({ skill, own, neededBy }: SkillModel, locale: Locale): string {
  const t = catalogueMessages[locale];
  const level = own?.get(skill.id);
  const needed = neededBy.total === 0 ? t.skill.notNeeded : t.skill.needed(neededBy.total);
  const range =
    neededBy.page === 0
      ? ''
      : t.range(neededBy.page * pageSize + 1, neededBy.page * pageSize + neededBy.items.length, neededBy.total);
  return formatSentences([needed, range, level === undefined ? '' : t.skill.mine(level)], locale);
}

function roleList({ skill, own, neededBy }: SkillModel, locale: Locale): readonly Block[] {
  if (neededBy.items.length === 0) return [];
  const t = catalogueMessages[locale];
  const items = neededBy.items.map(({ role, requirement }) => {
    const level = levelMark(requirement.level, own?.get(skill.id), own !== null, locale);
    return {
      title: role.name[locale],
      ...(level === undefined ? {} : { level }),
      ...(requirement.necessity === null ? {} : { badge: t.necessity[requirement.necessity] }),
      action: goTo('show-role-skills', { role: role.id }),
    };
  });
  return [{ kind: 'list', ordered: false, items }];
}

function otherNames(skill: Skill, locale: Locale): readonly Block[] {
  const names = skill.aliases.filter(alias => alias.locale === locale).map(alias => alias.text);
  if (names.length === 0) return [];
  return [
    { kind: 'facts', facts: [{ label: catalogueMessages[locale].skill.aliases, value: fewNames(names, locale, 5) }] },
  ];
}
