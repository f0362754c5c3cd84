import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block } from '../../../conversation/contract/reply.ts';
import { formatSentences } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import { type ItemSummary, type Role, type SkillKind, type SkillRequirement, skillKinds } from '../catalogue.types.ts';
import {
  button,
  goTo,
  isMet,
  languageNote,
  listButtons,
  moreButton,
  nextSteps,
  type OwnLevels,
  pageSize,
  reply,
  requirementItem,
  shorten,
  slicePage,
  sourceName,
  sourceNote,
  text,
} from './reply-parts.ts';

export interface RoleSkillsModel {
  readonly role: Role;
  readonly own: OwnLevels;
  readonly page: number;
  /** Shows one kind only, such as the tasks of a published framework. */
  readonly only: SkillKind | null;
  /** Other roles with about the same name. */
  readonly others: readonly ItemSummary[];
}

/** Which skills a role needs: levels, must and nice, and what the person has of them. */
export function roleSkillsReply(model: RoleSkillsModel, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const { role } = model;
  if (role.skills.length === 0) return emptyRole(role, locale);
  const wanted = model.only === null ? role.skills : role.skills.filter(skill => skill.skillKind === model.only);
  const page = slicePage(wanted, model.page);
  const shown = page.page * pageSize + page.items.length;
  const ref = goTo('show-role-skills', { role: role.id, ...(model.only === null ? {} : { only: model.only }) });
  const items = page.items.map(skill => requirementItem(skill, model.own, locale));
  const firstLine = page.page === 0 ? headline(model, locale) : '';
  const range = page.total > pageSize && page.page > 0 ? t.range(page.page * pageSize + 1, shown, page.total) : '';
  const part =
    model.only === null ? role.name[locale] : t.roleSkills.part(role.name[locale], t.skillKindsMany[model.only]);
  return {
    reply: reply(locale, t.roleSkills.preview, [
      text(firstLine === '' ? formatSentences([`${part}: ${range}`], locale) : firstLine),
      { kind: 'list', ordered: false, items },
      ...listButtons([moreButton(locale, page, shown, ref), ...kindButtons(model, locale)]),
      ...otherRoles(model, locale),
      ...languageNote(role, locale),
      ...sourceNote([role.source], locale),
      ...nextSteps(roleSteps(model, locale)),
    ]),
    focus: { role: role.id },
    listed: [...page.items.map(skill => skill.skillId), ...shownOthers(model).map(other => other.id)],
  };
}

function headline(model: RoleSkillsModel, locale: Locale): string {
  const t = catalogueMessages[locale].roleSkills;
  const name = model.role.name[locale];
  if (model.only !== null) {
    const count = model.role.skills.filter(skill => skill.skillKind === model.only).length;
    return `${t.part(name, catalogueMessages[locale].skillKindsMany[model.only])}: ${catalogueMessages[locale].range(1, Math.min(pageSize, count), count)}`;
  }
  const skills = model.role.skills.filter(skill => skill.skillKind !== 'task');
  const must = skills.filter(skill => skill.necessity === 'must');
  const nice = skills.filter(skill => skill.necessity === 'nice');
  const tasks = model.role.skills.length - skills.length;
  const said =
    must.length + nice.length === 0
      ? t.needsUnsaid(name, skills.length)
      : t.needs(name, skills.length, must.length, nice.length);
  const have = must.filter(skill => isMet(skill, model.own)).length;
  return formatSentences(
    [
      said,
      model.own !== null && must.length > 0 ? t.youHave(have, must.length) : '',
      tasks > 0 ? t.tasks(tasks) : '',
      skills.every(skill => skill.level === null) ? t.noLevels : '',
    ],
    locale,
  );
}

/** Long lists of published frameworks can be narrowed to a kind. */
function kindButtons(model: RoleSkillsModel, locale: Locale) {
  const t = catalogueMessages[locale];
  if (model.role.skills.length <= 4 * pageSize) return [];
  const counts = skillKinds.map(kind => ({
    kind,
    count: model.role.skills.filter(skill => skill.skillKind === kind).length,
  }));
  const kinds = counts.filter(entry => entry.count > 0 && entry.kind !== model.only);
  const all = model.only === null ? [] : [button(t.press.showAll, 'show-role-skills', { role: model.role.id })];
  if (kinds.length < 2 && model.only === null) return [];
  const only = kinds.map(({ kind, count }) =>
    button(t.press.only(t.skillKindsMany[kind], count), 'show-role-skills', { role: model.role.id, only: kind }),
  );
  return [...all, ...only].slice(0, 3);
}

function otherRoles(model: RoleSkillsModel, locale: Locale): readonly Block[] {
  const items = shownOthers(model).map(other => ({
    title: other.name[locale],
    detail: sourceName(other.source, locale),
    action: goTo('show-role-skills', { role: other.id }),
  }));
  return items.length === 0
    ? []
    : [{ kind: 'list', title: catalogueMessages[locale].roleSkills.others, ordered: false, items }];
}

function shownOthers(model: RoleSkillsModel): readonly ItemSummary[] {
  return model.page > 0 ? [] : model.others.slice(0, 3);
}

function roleSteps(model: RoleSkillsModel, locale: Locale) {
  const t = catalogueMessages[locale].press;
  const role = model.role.id;
  return [
    model.own === null ? null : button(t.compareMine, 'show-role-skills', { role, view: 'mine' }),
    button(t.findCourses, 'find-courses', { role }),
    button(t.openPostings, 'find-postings', { role }),
    button(t.closeRoles, 'find-roles', { role }),
  ];
}

function emptyRole(role: Role, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const steps = [
    button(t.press.closeRoles, 'find-roles', { role: role.id }),
    button(t.press.tellHr, 'report-missing', { kind: 'skill', nearest: role.id }),
  ];
  return {
    reply: reply(locale, t.roleSkills.preview, [
      text(t.roleSkills.none(role.name[locale])),
      ...(role.description[locale] === '' ? [] : [text(role.description[locale])]),
      ...sourceNote([role.source], locale),
      ...nextSteps(steps),
    ]),
    focus: { role: role.id },
    listed: [],
  };
}

const chartRows = 8;

/** "Compare with mine": a chart of have and needed, and what is missing. */
export function roleAgainstOwnReply(model: RoleSkillsModel, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const { role, own } = model;
  if (own === null) return nothingToCompare(role, locale);
  const gaps = gapsOf(role.skills, own);
  const page = slicePage(gaps, model.page);
  const shown = page.page * pageSize + page.items.length;
  const ref = goTo('show-role-skills', { role: role.id, view: 'mine' });
  const items = page.items.map(skill => ({
    ...requirementItem(skill, own, locale),
    action: goTo('find-courses', { skill: skill.skillId }),
  }));
  return {
    reply: reply(locale, t.mine.preview, [
      text(formatSentences([verdict(model, locale), gaps.length === 0 ? t.mine.nothingMissing : ''], locale)),
      ...(page.page === 0 ? ownChart(role, own, locale) : []),
      ...(items.length === 0 ? [] : [{ kind: 'list' as const, title: t.mine.missing, ordered: false, items }]),
      ...listButtons([moreButton(locale, page, shown, ref)]),
      ...sourceNote([role.source], locale),
      ...nextSteps([
        gaps.length === 0 ? null : button(t.press.findCourses, 'find-courses', { role: role.id }),
        button(t.press.openPostings, 'find-postings', { role: role.id }),
        button(t.press.closeRoles, 'find-roles', { role: role.id }),
        button(t.press.showSkills, 'show-role-skills', { role: role.id }),
      ]),
    ]),
    focus: { role: role.id },
    listed: page.items.map(skill => skill.skillId),
  };
}

/** What is required and not met, must first, then the widest gap; tasks are no gap. */
export function gapsOf(requirements: readonly SkillRequirement[], own: OwnLevels): readonly SkillRequirement[] {
  const rank = { must: 0, nice: 1, unsaid: 2 };
  const width = (skill: SkillRequirement) => (skill.level ?? 1) - (own?.get(skill.skillId) ?? 0);
  return requirements
    .filter(skill => skill.skillKind !== 'task' && !isMet(skill, own))
    .toSorted((a, b) => rank[a.necessity ?? 'unsaid'] - rank[b.necessity ?? 'unsaid'] || width(b) - width(a));
}

function verdict(model: RoleSkillsModel, locale: Locale): string {
  const t = catalogueMessages[locale].mine;
  const { counted, met, onlyMust } = tally(model.role.skills, model.own);
  const name = model.role.name[locale];
  return onlyMust ? t.meets(name, met, counted) : t.meetsAny(name, met, counted);
}

/** What is counted: the musts, or everything but tasks where the source does not say what is a must. */
export function tally(requirements: readonly SkillRequirement[], own: OwnLevels) {
  const musts = requirements.filter(skill => skill.necessity === 'must');
  const onlyMust = musts.length > 0;
  const counted = onlyMust ? musts : requirements.filter(skill => skill.skillKind !== 'task');
  return { counted: counted.length, met: counted.filter(skill => isMet(skill, own)).length, onlyMust };
}

function ownChart(role: Role, own: OwnLevels, locale: Locale): readonly Block[] {
  const t = catalogueMessages[locale].mine;
  const { counted, met, onlyMust } = tally(role.skills, own);
  const levelled = role.skills.filter(skill => skill.level !== null && (!onlyMust || skill.necessity === 'must'));
  if (levelled.length === 0) return [];
  const rows = levelled.slice(0, chartRows).map(skill => ({
    label: shorten(skill.name[locale], 40),
    value: own?.get(skill.skillId) ?? 0,
    needed: skill.level ?? 0,
  }));
  return [
    {
      kind: 'chart',
      chart: { kind: 'bars', title: t.chart(met, counted), max: 5, valueLabel: t.value, neededLabel: t.needed, rows },
    },
  ];
}

function nothingToCompare(role: Role, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const steps = [
    button(t.press.showSkills, 'show-role-skills', { role: role.id }),
    button(t.press.findCourses, 'find-courses', { role: role.id }),
  ];
  return {
    reply: reply(locale, t.mine.preview, [text(t.mine.noRecord), ...nextSteps(steps)]),
    focus: { role: role.id },
    listed: [],
  };
}
