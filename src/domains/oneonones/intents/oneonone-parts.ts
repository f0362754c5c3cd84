import type { Action } from '../../../conversation/contract/action.ts';
import type { IntentInput, IntentResult } from '../../../conversation/contract/intent.ts';
import type { Block, ListItem } from '../../../conversation/contract/reply.ts';
import type { PersonActor } from '../../../platform/access/actor.ts';
import { formatDay, formatInstant, formatPersonName, formatSpan } from '../../../platform/i18n/format.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { type Id, isId } from '../../../platform/ids/ids.ts';
import type { PeopleService, PersonName, ReportingLine } from '../../people/people.types.ts';
import { namedIn } from '../named.rules.ts';
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
export function otherName(view: Side, line: ReportingLine, locale: Locale): string {
  const known = nameOfOther(view, line);
  return known === undefined ? oneononesMessages[locale].formerManager : formatPersonName(known, locale);
}

type Side = Pick<SeriesView, 'series' | 'side'>;

function nameOfOther({ series, side }: Side, { reports, manager }: ReportingLine): PersonName | undefined {
  if (side === 'manager') return reports.find(({ id }) => id === series.memberId)?.name;
  return manager?.id === series.managerId ? manager.name : undefined;
}

/** Those with somebody whom the sentence names; all of them when it names nobody. */
export function withNamed<Of extends Side>(
  input: IntentInput,
  views: readonly Of[],
  line: ReportingLine,
): readonly Of[] {
  if (input.kind !== 'sentence') return views;
  const known = views.flatMap(view => {
    const name = nameOfOther(view, line);
    return name === undefined ? [] : [{ view, name }];
  });
  const named = namedIn(input.text, known).map(({ view }) => view);
  return named.length > 0 ? named : views;
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
