import type { Action } from '../../../conversation/contract/action.ts';
import type { HomeContent } from '../../../conversation/contract/home.ts';
import type { IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block, Fact, ListItem } from '../../../conversation/contract/reply.ts';
import { formatPersonName, formatSentences } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import type { ItemSummary, Role } from '../../catalogue/catalogue.types.ts';
import { peopleMessages } from '../people.messages.ts';
import type { PersonProfile, PersonSkill } from '../people.types.ts';
import { positionName } from '../position-name.ts';
import type { NamedProfile } from '../profile-model.ts';

export interface ProfileModel extends NamedProfile {
  /** The one skill that was asked for. */
  readonly asked: ItemSummary | null;
  readonly page: number;
}

const pageSize = 5;

/** What Michi knows of a person, for that person: facts, skills against their own role, source, and whom to ask for corrections. */
export function profileReply(model: ProfileModel, locale: Locale): IntentResult {
  const t = peopleMessages[locale].profile;
  if (model.asked !== null) return oneSkillReply(model, model.asked, locale);
  const rows = skillRows(model, locale);
  const last = Math.max(0, Math.ceil(rows.length / pageSize) - 1);
  const page = Math.min(Math.max(0, model.page), last);
  const shown = rows.slice(page * pageSize, (page + 1) * pageSize);
  const left = rows.length - page * pageSize - shown.length;
  const more: Action[] =
    left > 0 ? [{ label: t.more(left), intent: 'show-profile', slots: { page: String(page + 1) } }] : [];
  const first: readonly Block[] =
    page > 0
      ? [text(t.range(page * pageSize + 1, page * pageSize + shown.length, rows.length))]
      : [text(headline(model, locale)), { kind: 'facts', facts: facts(model, locale) }];
  return {
    reply: {
      locale,
      preview: t.preview,
      blocks: [
        ...first,
        ...(rows.length === 0
          ? [text(t.noSkills)]
          : [{ kind: 'list' as const, title: t.skills, ordered: false, items: shown.map(row => row.item) }]),
        ...(more.length === 0 ? [] : [{ kind: 'actions' as const, actions: more }]),
        ...(page === 0 ? notes(model.profile, locale) : []),
        { kind: 'actions', actions: steps(model, locale) },
      ],
    },
    focus: model.profile.roleId === null ? {} : { role: model.profile.roleId },
    listed: shown.map(row => row.id),
  };
}

/** "My level of Python": that skill alone. */
function oneSkillReply(model: ProfileModel, asked: ItemSummary, locale: Locale): IntentResult {
  const t = peopleMessages[locale].profile;
  const name = short(asked.name[locale]);
  const known = model.skills.find(skill => skill.skillId === asked.id);
  const rows = skillRows(model, locale).filter(row => row.id === asked.id);
  const list: readonly Block[] =
    rows.length === 0 ? [] : [{ kind: 'list', ordered: false, items: rows.map(row => row.item) }];
  const courses: Action = { label: t.courses, intent: 'find-courses', slots: { skill: asked.id }, style: 'primary' };
  const whole: Action = { label: t.whole, intent: 'show-profile', slots: {} };
  return {
    reply: {
      locale,
      preview: t.preview,
      blocks: [
        text(known === undefined ? t.noSuchSkill(name) : t.oneSkill(name, known.level)),
        ...list,
        ...notes(model.profile, locale),
        { kind: 'actions', actions: [courses, whole] },
      ],
    },
    focus: { skill: asked.id },
    listed: rows.map(row => row.id),
  };
}

/** The short form for the home: headline, skills on record against the role, and the steps from there. */
export function roleAndSkills(model: NamedProfile, locale: Locale): HomeContent {
  const t = peopleMessages[locale].profile;
  const items = skillRows(model, locale)
    .slice(0, pageSize)
    .map(row => row.item);
  const whole: Action = { label: t.whole, intent: 'show-profile', slots: {} };
  return {
    title: t.homeTitle,
    blocks: [
      text(roleLine(model, locale)),
      ...(items.length === 0 ? [text(t.noSkills)] : [{ kind: 'list' as const, ordered: false, items }]),
      { kind: 'actions', actions: [...roleSteps(model, locale), whole] },
    ],
  };
}

export function profileGoneReply(locale: Locale): IntentResult {
  const t = peopleMessages[locale].profile;
  return { reply: { locale, preview: t.preview, blocks: [text(t.gone)] }, focus: {}, listed: [] };
}

function headline(model: NamedProfile, locale: Locale): string {
  const said = peopleMessages[locale].profile.headline(formatPersonName(model.profile.name, locale));
  return formatSentences([said, roleLine(model, locale)], locale);
}

/** The role, and how many of its must skills are at the level needed. */
function roleLine({ role, skills }: NamedProfile, locale: Locale): string {
  const t = peopleMessages[locale].profile;
  if (role === null) return t.noRole;
  const must = role.skills.filter(skill => skill.necessity === 'must');
  const levels = new Map(skills.map(skill => [skill.skillId, skill.level]));
  const met = must.filter(skill => (levels.get(skill.skillId) ?? 0) >= (skill.level ?? 1)).length;
  return must.length === 0 ? t.role(role.name[locale]) : t.ofMust(role.name[locale], met, must.length);
}

function facts({ profile, role }: ProfileModel, locale: Locale): readonly Fact[] {
  const t = peopleMessages[locale].profile;
  const { manager } = profile;
  return [
    { label: t.company, value: profile.company.name[locale] },
    { label: t.division, value: profile.division[locale] },
    { label: t.position, value: positionName(profile.position)[locale] },
    { label: t.roleLabel, value: role === null ? t.noManager : role.name[locale] },
    { label: t.jobCategory, value: profile.jobCategory.replaceAll('-', ' ') },
    { label: t.manager, value: manager === null ? t.noManager : formatPersonName(manager.name, locale) },
    { label: t.number, value: profile.number },
    ...(profile.email === null ? [] : [{ label: t.email, value: profile.email }]),
    { label: t.language, value: t.languages[profile.locale] },
    { label: t.timeZone, value: profile.timeZone },
  ];
}

interface SkillRow {
  readonly id: string;
  readonly item: ListItem;
}

/** What the role requires first, in its order; then everything else, the highest level first. */
function skillRows({ skills, names, role }: NamedProfile, locale: Locale): readonly SkillRow[] {
  const required = new Map((role?.skills ?? []).map((skill, place) => [skill.skillId, { skill, place }]));
  const place = (skill: PersonSkill) => required.get(skill.skillId)?.place ?? 1_000;
  const ordered = skills.toSorted((a, b) => place(a) - place(b) || b.level - a.level);
  return ordered.flatMap(skill => {
    const name = names.find(known => known.id === skill.skillId)?.name[locale];
    if (name === undefined) return [];
    return [{ id: skill.skillId, item: skillItem(name, skill, required.get(skill.skillId)?.skill ?? null, locale) }];
  });
}

function skillItem(
  title: string,
  { skillId, level }: PersonSkill,
  required: Role['skills'][number] | null,
  locale: Locale,
): ListItem {
  const t = peopleMessages[locale].profile;
  const needed = required?.level ?? null;
  return {
    title: short(title),
    level: { have: level, needed, words: needed === null ? t.levelHave(level) : t.levelBoth(needed, level) },
    ...(required?.necessity ? { badge: t.necessity[required.necessity] } : {}),
    action: { intent: 'show-skill', slots: { skill: skillId } },
  };
}

function notes(profile: PersonProfile, locale: Locale): readonly Block[] {
  const t = peopleMessages[locale].profile;
  const { company } = profile;
  const said = [t.seen, t.source(company.name[locale]), t.correct(company.hrDesk[locale], company.hrEmail)];
  return [{ kind: 'note', tone: 'info', text: said.join('\n') }];
}

function roleSteps({ role }: NamedProfile, locale: Locale): readonly Action[] {
  if (role === null) return [];
  const t = peopleMessages[locale].profile;
  return [
    { label: t.compare, intent: 'show-role-skills', slots: { role: role.id, view: 'mine' }, style: 'primary' },
    { label: t.courses, intent: 'find-courses', slots: { role: role.id } },
  ];
}

function steps(model: ProfileModel, locale: Locale): readonly Action[] {
  const t = peopleMessages[locale].profile;
  const other = model.profile.locale === 'ja' ? 'en' : 'ja';
  return [
    ...roleSteps(model, locale),
    { label: t.postings, intent: 'find-postings', slots: { own: 'yes' } },
    { label: t.switchTo[other], intent: 'switch-language', slots: { to: other } },
  ];
}

function text(words: string): Block {
  return { kind: 'text', text: words };
}

/** Names of published frameworks can be whole sentences. */
function short(name: string): string {
  const characters = [...name];
  return characters.length <= 120 ? name : `${characters.slice(0, 119).join('')}…`;
}
