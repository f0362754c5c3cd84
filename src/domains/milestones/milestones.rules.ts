import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Id } from '../../platform/ids/ids.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';
import type { FiscalYear, MilestoneRule, OfferState } from './milestones.types.ts';

/** Countries whose law lets somebody born on 29 February grow older on 28 February of a common year: Taiwan (Civil Code, art. 121). */
const onTheLastOfFebruary: ReadonlySet<string> = new Set(['TW']);

/**
 * The day on which a person reaches an age. `country` is the ISO 3166 code of the employing company.
 * In Japan it is the day before the birthday, at whose end the year of life is complete (年齢計算ニ関スル法律; Civil Code, art. 143): 31 March for
 * 1 April, 28 February for 29 February. Elsewhere it is the birthday itself; that of 29 February is 1 March in a common year, unless the
 * country's law names the day before.
 */
export function reachesOn(bornOn: PlainDateText, age: number, country: string): PlainDateText {
  const born = Temporal.PlainDate.from(bornOn);
  // 29 February becomes the 28th where the year has none.
  const anniversary = born.add({ years: age });
  const without = anniversary.day !== born.day;
  if (country === 'JP') return (without ? anniversary : anniversary.subtract({ days: 1 })).toString();
  return (without && !onTheLastOfFebruary.has(country) ? anniversary.add({ days: 1 }) : anniversary).toString();
}

/** The fiscal year that a day belongs to. `startMonth` is 1 to 12. */
export function fiscalYearOf(day: PlainDateText, startMonth: number): FiscalYear {
  const { year, month } = Temporal.PlainDate.from(day);
  return fiscalYear(month < startMonth ? year - 1 : year, startMonth);
}

export function fiscalYear(year: number, startMonth: number): FiscalYear {
  const from = Temporal.PlainDate.from({ year, month: startMonth, day: 1 });
  return { year, from: from.toString(), to: from.add({ years: 1 }).subtract({ days: 1 }).toString() };
}

/** The rules whose age the person reaches within the year, however late in it they joined. */
export function dueRules(
  rules: readonly MilestoneRule[],
  { bornOn, country }: { readonly bornOn: PlainDateText; readonly country: string },
  { from, to }: FiscalYear,
): readonly MilestoneRule[] {
  return rules.filter(({ age }) => {
    const day = reachesOn(bornOn, age, country);
    return from <= day && day <= to;
  });
}

/** Years in which somebody may be born who reaches one of the ages in the year: to look at few people, `dueRules` decides. */
export function birthYears(rules: readonly MilestoneRule[], { from, to }: FiscalYear): readonly number[] {
  const [first, last] = [Temporal.PlainDate.from(from).year, Temporal.PlainDate.from(to).year + 1];
  return [...new Set(rules.flatMap(({ age }) => [first - age, last - 1 - age, last - age]))].sort((a, b) => a - b);
}

/** What a person gets once in a life, whichever companies of the group they work in. */
export function milestoneOf({ offer, age }: MilestoneRule): string {
  return `${offer}:${age}`;
}

/** Whether an offer of an earlier year is made again: whoever asked for it, and whoever waited for a seat in vain. */
export function comesAgain(state: OfferState): boolean {
  return state === 'next-year' || state === 'waitlisted';
}

/** Whether the person may still answer. Everything but having been there, and being left alone, can be changed. */
export function isOpen(state: OfferState): boolean {
  return state !== 'attended' && state !== 'opted-out';
}

const weeksToSpread = 8;
/** Fewer than this on a day are not spread further. */
const fewADay = 20;
const hourOfDay = 10;
/** The last offer still leaves time to choose before the last session. */
const daysToChoose = 14;

export interface Recipient {
  readonly personId: Id<'person'>;
  readonly timeZone: string;
}

/**
 * When each person is told: at ten in the morning where they are, from Monday to Friday, from tomorrow on, evenly over at most eight weeks and
 * not later than two weeks before `last`. Holidays and quiet hours are the business of notifications. The order is by chance and the same at
 * every call; nothing about the person is in it.
 */
export function spread(recipients: readonly Recipient[], now: Date, last: Date): ReadonlyMap<Id<'person'>, Date> {
  const order = recipients.toSorted((a, b) => (chance(a.personId, now) < chance(b.personId, now) ? -1 : 1));
  const latest = Math.max(1, workdaysUntil(now, last));
  const days = Math.min(latest, Math.ceil(order.length / fewADay));
  return new Map(
    order.map(({ personId, timeZone }, place) => [
      personId,
      morningOf(now, timeZone, 1 + Math.floor((place * days) / order.length)),
    ]),
  );
}

function chance(personId: string, now: Date): string {
  return createHash('sha256').update(`${now.getUTCFullYear()} ${personId}`).digest('hex');
}

function workdaysUntil(now: Date, last: Date): number {
  const days = Math.floor((last.getTime() - now.getTime()) / 86_400_000) - daysToChoose;
  return Math.min(weeksToSpread * 5, Math.floor((days * 5) / 7));
}

/** The `count`th working day after today, counted from 1. */
function morningOf(now: Date, timeZone: string, count: number): Date {
  let day = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  for (let left = count; left > 0; ) {
    day = day.add({ days: 1 });
    if (day.dayOfWeek <= 5) left -= 1;
  }
  const morning = day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: hourOfDay }) });
  return new Date(morning.epochMilliseconds);
}
