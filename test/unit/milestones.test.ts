import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  birthYears,
  dueRules,
  fiscalYear,
  fiscalYearOf,
  reachesOn,
  spread,
} from '../../src/domains/milestones/milestones.rules.ts';
import type { MilestoneRule, OfferKind } from '../../src/domains/milestones/milestones.types.ts';
import { checkRule, mostAges } from '../../src/domains/milestones/rule-check.rules.ts';
import { newId } from '../../src/platform/ids/ids.ts';

const programme = [
  [30, 'milestone-training'],
  [40, 'milestone-training'],
  [50, 'milestone-training'],
  [35, 'career-seminar'],
  [45, 'career-seminar'],
  [55, 'career-seminar'],
  [55, 'life-design-seminar'],
] as const;
const rules = programme.map(([age, offer]) => ruleOf(age, offer));

function ruleOf(age: number, offer: OfferKind): MilestoneRule {
  return { id: newId('milestoneRule'), companyId: 'com_a', age, offer, courseId: 'crs_a' };
}

const dueOf = (bornOn: string, country: string, year: number, startMonth = 4) =>
  dueRules(rules, { bornOn, country }, fiscalYear(year, startMonth)).map(({ age, offer }) => `${offer} ${age}`);

const birthday = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2006-12-31'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10));
const country = fc.constantFrom('JP', 'SG', 'IN', 'DE', 'TW');
const startMonth = fc.integer({ min: 1, max: 12 });

describe('the day on which somebody reaches an age', () => {
  it.each([
    // 年齢計算ニ関スル法律 and Civil Code, art. 143: at the end of the day before the birthday.
    ['1996-04-01', 30, 'JP', '2026-03-31'],
    ['1996-04-02', 30, 'JP', '2026-04-01'],
    ['1996-01-01', 30, 'JP', '2025-12-31'],
    ['1996-03-01', 30, 'JP', '2026-02-28'],
    ['1996-03-01', 32, 'JP', '2028-02-29'],
    ['1996-02-29', 30, 'JP', '2026-02-28'],
    ['1996-02-29', 40, 'JP', '2036-02-28'],
    ['1996-04-01', 30, 'SG', '2026-04-01'],
    ['1996-02-29', 30, 'DE', '2026-03-01'],
    ['1996-02-29', 40, 'DE', '2036-02-29'],
    ['1996-02-29', 30, 'TW', '2026-02-28'],
  ])('who is born on %s reaches %i in %s on %s', (bornOn, age, where, day) => {
    expect(reachesOn(bornOn, age, where)).toBe(day);
  });

  it('is at most a day from the birthday, and each age is reached after the one before', () => {
    fc.assert(
      fc.property(birthday, fc.integer({ min: 18, max: 75 }), country, (bornOn, age, where) => {
        const day = Temporal.PlainDate.from(reachesOn(bornOn, age, where));
        const anniversary = Temporal.PlainDate.from(bornOn).add({ years: age });
        expect(Math.abs(anniversary.until(day).days)).toBeLessThanOrEqual(1);
        expect(reachesOn(bornOn, age - 1, where) < day.toString()).toBe(true);
      }),
    );
  });
});

describe('a fiscal year', () => {
  it('holds every day once, and the day after it begins the next', () => {
    fc.assert(
      fc.property(birthday, startMonth, (day, month) => {
        const year = fiscalYearOf(day, month);
        expect(year.from <= day && day <= year.to).toBe(true);
        const next = Temporal.PlainDate.from(year.to).add({ days: 1 }).toString();
        expect(fiscalYearOf(next, month)).toEqual(fiscalYear(year.year + 1, month));
      }),
    );
  });
});

describe('what is due in a fiscal year', () => {
  it.each([
    ['1996-04-01', 'JP', 2026, []],
    ['1996-04-01', 'JP', 2025, ['milestone-training 30']],
    ['1996-04-02', 'JP', 2026, ['milestone-training 30']],
    ['1997-04-01', 'JP', 2026, ['milestone-training 30']],
    ['1991-12-24', 'JP', 2026, ['career-seminar 35']],
    ['1971-08-15', 'JP', 2026, ['career-seminar 55', 'life-design-seminar 55']],
    ['1992-08-15', 'JP', 2026, []],
    ['1996-04-01', 'SG', 2026, ['milestone-training 30']],
  ])('for somebody born on %s in %s, year %i, is %j', (bornOn, where, year, due) => {
    expect(dueOf(bornOn, where, year)).toEqual(due);
  });

  it('follows the year of the company: a year from January moves who was born in spring', () => {
    expect(dueOf('1997-02-10', 'DE', 2026, 4)).toEqual(['milestone-training 30']);
    expect(dueOf('1997-02-10', 'DE', 2026, 1)).toEqual([]);
    expect(dueOf('1997-02-10', 'DE', 2027, 1)).toEqual(['milestone-training 30']);
  });

  it('comes in exactly one year of a life for every rule, whatever the birthday, the country and the year’s first month', () => {
    fc.assert(
      fc.property(birthday, country, startMonth, (bornOn, where, month) => {
        const born = Number(bornOn.slice(0, 4));
        const years = Array.from({ length: 60 }, (_, index) => born + 18 + index);
        const all = years.flatMap(year => dueOf(bornOn, where, year, month));
        expect(all.toSorted()).toEqual(programme.map(([age, offer]) => `${offer} ${age}`).toSorted());
      }),
    );
  });

  it('never picks somebody whose year of birth was not looked at', () => {
    fc.assert(
      fc.property(birthday, country, startMonth, fc.integer({ min: 1968, max: 2080 }), (bornOn, where, month, year) => {
        const fiscal = fiscalYear(year, month);
        if (dueRules(rules, { bornOn, country: where }, fiscal).length > 0)
          expect(birthYears(rules, fiscal)).toContain(Number(bornOn.slice(0, 4)));
      }),
    );
  });
});

describe('a rule', () => {
  const given = { age: '30', offer: 'milestone-training', courseId: 'crs_a' } as const;
  it.each([
    ['*', 'matches-everyone'],
    ['all', 'matches-everyone'],
    ['すべて', 'matches-everyone'],
    ['18-75', 'matches-everyone'],
    ['30,40', 'matches-everyone'],
    ['', 'age-missing'],
    ['17', 'age-out-of-range'],
    ['76', 'age-out-of-range'],
    ['-30', 'matches-everyone'],
  ])('for the age “%s” is refused: %s', (age, reason) => {
    expect(checkRule({ ...given, age }, [])).toEqual({ kind: 'refused', reason });
  });

  it.each(['30', '３０', '30歳', ' 30 '])('for “%s” is one for thirty', age => {
    expect(checkRule({ ...given, age }, [])).toMatchObject({ kind: 'rule', age: 30 });
  });

  it('of an unknown offer, of an unknown course or that stands there already is refused with the reason', () => {
    expect(checkRule({ ...given, offer: 'cake' }, [])).toEqual({ kind: 'refused', reason: 'unknown-offer' });
    expect(checkRule({ ...given, courseId: null }, [])).toEqual({ kind: 'refused', reason: 'unknown-course' });
    expect(checkRule(given, [ruleOf(30, 'milestone-training')])).toEqual({ kind: 'refused', reason: 'twice' });
    expect(checkRule(given, [ruleOf(30, 'career-seminar')]).kind).toBe('rule');
  });

  it('after which nearly every age would have one is refused: together they would match everyone', () => {
    const others = Array.from({ length: mostAges }, (_, index) => ruleOf(40 + index, 'career-seminar'));
    expect(checkRule(given, others)).toEqual({ kind: 'refused', reason: 'matches-everyone' });
    expect(checkRule({ ...given, age: '40' }, others).kind).toBe('rule');
  });
});

describe('when people are told', () => {
  const zone = fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York');
  const moment = fc.date({
    min: new Date('2026-01-01'),
    max: new Date('2031-01-01'),
    noInvalidDate: true,
  });
  const people = (zones: readonly string[]) =>
    zones.map(timeZone => ({ personId: newId('person'), timeZone }) as const);

  it('is ten in the morning of a working day where they are, after now and within eight weeks', () => {
    fc.assert(
      fc.property(fc.array(zone, { minLength: 1, maxLength: 60 }), moment, (zones, now) => {
        const recipients = people(zones);
        const told = spread(recipients, now, new Date(now.getTime() + 200 * 86_400_000));
        for (const { personId, timeZone } of recipients) {
          const at = told.get(personId) ?? now;
          const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
          expect([local.hour, local.minute, local.dayOfWeek <= 5]).toEqual([10, 0, true]);
          expect(at.getTime() - now.getTime()).toBeGreaterThan(0);
          expect(at.getTime() - now.getTime()).toBeLessThanOrEqual(58 * 86_400_000);
        }
      }),
    );
  });

  it('is not the same day for eight hundred people, and leaves two weeks before the last session', () => {
    const now = new Date('2026-04-01T00:00:00Z');
    const recipients = people(Array.from({ length: 800 }, () => 'Asia/Tokyo'));
    const last = new Date('2026-05-20T00:00:00Z');
    const days = [...spread(recipients, now, last).values()].map(at => at.toISOString().slice(0, 10));
    const perDay = [...Map.groupBy(days, day => day).values()].map(list => list.length);
    expect(Math.max(...perDay) - Math.min(...perDay)).toBeLessThanOrEqual(1);
    expect(perDay.length).toBeGreaterThanOrEqual(20);
    expect(days.toSorted().at(-1)).toBe('2026-05-06');
  });

  it('is the same at every call, in whatever order they come', () => {
    const now = new Date('2026-04-01T00:00:00Z');
    const last = new Date('2026-12-01T00:00:00Z');
    const recipients = people(Array.from({ length: 50 }, () => 'Asia/Tokyo'));
    expect(spread(recipients.toReversed(), now, last)).toEqual(spread(recipients, now, last));
  });
});
