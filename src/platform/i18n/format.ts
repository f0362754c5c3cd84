import { Temporal } from 'temporal-polyfill';
import type { InstantText, PlainDateText } from '../time/clock.ts';
import type { Locale } from './locale.ts';

/** The parts of a name that every script needs; the own script where there is one, and Latin letters. */
export interface NameParts {
  readonly family: string;
  readonly given: string;
  readonly familyLatin: string;
  readonly givenLatin: string;
}

const weekdays: Readonly<Record<Locale, readonly string[]>> = {
  ja: ['月', '火', '水', '木', '金', '土', '日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2026年4月1日(水)` or `Wed 1 Apr 2026`. */
export function formatDay(day: PlainDateText, locale: Locale): string {
  return dayText(Temporal.PlainDate.from(day), locale);
}

/** `2026年4月1日(水)10:00` or `Wed 1 Apr 2026, 10:00`, as a clock shows it in that IANA zone. */
export function formatInstant(instant: InstantText, timeZone: string, locale: Locale): string {
  const local = inZone(instant, timeZone);
  return `${dayText(local.toPlainDate(), locale)}${between(locale)}${timeText(local)}`;
}

/** `2026年4月1日(水)10:00〜12:00` or `Wed 1 Apr 2026, 10:00–12:00`; the second day is named when it is another one. */
export function formatSpan(startsAt: InstantText, endsAt: InstantText, timeZone: string, locale: Locale): string {
  const start = inZone(startsAt, timeZone);
  const end = inZone(endsAt, timeZone);
  const sameDay = start.toPlainDate().equals(end.toPlainDate());
  const until = sameDay ? timeText(end) : formatInstant(endsAt, timeZone, locale);
  const dash = locale === 'ja' ? '〜' : sameDay ? '–' : ' – ';
  return `${formatInstant(startsAt, timeZone, locale)}${dash}${until}`;
}

/** `日本標準時` or `Japan Standard Time`: an IANA zone as people call it. */
export function formatZone(timeZone: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' });
  return format.formatToParts().find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

// Making one takes longer than everything else about a short answer.
const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** Half-width digits with thousands separators in both languages: `1,821`. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** `1 skill`, `1,821 skills`: for English sentences. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${formatNumber(value)} ${value === 1 ? one : many}`;
}

/** `A、B、C` or `A, B and C`. */
export function formatList(items: readonly string[], locale: Locale): string {
  if (locale === 'ja') return items.join('、');
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** `佐藤 花子さん`, `Marta Kowalskaさん` or `Hanako Sato`: the family name leads where the name's own script does so. */
export function formatPersonName(name: NameParts, locale: Locale): string {
  if (locale === 'en') return joined([name.givenLatin || name.given, name.familyLatin || name.family]);
  const familyFirst = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(name.family);
  return `${joined(familyFirst ? [name.family, name.given] : [name.given, name.family])}さん`;
}

/** Sentences in a row: English needs a space between them, Japanese none. */
export function formatSentences(sentences: readonly string[], locale: Locale): string {
  return sentences.filter(sentence => sentence !== '').join(locale === 'ja' ? '' : ' ');
}

function inZone(instant: InstantText, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
}

function dayText(day: Temporal.PlainDate, locale: Locale): string {
  const weekday = weekdays[locale][day.dayOfWeek - 1] ?? '';
  if (locale === 'ja') return `${day.year}年${day.month}月${day.day}日(${weekday})`;
  return `${weekday} ${day.day} ${months[day.month - 1] ?? ''} ${day.year}`;
}

function timeText(local: Temporal.ZonedDateTime): string {
  return `${local.hour}:${String(local.minute).padStart(2, '0')}`;
}

function between(locale: Locale): string {
  return locale === 'ja' ? '' : ', ';
}

function joined(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' ');
}
