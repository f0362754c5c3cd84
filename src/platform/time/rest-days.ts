import Holidays from 'date-holidays';
import { getHolidaysOf } from 'japanese-holidays';
import { Temporal } from 'temporal-polyfill';
import type { PlainDateText } from './clock.ts';

/** Countries whose weekend is Friday and Saturday (Unicode CLDR, weekData); everywhere else it is Saturday and Sunday. */
const restOnFriday = new Set('BH DZ EG IL IQ JO KW LY OM QA SA SD SY YE'.split(' '));
const holidaysByYear = new Map<string, ReadonlySet<PlainDateText>>();

/**
 * Whether nobody is expected at work on that day: weekends and public holidays of the country (ISO 3166, two letters). Of a country that
 * is not known only the weekend is.
 */
export function isRestDay(country: string, day: PlainDateText): boolean {
  const { dayOfWeek } = Temporal.PlainDate.from(day);
  const weekend = restOnFriday.has(country) ? [5, 6] : [6, 7];
  return weekend.includes(dayOfWeek) || holidaysOf(country, Number(day.slice(0, 4))).has(day);
}

/** Working them out takes milliseconds, so each year is worked out once. */
function holidaysOf(country: string, year: number): ReadonlySet<PlainDateText> {
  const key = `${country} ${year}`;
  const known = holidaysByYear.get(key);
  if (known !== undefined) return known;
  const days = new Set(country === 'JP' ? inJapan(year) : elsewhere(country, year));
  holidaysByYear.set(key, days);
  return days;
}

function inJapan(year: number): readonly PlainDateText[] {
  return getHolidaysOf(year).map(({ month, date }) =>
    Temporal.PlainDate.from({ year, month, day: date }, { overflow: 'reject' }).toString(),
  );
}

/** A holiday that is observed for several days ends before `end`, at midnight there. */
function elsewhere(country: string, year: number): readonly PlainDateText[] {
  const holidays = new Holidays(country).getHolidays(year) ?? [];
  return holidays
    .filter(({ type }) => type === 'public')
    .flatMap(({ date, start, end }) => {
      const first = Temporal.PlainDate.from(date.slice(0, 10));
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / dayMs));
      return Array.from({ length }, (_, place) => first.add({ days: place }).toString());
    });
}

const dayMs = 24 * 60 * 60_000;
