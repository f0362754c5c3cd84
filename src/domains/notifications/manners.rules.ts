import { Temporal } from 'temporal-polyfill';
import type { PlainDateText } from '../../platform/time/clock.ts';
import type { NoticeKind, QuietHours } from './notifications.types.ts';

/** Nudges that one person gets at most, of all kinds together; a digest counts once. */
export const budget = { perDay: 3, perWeek: 8 } as const;
export const defaultQuietHours: QuietHours = { from: 20 * 60, to: 8 * 60 };
/** So many of a kind in a row that were not opened are a reason to be silent about it for a while. */
const ignoredInARow = 3;
const pauseMs = 30 * 24 * 60 * 60_000;
/** Before that nobody can be said to have ignored a message. */
const timeToLookMs = 48 * 60 * 60_000;
/** Whoever is on leave for longer will not want to read today's nudge on coming back. */
const leaveMs = 14 * 24 * 60 * 60_000;
const weekMs = 7 * 24 * 60 * 60_000;
/** From so many that wait on, they come in one message. */
const digestFrom = 2;

/** What is to be sent. */
export interface DueNotice {
  readonly urgency: NoticeKind['urgency'];
  readonly dueAt: Date;
  readonly notAfter: Date | null;
  /** It has a line for a digest. */
  readonly inDigests: boolean;
}

/** A nudge that was sent to the person, or is being sent. A digest is one. */
export interface SentNudge {
  readonly sentAt: Date;
  /** Of the kind that is to be sent now. */
  readonly sameKind: boolean;
  readonly opened: boolean;
}

/** How the person wants to be told, and what they were told lately. */
export interface Manners {
  readonly standing: 'active' | 'on-leave' | 'left';
  readonly timeZone: string;
  readonly quiet: QuietHours;
  isRestDay(day: PlainDateText): boolean;
  readonly switchedOff: boolean;
  /** The first day on which nudges are welcome again; null = none is snoozed. */
  readonly snoozedUntil: PlainDateText | null;
  /** At least the last week's, and the last three of the kind; in any order. */
  readonly sent: readonly SentNudge[];
  /** Other nudges of the person that are due, too, and may be put into a digest. */
  readonly waiting: number;
}

export type DropReason =
  | 'left'
  | 'on-leave'
  | 'switched-off'
  | 'too-late'
  /** It would have been welcome only after it was of use. */
  | 'snoozed'
  | 'paused'
  | 'budget'
  | 'quiet-hours'
  | 'rest-days';

export type Verdict =
  | { readonly kind: 'send' }
  | { readonly kind: 'later'; readonly at: Date }
  /** Together with the others that wait: now, or from then on. */
  | { readonly kind: 'digest'; readonly at: Date }
  | { readonly kind: 'drop'; readonly reason: DropReason };

interface Wait {
  readonly at: Date;
  /** What made it wait the longest; null = nothing. */
  readonly heldBy: DropReason | null;
}

/**
 * Whether, when and how somebody is told something that they did not ask for. Nothing is sent in quiet hours nor after `notAfter`, whatever
 * else holds; an appointment is not held back by the budget, a snooze or a pause, and by days of rest only when there is time.
 */
export function decideNotice(notice: DueNotice, manners: Manners, now: Date): Verdict {
  const refused = refusal(notice, manners, now);
  if (refused !== null) return { kind: 'drop', reason: refused };
  if (manners.standing === 'on-leave') return afterLeave(notice, manners, now);
  const earliest = later(now, notice.dueAt);
  const { at, heldBy } =
    notice.urgency === 'nudge' ? nudgeTime(earliest, manners) : appointmentTime(earliest, notice.notAfter, manners);
  if (at === null || passes(notice, at)) return { kind: 'drop', reason: heldBy ?? 'too-late' };
  if (isForDigest(notice, manners, heldBy)) return { kind: 'digest', at };
  return at.getTime() <= now.getTime() ? { kind: 'send' } : { kind: 'later', at };
}

function refusal({ notAfter }: DueNotice, { standing, switchedOff }: Manners, now: Date): DropReason | null {
  if (standing === 'left') return 'left';
  if (switchedOff) return 'switched-off';
  return notAfter !== null && now > notAfter ? 'too-late' : null;
}

/** Looked at again day by day, for nobody knows when a leave ends. */
function afterLeave(notice: DueNotice, manners: Manners, now: Date): Verdict {
  const tomorrow = startOfDay(dayOf(now, manners.timeZone).add({ days: 1 }), manners.timeZone);
  const at = nextOpening(later(tomorrow, notice.dueAt), manners, true);
  const tooLong = at === null || at.getTime() > notice.dueAt.getTime() + leaveMs;
  return tooLong || passes(notice, at) ? { kind: 'drop', reason: 'on-leave' } : { kind: 'later', at };
}

function isForDigest({ urgency, inDigests }: DueNotice, { waiting }: Manners, heldBy: DropReason | null): boolean {
  return urgency === 'nudge' && inDigests && (heldBy === 'budget' || waiting + 1 >= digestFrom);
}

type Found = Wait | { readonly at: null; readonly heldBy: DropReason };

function appointmentTime(earliest: Date, notAfter: Date | null, manners: Manners): Found {
  const onWorkday = opening(earliest, manners, true);
  if (onWorkday.at !== null && (notAfter === null || onWorkday.at <= notAfter)) return onWorkday;
  return opening(earliest, manners, false);
}

function nudgeTime(earliest: Date, manners: Manners): Found {
  const snoozed = manners.snoozedUntil === null ? null : startOfDay(manners.snoozedUntil, manners.timeZone);
  const paused = pausedUntil(manners.sent, earliest);
  const wanted = [snoozed, paused].reduce<Date>((at, until) => (until === null ? at : later(at, until)), earliest);
  const heldBy = wanted === earliest ? null : wanted === paused ? 'paused' : 'snoozed';
  const open = opening(wanted, manners, true);
  const free = open.at === null ? null : budgetTime(open.at, manners);
  if (open.at === null || free === null) return { at: null, heldBy: heldBy ?? 'rest-days' };
  return { at: free, heldBy: heldBy ?? (free > open.at ? 'budget' : open.heldBy) };
}

/** Until when one is silent about a kind of which the last ones were not opened; null = no reason to be. */
export function pausedUntil(sent: readonly SentNudge[], now: Date): Date | null {
  const last = sent.filter(({ sameKind }) => sameKind).toSorted((a, b) => b.sentAt.getTime() - a.sentAt.getTime());
  const ignored = last.slice(0, ignoredInARow);
  const newest = ignored[0]?.sentAt.getTime();
  if (newest === undefined || ignored.length < ignoredInARow || ignored.some(({ opened }) => opened)) return null;
  const until = newest + pauseMs;
  return now.getTime() - newest >= timeToLookMs && until > now.getTime() ? new Date(until) : null;
}

/** The first opening from `at` on, itself one, at which the day's and the week's budget have room. */
function budgetTime(at: Date, manners: Manners): Date | null {
  let candidate: Date | null = at;
  while (candidate !== null && !hasRoom(candidate, manners)) {
    const tomorrow: Temporal.PlainDate = dayOf(candidate, manners.timeZone).add({ days: 1 });
    candidate = nextOpening(startOfDay(tomorrow, manners.timeZone), manners, true);
  }
  return candidate;
}

function hasRoom(at: Date, { sent, timeZone }: Manners): boolean {
  const day = dayOf(at, timeZone);
  const today = sent.filter(({ sentAt }) => dayOf(sentAt, timeZone).equals(day));
  const week = sent.filter(({ sentAt }) => sentAt.getTime() > at.getTime() - weekMs);
  return today.length < budget.perDay && week.length < budget.perWeek;
}

function opening(from: Date, manners: Manners, resting: boolean): Found {
  const at = nextOpening(from, manners, resting);
  const heldBy = resting && manners.isRestDay(dayOf(from, manners.timeZone).toString()) ? 'rest-days' : 'quiet-hours';
  return at === null ? { at, heldBy } : { at, heldBy: at > from ? heldBy : null };
}

/** Longer than any row of days of rest; past it there is no opening. */
const mostSteps = 100;

/** The first instant from `from` on that is outside quiet hours, and on a working day when days of rest count. */
function nextOpening(from: Date, { timeZone, quiet, isRestDay }: Manners, resting: boolean): Date | null {
  let local = inZone(from, timeZone);
  for (let step = 0; step < mostSteps; step += 1) {
    const day = local.toPlainDate();
    if (resting && isRestDay(day.toString())) local = day.add({ days: 1 }).toZonedDateTime(timeZone);
    else if (isQuiet(local, quiet)) local = endOfQuiet(local, quiet);
    else return new Date(local.epochMilliseconds);
  }
  return null;
}

/** Whether that instant lies in the quiet hours of the clock on the person's wall. */
export function isQuietAt(at: Date, quiet: QuietHours, timeZone: string): boolean {
  return isQuiet(inZone(at, timeZone), quiet);
}

function isQuiet({ hour, minute }: Temporal.ZonedDateTime, { from, to }: QuietHours): boolean {
  const now = hour * 60 + minute;
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

/** The next time at which the clock on the wall shows the end; where summer time leaves that hour out, as much later. */
function endOfQuiet(local: Temporal.ZonedDateTime, { to }: QuietHours): Temporal.ZonedDateTime {
  const time = Temporal.PlainTime.from({ hour: Math.floor(to / 60) % 24, minute: to % 60 });
  const today = local.toPlainDate().toZonedDateTime({ timeZone: local.timeZoneId, plainTime: time });
  if (Temporal.ZonedDateTime.compare(today, local) > 0) return today;
  return local.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: local.timeZoneId, plainTime: time });
}

function passes({ notAfter }: DueNotice, at: Date): boolean {
  return notAfter !== null && at > notAfter;
}

function inZone(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

function dayOf(at: Date, timeZone: string): Temporal.PlainDate {
  return inZone(at, timeZone).toPlainDate();
}

function startOfDay(day: Temporal.PlainDate | PlainDateText, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
}

function later(a: Date, b: Date): Date {
  return a >= b ? a : b;
}
