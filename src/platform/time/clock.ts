import { Temporal } from 'temporal-polyfill';

/** An instant in UTC, ISO 8601 with milliseconds: `2026-04-01T01:00:00.000Z`. */
export type InstantText = string;
/** A calendar day without a time or a zone: `2026-04-01`. */
export type PlainDateText = string;

/** The only source of "now"; tests hand in one that stands still. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Today's date where the person is. `timeZone` is an IANA name such as `Asia/Tokyo`. */
export function todayIn(clock: Clock, timeZone: string): PlainDateText {
  return dayAt(clock.now(), timeZone);
}

/** The date of an instant in that IANA zone. */
export function dayAt(instant: Date, timeZone: string): PlainDateText {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}
