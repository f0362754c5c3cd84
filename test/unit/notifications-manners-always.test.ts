import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  budget,
  type DueNotice,
  decideNotice,
  defaultQuietHours,
  isQuietAt,
  type Manners,
  type SentNudge,
  type Verdict,
} from '../../src/domains/notifications/manners.rules.ts';
import { isRestDay } from '../../src/platform/time/rest-days.ts';

const at = (text: string) => new Date(text);
const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

const zones = [
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Pacific/Chatham',
  'America/Santiago',
];
/** Around clock changes, a leap day and the turn of a year as often as on any other day. */
const instants = fc.oneof(
  fc.date({ min: at('2024-01-01T00:00:00Z'), max: at('2033-01-01T00:00:00Z'), noInvalidDate: true }),
  fc
    .tuple(
      fc.constantFrom('2028-02-29', '2027-12-31', '2026-03-29', '2026-10-25', '2026-04-05', '2026-11-01', '2026-05-02'),
      fc.integer({ min: -dayMs, max: 2 * dayMs }),
    )
    .map(([day, offset]) => new Date(at(`${day}T00:00:00Z`).getTime() + offset)),
);
const minutes = fc.integer({ min: 0, max: 47 }).map(half => half * 30);
const people = fc.record({
  timeZone: fc.constantFrom(...zones),
  quiet: fc.oneof(fc.constant(defaultQuietHours), fc.record({ from: minutes, to: minutes })),
  country: fc.constantFrom('JP', 'IN', 'DE', 'US', 'CL', 'SA', 'ZZ'),
  snoozedForDays: fc.option(fc.integer({ min: 1, max: 40 })),
  opens: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
});
const notices = fc.array(
  fc.record({
    urgency: fc.constantFrom('nudge' as const, 'appointment' as const),
    dueInHours: fc.integer({ min: 0, max: 24 * 20 }),
    usefulForHours: fc.option(fc.integer({ min: 0, max: 24 * 10 })),
    inDigests: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

/** Minutes by which the clocks of the machines are wrong. */
const clocks = fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 1, maxLength: 3 });
const minuteMs = 60_000;
/** Nothing that is put off is looked at again sooner. */
const leastLaterMs = 1_000;

type Person = typeof people extends fc.Arbitrary<infer P> ? P : never;

interface Waiting {
  readonly notice: DueNotice;
  /** When it is tried next, by the clock of whichever machine gives it out. */
  readonly at: Date;
}

interface Told {
  readonly notice: DueNotice;
  readonly at: Date;
  readonly message: number;
}

/**
 * Days of one person: every notice is tried when it is due and whenever the verdict says so, until nothing is left. One machine gives it out
 * and the next one decides, each by its own clock.
 */
function live(person: Person, wanted: readonly DueNotice[], start: Date, skews: readonly number[]) {
  const told: Told[] = [];
  const dropped: DueNotice[] = [];
  const history: SentNudge[] = [];
  let open: readonly Waiting[] = wanted.map(notice => ({ notice, at: notice.dueAt }));
  let trueMs = 0;
  const skewMs = (step: number) => (skews[step % skews.length] ?? 0) * minuteMs;
  for (let step = 1; open.length > 0 && step <= 5_000; step += 1) {
    const [next, ...others] = open.toSorted((a, b) => a.at.getTime() - b.at.getTime());
    if (next === undefined) break;
    trueMs = Math.max(trueMs, next.at.getTime() - skewMs(step));
    const now = new Date(trueMs + skewMs(step + 1));
    const alike = others.filter(({ notice }) => mayJoin(notice, now));
    const verdict = decideNotice(next.notice, mannersOf(person, start, history, alike.length), now);
    switch (outcome(verdict, now)) {
      case 'told': {
        const together = verdict.kind === 'digest' ? [next, ...alike] : [next];
        told.push(...together.map(({ notice }) => ({ notice, at: now, message: step })));
        history.push(...sentNudge({ ...next, at: now }, person.opens[step % person.opens.length] === true));
        open = others.filter(other => !together.includes(other));
        break;
      }
      case 'dropped':
        dropped.push(next.notice);
        open = others;
        break;
      case 'moved':
        open = [...others, { ...next, at: movedTo(verdict, now) }];
    }
  }
  return { told, dropped, left: open.length };
}

function sentNudge({ notice, at: when }: Waiting, opened: boolean): readonly SentNudge[] {
  return notice.urgency === 'nudge' ? [{ sentAt: when, sameKind: true, opened }] : [];
}

function outcome(verdict: Verdict, now: Date): 'told' | 'dropped' | 'moved' {
  if (verdict.kind === 'drop') return 'dropped';
  return verdict.kind === 'send' || (verdict.kind === 'digest' && verdict.at <= now) ? 'told' : 'moved';
}

function movedTo(verdict: Verdict, now: Date): Date {
  const to = 'at' in verdict ? verdict.at : now;
  expect(to.getTime()).toBeGreaterThan(now.getTime());
  return new Date(Math.max(to.getTime(), now.getTime() + leastLaterMs));
}

function mayJoin({ urgency, inDigests, dueAt, notAfter }: DueNotice, now: Date): boolean {
  return urgency === 'nudge' && inDigests && dueAt <= now && (notAfter === null || notAfter >= now);
}

function mannersOf(person: Person, start: Date, sent: readonly SentNudge[], waiting: number): Manners {
  const { timeZone, quiet, country, snoozedForDays } = person;
  const today = Temporal.PlainDate.from(dayIn(timeZone, start));
  const snoozedUntil = snoozedForDays === null ? null : today.add({ days: snoozedForDays }).toString();
  const rest = { standing: 'active', switchedOff: false } as const;
  return { ...rest, timeZone, quiet, isRestDay: day => isRestDay(country, day), snoozedUntil, sent, waiting };
}

function dayIn(timeZone: string, at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

describe('whoever it is, wherever and whenever, with clocks that are up to ten minutes wrong', () => {
  const lives = fc.tuple(people, notices, instants, clocks).map(([person, planned, start, skews]) => {
    const wanted = planned.map(({ urgency, dueInHours, usefulForHours, inDigests }) => {
      const dueAt = new Date(start.getTime() + dueInHours * hourMs);
      return {
        urgency,
        inDigests,
        dueAt,
        notAfter: usefulForHours === null ? null : new Date(dueAt.getTime() + usefulForHours * hourMs),
      };
    });
    return { person, wanted, ...live(person, wanted, start, skews) };
  });
  const check = (guarantee: (life: typeof lives extends fc.Arbitrary<infer L> ? L : never) => void) =>
    fc.assert(fc.property(lives, guarantee), { numRuns: 150 });

  it('each notice is told once or dropped, and it comes to an end', () => {
    check(({ wanted, told, dropped, left }) => {
      expect(left).toBe(0);
      const seen = [...told.map(({ notice }) => notice), ...dropped];
      expect(seen).toHaveLength(wanted.length);
      expect(new Set(seen).size).toBe(wanted.length);
    });
  });

  it('nothing is told in quiet hours, before it is due or after it is of use', () => {
    check(({ person, told }) => {
      // By the clock of the machine that sent it: each is as wrong as that one.
      for (const { notice, at: when } of told) {
        expect(isQuietAt(when, person.quiet, person.timeZone)).toBe(false);
        expect(when.getTime()).toBeGreaterThanOrEqual(notice.dueAt.getTime());
        expect(when.getTime()).toBeLessThanOrEqual(notice.notAfter?.getTime() ?? Number.POSITIVE_INFINITY);
      }
    });
  });

  it('no nudge comes on a day of rest, and no more of them than the budget of a day and a week', () => {
    check(({ person, told }) => {
      const messages = new Map(
        told.filter(({ notice }) => notice.urgency === 'nudge').map(({ message, at: when }) => [message, when]),
      );
      const dayOf = (when: Date) => dayIn(person.timeZone, when);
      for (const when of messages.values()) {
        expect(isRestDay(person.country, dayOf(when))).toBe(false);
        const all = [...messages.values()];
        expect(all.filter(other => dayOf(other) === dayOf(when)).length).toBeLessThanOrEqual(budget.perDay);
        const week = all.filter(other => other <= when && other.getTime() > when.getTime() - 7 * dayMs);
        expect(week.length).toBeLessThanOrEqual(budget.perWeek);
      }
    });
  });
});
