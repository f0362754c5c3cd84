import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block, Cell } from '../../../conversation/contract/reply.ts';
import { formatSentences } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { Role, SkillRequirement } from '../catalogue.types.ts';
import type { GoesOn } from './ask-back.reply.ts';
import {
  button,
  fewNames,
  goTo,
  levelMark,
  listButtons,
  moreButton,
  nextSteps,
  reply,
  shorten,
  slicePage,
  sourceNote,
  text,
} from './reply-parts.ts';

/** One skill that at least one of two roles needs. */
interface Pair {
  readonly name: string;
  readonly a: SkillRequirement | null;
  readonly b: SkillRequirement | null;
}

const rows = 8;

/** Two roles side by side: what differs first, then what only one of them needs, then what is the same. */
export function roleComparisonReply(a: Role, b: Role, page: number, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  const pairs = pairsOf(a, b, locale);
  const cut = slicePage(pairs, page, rows);
  const shown = cut.page * rows + cut.items.length;
  const ref = goTo('compare-roles', { role: a.id, role2: b.id });
  const first = cut.page === 0;
  return {
    reply: reply(locale, t.compare.preview, [
      text(first ? summary(a, b, pairs, locale) : t.range(cut.page * rows + 1, shown, cut.total)),
      ...(first ? differences(a, b, pairs, locale) : []),
      ...(cut.items.length === 0 ? [] : [comparisonTable(a, b, cut.items, locale)]),
      ...levelChart(a, b, cut.items, locale),
      ...listButtons([moreButton(locale, cut, shown, ref)]),
      ...sourceNote([a.source, b.source], locale),
      ...nextSteps([
        button(t.press.findCourses, 'find-courses', { role: b.id }),
        button(t.press.openPostings, 'find-postings', { role: b.id }),
        button(t.press.skillsOf(shorten(b.name[locale], 40)), 'show-role-skills', { role: b.id }),
        button(t.press.closeRoles, 'find-roles', { role: b.id }),
      ]),
    ]),
    focus: { role: b.id, role2: a.id },
    listed: [a.id, b.id],
  };
}

/** Both names led to the same role: asks for the other one. */
export function sameRoleReply(role: Role, on: GoesOn, locale: Locale): IntentResult {
  const t = catalogueMessages[locale];
  return {
    reply: reply(locale, t.ask.preview, [
      text(t.compare.same(role.name[locale])),
      ...nextSteps([
        button(t.press.closeRoles, 'find-roles', { role: role.id }),
        button(t.press.showSkills, 'show-role-skills', { role: role.id }),
      ]),
    ]),
    focus: { role: role.id },
    listed: [],
    ...(on.slot === 'role2' ? { asks: 'role2' as const } : {}),
  };
}

function pairsOf(a: Role, b: Role, locale: Locale): readonly Pair[] {
  const inB = new Map(comparable(b).map(skill => [skill.skillId, skill]));
  const inA = new Set(comparable(a).map(skill => skill.skillId));
  const fromA = comparable(a).map(skill => ({ name: skill.name[locale], a: skill, b: inB.get(skill.skillId) ?? null }));
  const onlyB = comparable(b)
    .filter(skill => !inA.has(skill.skillId))
    .map(skill => ({ name: skill.name[locale], a: null, b: skill }));
  return [...fromA, ...onlyB].toSorted((x, y) => group(x) - group(y));
}

/** Tasks say what is done, not what must be known. */
function comparable(role: Role): readonly SkillRequirement[] {
  return role.skills.filter(skill => skill.skillKind !== 'task');
}

function group({ a, b }: Pair): number {
  if (a !== null && b !== null) return a.level === b.level ? 3 : 0;
  return a === null ? 1 : 2;
}

function summary(a: Role, b: Role, pairs: readonly Pair[], locale: Locale): string {
  const t = catalogueMessages[locale].compare;
  const count = (...groups: number[]) => pairs.filter(pair => groups.includes(group(pair))).length;
  const different = count(0);
  const said = t.summary(a.name[locale], b.name[locale], count(0, 3), count(2), count(1));
  return formatSentences([said, different === 0 ? '' : t.different(different)], locale);
}

function differences(a: Role, b: Role, pairs: readonly Pair[], locale: Locale): readonly Block[] {
  const t = catalogueMessages[locale].compare;
  const named = (wanted: number) => {
    const names = pairs.filter(pair => group(pair) === wanted).map(pair => pair.name);
    return names.length === 0 ? t.none : fewNames(names, locale);
  };
  const facts = [
    { label: t.only(a.name[locale]), value: named(2) },
    { label: t.only(b.name[locale]), value: named(1) },
    { label: t.differ, value: named(0) },
  ];
  return [{ kind: 'facts', facts }];
}

function comparisonTable(a: Role, b: Role, pairs: readonly Pair[], locale: Locale): Block {
  const t = catalogueMessages[locale].compare;
  return {
    kind: 'table',
    caption: t.caption,
    columns: [t.skill, a.name[locale], b.name[locale]],
    rows: pairs.map(pair => [
      { text: shorten(pair.name, 120) },
      neededCell(pair.a, locale),
      neededCell(pair.b, locale),
    ]),
  };
}

function neededCell(skill: SkillRequirement | null, locale: Locale): Cell {
  const t = catalogueMessages[locale];
  if (skill === null) return { text: t.compare.none };
  const level = levelMark(skill.level, undefined, false, locale);
  return {
    text: skill.necessity === null ? t.compare.required : t.necessity[skill.necessity],
    ...(level === undefined ? {} : { level }),
  };
}

function levelChart(a: Role, b: Role, pairs: readonly Pair[], locale: Locale): readonly Block[] {
  const levelled = pairs.filter(pair => (pair.a?.level ?? pair.b?.level ?? null) !== null);
  if (levelled.length === 0) return [];
  const chartRows = levelled.map(pair => ({
    label: shorten(pair.name, 40),
    value: pair.a?.level ?? 0,
    ...(pair.b?.level ? { needed: pair.b.level } : {}),
  }));
  const title = catalogueMessages[locale].compare.chart(a.name[locale], b.name[locale]);
  return [
    {
      kind: 'chart',
      chart: { kind: 'bars', title, max: 5, valueLabel: a.name[locale], neededLabel: b.name[locale], rows: chartRows },
    },
  ];
}
