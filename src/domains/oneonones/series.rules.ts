import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { PlainDateText } from '../../platform/time/clock.ts';
import { isTimeZone } from '../../platform/time/time-zone.ts';

/** How a series repeats. Local: what a clock shows in `zone`, so that summer time moves the instant and not the hour. */
export interface Cadence {
  /** RFC 5545 without an end: `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`. */
  readonly rule: string;
  /** Local day and time from which the rule counts: `2026-12-01T10:00`. */
  readonly start: string;
  readonly zone: string;
  readonly minutes: number;
  /** The last day on which a meeting may begin, in `zone`. Every series has one; it can be renewed. */
  readonly until: PlainDateText;
}

export interface WantedCadence extends Omit<Cadence, 'until'> {
  /** May hold UNTIL or COUNT when `until` is null. */
  readonly rule: string;
  readonly until: PlainDateText | null;
}

export const cadenceFaults = [
  'unknown-zone',
  'bad-start',
  'bad-duration',
  'bad-rule',
  'too-often',
  'no-end',
  'too-long',
  'over',
  'no-meeting',
] as const;
/** Why a cadence is not taken; the messages say it in words. */
export type CadenceFault = (typeof cadenceFaults)[number];

export type CheckedCadence =
  | { readonly kind: 'cadence'; readonly cadence: Cadence }
  | { readonly kind: 'refused'; readonly fault: CadenceFault };

export const longestYears = 2;
export const shortestMinutes = 10;
export const longestMinutes = 240;
const mostPerWeek = 2;

type Parts = ReadonlyMap<string, string>;

/**
 * Whether a cadence has sense: weekly or monthly, at most twice a week, with an end at most two years ahead, and with at least one meeting
 * still to come.
 */
export function checkCadence(wanted: WantedCadence, now: Date): CheckedCadence {
  const fault = placeFault(wanted);
  if (fault !== null) return refused(fault);
  const parts = partsOf(wanted.rule);
  const ruleFault = parts === null ? 'bad-rule' : faultOf(parts);
  if (parts === null || ruleFault !== null) return refused(ruleFault ?? 'bad-rule');
  const rule = canonical(parts);
  if (ruleThrows({ ...wanted, rule, until: '2200-01-01' })) return refused('bad-rule');
  const until = wanted.until ?? endOf({ ...wanted, rule }, parts);
  if (until === null) return refused(parts.has('UNTIL') ? 'bad-rule' : 'no-end');
  return checkEnd({ rule, start: wanted.start, zone: wanted.zone, minutes: wanted.minutes, until }, now);
}

function checkEnd(cadence: Cadence, now: Date): CheckedCadence {
  const today = dayIn(now, cadence.zone);
  const first = Temporal.PlainDateTime.from(cadence.start).toPlainDate();
  const latest = laterOf(today, first).add({ years: longestYears });
  const until = Temporal.PlainDate.from(cadence.until);
  if (Temporal.PlainDate.compare(until, today) < 0) return refused('over');
  if (Temporal.PlainDate.compare(until, latest) > 0) return refused('too-long');
  if (occurrencesOf(cadence, now, endInstant(cadence), 1).length === 0) return refused('no-meeting');
  return { kind: 'cadence', cadence };
}

/** The starts of a cadence from `from` (inclusive) to `to` (exclusive), in order; at most `most`. */
export function occurrencesOf(cadence: Cadence, from: Date, to: Date, most = 1_000): readonly Date[] {
  const end = Math.min(to.getTime(), endInstant(cadence).getTime());
  const rule = ruleOf(cadence);
  const starts: Date[] = [];
  let next = rule.next(from, true);
  while (next !== null && next.epochMilliseconds < end && starts.length < most) {
    if (next.epochMilliseconds >= from.getTime()) starts.push(new Date(next.epochMilliseconds));
    next = rule.next(new Date(next.epochMilliseconds), false);
  }
  return starts;
}

/** The same cadence for longer: to `years` after its end, or after today when it has ended; never beyond what `checkCadence` takes. */
export function renewed(cadence: Cadence, now: Date, years = 1): Cadence {
  const today = dayIn(now, cadence.zone);
  const from = laterOf(today, Temporal.PlainDate.from(cadence.until));
  const latest = today.add({ years: longestYears });
  const until = from.add({ years });
  return { ...cadence, until: (Temporal.PlainDate.compare(until, latest) > 0 ? latest : until).toString() };
}

export type Rhythm = 'weekly' | 'biweekly' | 'monthly';

/** The three cadences that are offered in chat. Monthly keeps the weekday: "the second Tuesday"; a fifth one is the last. */
export function ruleFor(rhythm: Rhythm, day: PlainDateText): string {
  const date = Temporal.PlainDate.from(day);
  const weekday = weekdays[date.dayOfWeek - 1] ?? 'MO';
  if (rhythm === 'weekly') return `FREQ=WEEKLY;BYDAY=${weekday}`;
  if (rhythm === 'biweekly') return `FREQ=WEEKLY;INTERVAL=2;BYDAY=${weekday}`;
  const nth = Math.ceil(date.day / 7);
  return `FREQ=MONTHLY;BYDAY=${nth > 4 ? -1 : nth}${weekday}`;
}

/** For the words of a cadence: how often, whatever the day. */
export function rhythmOf({ rule }: Pick<Cadence, 'rule'>): {
  readonly every: 'week' | 'month';
  readonly interval: number;
} {
  const parts = partsOf(rule) ?? new Map<string, string>();
  return { every: parts.get('FREQ') === 'MONTHLY' ? 'month' : 'week', interval: Number(parts.get('INTERVAL') ?? '1') };
}

/** An instant for a local day and time; null when there is no such day, time or zone. At an overlap of summer time the first one. */
export function instantOf(day: string, time: string, zone: string): Date | null {
  const clock = /^(\d{1,2})[:：時](\d{2})?/u.exec(time.normalize('NFKC').trim());
  if (clock === null) return null;
  try {
    const date = Temporal.PlainDate.from(day, { overflow: 'reject' });
    const at = Temporal.PlainTime.from(
      { hour: Number(clock[1]), minute: Number(clock[2] ?? '0') },
      { overflow: 'reject' },
    );
    return new Date(date.toZonedDateTime({ timeZone: zone, plainTime: at }).epochMilliseconds);
  } catch {
    return null;
  }
}

/** Local day and time of an instant: `2026-12-01`, `10:00`. */
export function localOf(instant: Date, zone: string): { readonly day: PlainDateText; readonly time: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  return { day: local.toPlainDate().toString(), time: local.toPlainTime().toString({ smallestUnit: 'minute' }) };
}

export function dayIn(instant: Date, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate();
}

export function dayAfter(day: Temporal.PlainDate, days: number): PlainDateText {
  return day.add({ days }).toString();
}

/** The last day of a series that begins on that day and goes on for that many months. */
export function lengthEnd(day: PlainDateText, months: number): PlainDateText {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const known: Readonly<Record<string, RegExp>> = {
  FREQ: /^(SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d?$/,
  BYDAY: /^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*$/,
  BYMONTHDAY: /^([1-9]|1\d|2[0-8]|-1)$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  COUNT: /^[1-9]\d{0,2}$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
};
const mostWeeksBetween = 8;
const mostMonthsBetween = 3;

/** Null when it is no rule, names a part twice, or a part that a one-on-one cannot have. */
function partsOf(rule: string): Parts | null {
  const parts = new Map<string, string>();
  for (const part of rule
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .replace(/;$/, '')
    .split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (more.length > 0 || parts.has(name) || known[name]?.test(value) !== true) return null;
    parts.set(name, value);
  }
  return parts;
}

function faultOf(parts: Parts): CadenceFault | null {
  const [freq, interval] = [parts.get('FREQ'), Number(parts.get('INTERVAL') ?? '1')];
  const days = (parts.get('BYDAY') ?? '').split(',').filter(day => day !== '');
  if (freq === undefined || freq === 'YEARLY' || (parts.has('UNTIL') && parts.has('COUNT'))) return 'bad-rule';
  if (freq !== 'WEEKLY' && freq !== 'MONTHLY') return 'too-often';
  return freq === 'WEEKLY' ? weeklyFault(parts, days, interval) : monthlyFault(parts, days, interval);
}

function monthlyFault(parts: Parts, days: readonly string[], interval: number): CadenceFault | null {
  // Without a number a weekday means every one of the month; a fifth one is not in every month.
  const numbered = days.every(day => /^[+-]?[1-4]/.test(day));
  const both = days.length > 0 && parts.has('BYMONTHDAY');
  return !numbered || both || interval > mostMonthsBetween || days.length > mostPerWeek ? 'bad-rule' : null;
}

function weeklyFault(parts: Parts, days: readonly string[], interval: number): CadenceFault | null {
  if (parts.has('BYMONTHDAY') || days.some(day => /\d/.test(day)) || interval > mostWeeksBetween) return 'bad-rule';
  return new Set(days).size > mostPerWeek ? 'too-often' : null;
}

/** Always the same text for the same rule, without the end, which is kept as a day. */
function canonical(parts: Parts): string {
  const order = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'WKST'];
  return order.flatMap(name => (parts.has(name) ? [`${name}=${parts.get(name)}`] : [])).join(';');
}

/** The last day that UNTIL or COUNT allow; null when there is neither or it is no date. */
function endOf(wanted: Omit<Cadence, 'until'>, parts: Parts): PlainDateText | null {
  const [until, count] = [parts.get('UNTIL'), parts.get('COUNT')];
  if (until !== undefined) return untilDay(until, wanted.zone);
  if (count === undefined) return null;
  const open = { ...wanted, until: '2200-01-01' };
  const from = instantOf(wanted.start.slice(0, 10), wanted.start.slice(11), wanted.zone);
  const last = from === null ? undefined : occurrencesOf(open, from, endInstant(open), Number(count)).at(-1);
  return last === undefined ? null : dayIn(last, wanted.zone).toString();
}

function untilDay(until: string, zone: string): PlainDateText | null {
  try {
    if (!until.endsWith('Z')) return Temporal.PlainDate.from(until.slice(0, 8), { overflow: 'reject' }).toString();
    return Temporal.Instant.from(until).toZonedDateTimeISO(zone).toPlainDate().toString();
  } catch {
    return null;
  }
}

function placeFault({ zone, start, minutes }: Omit<Cadence, 'until'>): CadenceFault | null {
  if (!isTimeZone(zone)) return 'unknown-zone';
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(start) || instantOf(start.slice(0, 10), start.slice(11), zone) === null)
    return 'bad-start';
  const whole = Number.isInteger(minutes) && minutes >= shortestMinutes && minutes <= longestMinutes;
  return whole ? null : 'bad-duration';
}

function ruleThrows(cadence: Cadence): boolean {
  try {
    ruleOf(cadence);
    return false;
  } catch {
    return true;
  }
}

function ruleOf({ rule, start, zone }: Cadence): RRuleTemporal<Temporal.ZonedDateTime> {
  const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime(zone);
  return new RRuleTemporal({ rruleString: `RRULE:${rule}`, dtstart, tzid: zone, temporal: Temporal });
}

/** The first instant after the last day. */
function endInstant({ until, zone }: Cadence): Date {
  const after = Temporal.PlainDate.from(until).add({ days: 1 });
  return new Date(after.toZonedDateTime({ timeZone: zone }).epochMilliseconds);
}

function laterOf(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) >= 0 ? one : other;
}

function refused(fault: CadenceFault): CheckedCadence {
  return { kind: 'refused', fault };
}
