import type { Action } from '../../../conversation/contract/action.ts';
import type { IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block, ListItem } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { formatDay, formatInstant, formatPersonName, formatSpan } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import type { PeopleService, PersonName, ReportingLine } from '../../people/people.types.ts';
import { oneononesMessages } from '../oneonones.messages.ts';
import type { Changed, Meeting, OneononesService, Point, Series, SeriesView } from '../oneonones.types.ts';
import { endOf } from '../planning.rules.ts';
import { rhythmOf } from '../series.rules.ts';

export interface OneononeDeps {
  readonly oneonones: OneononesService;
  readonly people: Pick<PeopleService, 'line'>;
}

export type OneononeIntent =
  | 'show-oneonones'
  | 'set-up-oneonone'
  | 'add-oneonone-point'
  | 'settle-oneonone-point'
  | 'close-oneonone'
  | 'change-oneonone'
  | 'oneonone-figures';
export type Slots = Readonly<Record<string, string>>;

export const pageSize = 5;

export function slotsOf(input: IntentInput): Slots {
  return input.kind === 'sentence' ? {} : input.slots;
}

export function seriesIn(slots: Slots): Id<'series'> | null {
  return isId('series', slots.series ?? '') ? (slots.series as Id<'series'>) : null; // isId has looked at that very text
}

export function meetingIn(slots: Slots): Id<'meeting'> | null {
  return isId('meeting', slots.meeting ?? '') ? (slots.meeting as Id<'meeting'>) : null; // isId has looked at that very text
}

export function pointIn(slots: Slots): Id<'point'> | null {
  return isId('point', slots.point ?? '') ? (slots.point as Id<'point'>) : null; // isId has looked at that very text
}

export function button(label: string, intent: OneononeIntent, slots: Slots = {}): Action {
  return { label, intent, slots };
}

/** At most four, the likeliest first. */
export function buttons(...actions: readonly (Action | null)[]): readonly Block[] {
  const kept = actions.filter(action => action !== null).slice(0, 4);
  const drawn = kept.map((action, place): Action => (place === 0 ? { ...action, style: 'primary' } : action));
  return drawn.length === 0 ? [] : [{ kind: 'actions', actions: drawn }];
}

export function text(words: string): Block {
  return { kind: 'text', text: words };
}

/** What is remembered are ids alone; the texts of the two are in the reply to them and nowhere else. */
export function result(locale: Locale, blocks: readonly Block[], focus: Slots = {}): IntentResult {
  return { reply: { locale, preview: oneononesMessages[locale].preview, blocks }, focus, listed: [] };
}

/** The other one of the two, as the actor calls them. */
export function otherName(view: Pick<SeriesView, 'series' | 'side'>, line: ReportingLine, locale: Locale): string {
  const { series, side } = view;
  const known: PersonName | undefined =
    side === 'manager'
      ? line.reports.find(({ id }) => id === series.memberId)?.name
      : line.manager?.id === series.managerId
        ? line.manager.name
        : undefined;
  return known === undefined ? oneononesMessages[locale].formerManager : formatPersonName(known, locale);
}

/** When it begins and ends, where the reader is. */
export function spanOf(meeting: Meeting, { timeZone, locale }: PersonActor): string {
  return formatSpan(meeting.startsAt.toISOString(), endOf(meeting).toISOString(), timeZone, locale);
}

export function startOf(meeting: Meeting, { timeZone, locale }: PersonActor): string {
  return formatInstant(meeting.startsAt.toISOString(), timeZone, locale);
}

export function rhythmWords(series: Pick<Series, 'rule'>, locale: Locale): string {
  const { every, interval } = rhythmOf(series);
  return oneononesMessages[locale].rhythm(every, interval);
}

export function dayWords(day: string, locale: Locale): string {
  return formatDay(day, locale);
}

export function pointItem(point: Point, other: string, { personId, locale }: PersonActor): ListItem {
  const t = oneononesMessages[locale];
  const by = point.authorId === personId ? t.series.byMe : t.series.by(other);
  return {
    title: shorten(point.text, 120),
    detail: point.visibility === 'private' ? t.series.private : by,
    ...(point.carriedOver ? { badge: t.series.carriedOver } : {}),
    action: { intent: 'settle-oneonone-point', slots: { point: point.id, series: point.seriesId } },
  };
}

export function shorten(words: string, length: number): string {
  const characters = [...words.replace(/\s+/g, ' ').trim()];
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`;
}

/** Why a change did not come about, and the way on. */
export function refusedChange(change: Exclude<Changed<never>, { kind: 'changed' }>, locale: Locale): IntentResult {
  const t = oneononesMessages[locale];
  return result(locale, [text(t.changed[change.kind]), ...buttons(button(t.show, 'show-oneonones'))]);
}
