import type { Action, ActionRef } from '../../../conversation/contract/action.ts';
import type { Block, LevelMark, ListItem, Reply } from '../../../conversation/contract/reply.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { catalogueMessages } from '../catalogue.messages.ts';
import type { ItemSummary, SkillRequirement, Source } from '../catalogue.types.ts';

/** The intents that the catalogue's buttons lead to. */
export type IntentName =
  | 'show-role-skills'
  | 'compare-roles'
  | 'show-skill'
  | 'find-roles'
  | 'find-postings'
  | 'show-posting'
  | 'find-courses'
  | 'show-course'
  | 'report-missing'
  | 'review-reports'
  | 'edit-aliases'
  | 'show-profile';

export type Slots = Readonly<Record<string, string>>;

/** A person's levels by skill id; null where nothing is known or nothing may be shown, such as in a channel. */
export type OwnLevels = ReadonlyMap<string, number> | null;

/** Rows of a list before "more". */
export const pageSize = 5;

export function goTo(intent: IntentName, slots: Slots = {}): ActionRef {
  return { intent, slots: { ...slots } };
}

export function button(label: string, intent: IntentName, slots: Slots = {}): Action {
  return { label: shorten(label, 72), ...goTo(intent, slots) };
}

/** A row of at most four buttons whose first one is the likeliest step. */
export function nextSteps(actions: readonly (Action | null)[]): readonly Block[] {
  const kept = actions.filter(action => action !== null).slice(0, 4);
  const drawn = kept.map((action, place): Action => (place === 0 ? { ...action, style: 'primary' } : action));
  return drawn.length === 0 ? [] : [{ kind: 'actions', actions: drawn }];
}

/** Buttons that stay with a list: the next page and what narrows it. */
export function listButtons(actions: readonly (Action | null)[]): readonly Block[] {
  const kept = actions.filter(action => action !== null).slice(0, 4);
  return kept.length === 0 ? [] : [{ kind: 'actions', actions: kept }];
}

export function text(words: string): Block {
  return { kind: 'text', text: paragraphs(words) };
}

export function note(words: string, tone: 'info' | 'attention' = 'info'): Block {
  return { kind: 'note', tone, text: paragraphs(words) };
}

export function reply(locale: Locale, preview: string, blocks: readonly Block[]): Reply {
  return { locale, preview, blocks };
}

/** The slice of a list that one page shows. Pages count from 0; a page past the end shows the last one. */
export function slicePage<Item>(items: readonly Item[], page: number, size = pageSize) {
  const last = Math.max(0, Math.ceil(items.length / size) - 1);
  const at = Math.min(page, last);
  const shown = items.slice(at * size, at * size + size);
  return { items: shown, page: at, total: items.length, next: at < last ? at + 1 : null };
}

/** "More", or null on the last page. `shown` counts the rows up to and including this page. */
export function moreButton(
  locale: Locale,
  page: { total: number; next: number | null },
  shown: number,
  ref: ActionRef,
): Action | null {
  if (page.next === null) return null;
  const label = catalogueMessages[locale].more(Math.max(1, page.total - shown));
  return { label, intent: ref.intent, slots: { ...ref.slots, page: String(page.next) } };
}

/** Have and needed with words; absent when neither is known. */
export function levelMark(
  needed: number | null,
  have: number | undefined,
  compared: boolean,
  locale: Locale,
): LevelMark | undefined {
  const words = catalogueMessages[locale].level;
  if (needed === null) return have === undefined ? undefined : { have, needed: null, words: words.have(have) };
  if (have !== undefined) return { have, needed, words: words.both(needed, have) };
  return { have: null, needed, words: compared ? words.notOnRecord(needed) : words.needed(needed) };
}

/** Whether a requirement is met. Where the source gives no level, having the skill at all meets it. */
export function isMet(requirement: SkillRequirement, own: OwnLevels): boolean {
  const have = own?.get(requirement.skillId);
  return have !== undefined && have >= (requirement.level ?? 1);
}

/** One required skill as a row: name, must or nice, levels, its kind where it is not an ordinary skill. */
export function requirementItem(requirement: SkillRequirement, own: OwnLevels, locale: Locale): ListItem {
  const t = catalogueMessages[locale];
  const level = levelMark(requirement.level, own?.get(requirement.skillId), own !== null, locale);
  return {
    title: shorten(requirement.name[locale], 200),
    ...(requirement.skillKind === 'skill' ? {} : { detail: t.skillKinds[requirement.skillKind] }),
    ...(level === undefined ? {} : { level }),
    ...(requirement.necessity === null ? {} : { badge: t.necessity[requirement.necessity] }),
    action: goTo('show-skill', { skill: requirement.skillId }),
  };
}

/** The source as people of the group call it. */
export function sourceName(source: Source, locale: Locale): string {
  return source.id === 'group' ? catalogueMessages[locale].groupName : source.name;
}

/** Where the items come from and on which terms, one line a source; the group's own catalogue comes first. */
export function sourceNote(sources: readonly Source[], locale: Locale): readonly Block[] {
  const t = catalogueMessages[locale];
  const distinct = [...new Map(sources.map(source => [source.id, source])).values()];
  const line = ({ id, name, version, licence, attribution }: Source) =>
    id === 'group'
      ? t.groupSource
      : t.source([name, version].filter(part => part !== '').join(' '), licence, attribution);
  return distinct.length === 0 ? [] : [note(distinct.map(line).join('\n'))];
}

/** Says so when the reader's language is not the one an item is written in. */
export function languageNote(item: ItemSummary, locale: Locale): readonly Block[] {
  const name = item.name[locale];
  const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(name);
  if (item.name.ja !== item.name.en || item.source.id === 'group' || japanese === (locale === 'ja')) return [];
  return [note(catalogueMessages[locale].onlyIn[japanese ? 'ja' : 'en'])];
}

/** The first names of a list and how many follow: `A, B, C and 2 more`. */
export function fewNames(names: readonly string[], locale: Locale, most = 3): string {
  const short = names.slice(0, most).map(name => shorten(name, 60));
  return catalogueMessages[locale].andOthers(short, names.length - short.length);
}

/** At most `length` characters, cut with an ellipsis. */
export function shorten(words: string, length: number): string {
  const characters = [...words];
  return characters.length <= length ? words : `${characters.slice(0, length - 1).join('')}…`;
}

/** A person's own words, safe to repeat: without control and invisible characters, on one line, not long. */
export function quotable(words: string): string {
  return shorten(
    words
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .replace(/\s+/g, ' ')
      .trim(),
    40,
  );
}

const longestLine = 280;

/** Breaks lines that are too long to read at ends of sentences, otherwise between words. */
export function paragraphs(words: string): string {
  return words
    .split('\n')
    .flatMap(line => brokenLine(line))
    .join('\n');
}

function brokenLine(line: string): readonly string[] {
  if (line.length <= longestLine) return [line];
  const head = line.slice(0, longestLine);
  const end = Math.max(head.lastIndexOf('。'), head.lastIndexOf('. '), head.lastIndexOf('; '));
  const cut = end > longestLine / 3 ? end + 1 : Math.max(head.lastIndexOf(' '), head.lastIndexOf('、') + 1);
  const at = cut > 0 ? cut : longestLine;
  return [line.slice(0, at).trimEnd(), ...brokenLine(line.slice(at).trimStart())];
}
