import { Temporal } from 'temporal-polyfill';
import type { PlainDateText } from '../../platform/time/clock.ts';
import type { QuietHours } from './notifications.types.ts';

const farthestDays = 366;
const weekdays: readonly RegExp[] = [
  /月曜|\bmon(day)?\b/,
  /火曜|\btue(s|sday)?\b/,
  /水曜|\bwed(nesday)?\b/,
  /木曜|\bthu(rs|rsday)?\b/,
  /金曜|\bfri(day)?\b/,
  /土曜|\bsat(urday)?\b/,
  /日曜|\bsun(day)?\b/,
];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';

/** The day that words mean, seen from today: after today and within a year; null when they mean none. */
export function dayFromWords(words: string, today: PlainDateText): PlainDateText | null {
  const text = words.normalize('NFKC').toLowerCase();
  const from = Temporal.PlainDate.from(today);
  const day = writtenDay(text, from) ?? countedDay(text, from) ?? namedDay(text, from);
  return day === null ? null : within(day, from);
}

function within(day: Temporal.PlainDate, today: Temporal.PlainDate): PlainDateText | null {
  const ahead = today.until(day).days;
  return ahead >= 1 && ahead <= farthestDays ? day.toString() : null;
}

/** `2026-12-01`, `2026/12/1`, 12月1日, `1 Dec`, `December 1`; without a year the next one. */
function writtenDay(text: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const full = /(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})/.exec(text);
  if (full !== null) return dateOf(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = /(\d{1,2})(?:月|\/)(\d{1,2})/.exec(text);
  if (short !== null) return nextDate(Number(short[1]), Number(short[2]), today);
  const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${month}`).exec(text);
  if (dayFirst !== null) return nextDate(months.indexOf(dayFirst[2] ?? '') + 1, Number(dayFirst[1]), today);
  const monthFirst = new RegExp(`\\b${month} (\\d{1,2})\\b`).exec(text);
  return monthFirst === null ? null : nextDate(months.indexOf(monthFirst[1] ?? '') + 1, Number(monthFirst[2]), today);
}

/** 29 February is looked for in the next year that has one. */
function nextDate(monthOfYear: number, day: number, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const candidates = [today.year, today.year + 1].flatMap(year => dateOf(year, monthOfYear, day) ?? []);
  return candidates.find(candidate => Temporal.PlainDate.compare(candidate, today) > 0) ?? null;
}

function dateOf(year: number, monthOfYear: number, day: number): Temporal.PlainDate | null {
  const text = `${year}-${String(monthOfYear).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return null;
  }
}

/** "In 3 days", 2週間後. */
function countedDay(text: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  const counted = /(\d{1,3})\s*(日|週間?|か月|ヶ月|ヵ月|カ月)後|in (\d{1,3}|a|one|two) (day|week|month)/.exec(text);
  if (counted === null) return null;
  const unit = counted[2] ?? counted[4] ?? '';
  const count = numberOf(counted[1] ?? counted[3] ?? '');
  if (unit.startsWith('日') || unit === 'day') return today.add({ days: count });
  return today.add(unit.startsWith('週') || unit === 'week' ? { weeks: count } : { months: count });
}

function numberOf(word: string): number {
  return { a: 1, one: 1, two: 2 }[word] ?? Number(word);
}

function namedDay(text: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (/明後日|あさって|day after tomorrow/.test(text)) return today.add({ days: 2 });
  if (/明日|あした|あす|翌日|tomorrow/.test(text)) return today.add({ days: 1 });
  const weekday = weekdays.findIndex(name => name.test(text)) + 1;
  const monday = today.add({ days: 8 - today.dayOfWeek });
  if (/来週|翌週|next week/.test(text)) return weekday === 0 ? monday : monday.add({ days: weekday - 1 });
  if (/来月|翌月|next month/.test(text)) return today.with({ day: 1 }).add({ months: 1 });
  return weekday === 0 ? null : today.add({ days: ((weekday - today.dayOfWeek + 6) % 7) + 1 });
}

const time = '(\\d{1,2})(?::(\\d{2})|時(半|\\d{1,2}分)?)?\\s*(am|pm)?';

/** "From 22:00 to 7:00", 22時から7時半, "10pm to 7am"; null when there are not two times. */
export function quietHoursFromWords(words: string): QuietHours | null {
  const text = words
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/午後\s*(\d{1,2})/g, (_, hour) => `${Number(hour) + 12}`);
  const found = new RegExp(`${time}\\s*(?:から|〜|~|-|–|to|till|until|and)\\s*(?:翌?朝|翌日の?|午前)?\\s*${time}`).exec(
    text,
  );
  if (found === null) return null;
  const [from, to] = [minutesOf(found.slice(1, 5)), minutesOf(found.slice(5, 9))];
  return from === null || to === null ? null : { from, to };
}

function minutesOf([hour, minute, japanese, half]: readonly (string | undefined)[]): number | null {
  const past = minute ?? (japanese === '半' ? '30' : (japanese?.replace('分', '') ?? '0'));
  const clock = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'pm' ? 12 : 0);
  const minutes = clock * 60 + Number(past);
  return clock <= 24 && Number(past) < 60 ? minutes % (24 * 60) : null;
}
