import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  type Cadence,
  type CadenceFault,
  checkCadence,
  instantOf,
  localOf,
  occurrencesOf,
  renewed,
  ruleFor,
  type WantedCadence,
} from '../../src/domains/oneonones/series.rules.ts';

const now = new Date('2026-11-26T03:00:00Z');
const wanted: WantedCadence = {
  rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
  start: '2026-12-01T10:00',
  zone: 'Asia/Tokyo',
  minutes: 30,
  until: '2027-11-30',
};
const cadence = (of: Partial<Cadence> = {}): Cadence => ({ ...wanted, until: '2027-11-30', ...of });
const faultOf = (of: Partial<WantedCadence>): CadenceFault | 'taken' => {
  const checked = checkCadence({ ...wanted, ...of }, now);
  return checked.kind === 'refused' ? checked.fault : 'taken';
};

describe('a cadence at the door', () => {
  it.each<[string, string, CadenceFault | 'taken']>([
    ['every week', 'FREQ=WEEKLY;UNTIL=20270601', 'taken'],
    ['twice a week', 'FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20270601T000000Z', 'taken'],
    ['as a calendar writes it', 'RRULE:freq=weekly;wkst=mo;count=10;', 'taken'],
    ['the last Friday of a month', 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=6', 'taken'],
    ['the 15th of a month', 'FREQ=MONTHLY;BYMONTHDAY=15;COUNT=6', 'taken'],
    ['without an end', 'FREQ=WEEKLY;BYDAY=TU', 'no-end'],
    ['every day', 'FREQ=DAILY;COUNT=10', 'too-often'],
    ['every hour', 'FREQ=HOURLY;COUNT=10', 'too-often'],
    ['three times a week', 'FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=9', 'too-often'],
    ['every Tuesday of a month, said the other way', 'FREQ=MONTHLY;BYDAY=TU;COUNT=9', 'bad-rule'],
    ['a day that not every month has', 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=6', 'bad-rule'],
    ['a fifth Tuesday', 'FREQ=MONTHLY;BYDAY=5TU;COUNT=6', 'bad-rule'],
    ['every year', 'FREQ=YEARLY;COUNT=2', 'bad-rule'],
    ['two ends', 'FREQ=WEEKLY;COUNT=3;UNTIL=20270601', 'bad-rule'],
    ['an end that is no day', 'FREQ=WEEKLY;UNTIL=20270231', 'bad-rule'],
    ['an interval of nothing', 'FREQ=WEEKLY;INTERVAL=0;COUNT=3', 'bad-rule'],
    ['words', 'every other Tuesday', 'bad-rule'],
    ['nothing', '', 'bad-rule'],
    ['an end in the past', 'FREQ=WEEKLY;UNTIL=20261101', 'over'],
    ['an end in three years', 'FREQ=WEEKLY;UNTIL=20291101', 'too-long'],
    ['more meetings than two years hold', 'FREQ=WEEKLY;COUNT=300', 'too-long'],
    ['an end before the first meeting', 'FREQ=WEEKLY;UNTIL=20261128', 'no-meeting'],
  ])('%s', (_, rule, expected) => {
    expect(faultOf({ rule, until: null })).toBe(expected);
  });

  it.each<[Partial<WantedCadence>, CadenceFault]>([
    [{ zone: 'Asia/Edo' }, 'unknown-zone'],
    [{ zone: '+09:00' }, 'unknown-zone'],
    [{ start: '2026-02-30T10:00' }, 'bad-start'],
    [{ start: '2026-12-01' }, 'bad-start'],
    [{ minutes: 5 }, 'bad-duration'],
    [{ minutes: 600 }, 'bad-duration'],
    [{ minutes: 30.5 }, 'bad-duration'],
  ])('%o is refused as %s', (of, fault) => {
    expect(faultOf(of)).toBe(fault);
  });
});

describe('the meetings of a cadence', () => {
  const zones = [
    'Asia/Tokyo',
    'Europe/Warsaw',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
  ];
  const anyCadence = fc.record({
    day: fc.integer({ min: 0, max: 700 }).map(days => Temporal.PlainDate.from('2026-01-01').add({ days }).toString()),
    hour: fc.integer({ min: 6, max: 21 }),
    zone: fc.constantFrom(...zones),
    rhythm: fc.constantFrom('weekly', 'biweekly', 'monthly'),
  });
  const built = ({
    day,
    hour,
    zone,
    rhythm,
  }: typeof anyCadence extends fc.Arbitrary<infer T> ? T : never): Cadence => ({
    rule: ruleFor(rhythm, day),
    start: `${day}T${String(hour).padStart(2, '0')}:00`,
    zone,
    minutes: 30,
    until: Temporal.PlainDate.from(day).add({ years: 1 }).toString(),
  });
  const all = (of: Cadence) => occurrencesOf(of, new Date(0), new Date('2100-01-01T00:00:00Z'));

  it('stand at the same local time and on the same weekday through every change of summer time', () => {
    fc.assert(
      fc.property(anyCadence, wish => {
        const of = built(wish);
        const starts = all(of);
        expect(starts.length).toBeGreaterThan(11);
        for (const start of starts) {
          const local = localOf(start, of.zone);
          expect(local.time).toBe(of.start.slice(11));
          expect(Temporal.PlainDate.from(local.day).dayOfWeek).toBe(Temporal.PlainDate.from(wish.day).dayOfWeek);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('begin on the first day, end by the last one, and come in order without a double', () => {
    fc.assert(
      fc.property(anyCadence, wish => {
        const of = built(wish);
        const starts = all(of);
        const days = starts.map(start => localOf(start, of.zone).day);
        // The fifth weekday of a month stands for its last one, which may be that day or not.
        if (wish.rhythm !== 'monthly') expect(days[0]).toBe(wish.day);
        expect(days.every(day => day <= of.until)).toBe(true);
        expect([...new Set(days)].sort()).toEqual(days);
      }),
      { numRuns: 60 },
    );
  });

  it('are the same whether they are asked for at once or piece by piece', () => {
    fc.assert(
      fc.property(anyCadence, fc.integer({ min: 1, max: 364 }), (wish, after) => {
        const of = built(wish);
        const cut = new Date(Date.parse(`${wish.day}T00:00:00Z`) + after * 86_400_000);
        const later = new Date('2100-01-01T00:00:00Z');
        const pieces = [...occurrencesOf(of, new Date(0), cut), ...occurrencesOf(of, cut, later)];
        expect(pieces).toEqual(all(of));
      }),
      { numRuns: 60 },
    );
  });

  it('a year with 29 February has a meeting on it when the weekday falls there', () => {
    const of = cadence({ rule: ruleFor('weekly', '2028-02-22'), start: '2028-02-22T09:00', until: '2028-03-31' });
    expect(all(of).map(start => localOf(start, of.zone).day)).toContain('2028-02-29');
  });
});

describe('renewing', () => {
  it('adds a year to the end, from today when the end is past, and never goes beyond two years', () => {
    expect(renewed(cadence(), now).until).toBe('2028-11-26');
    expect(renewed(cadence({ until: '2027-03-31' }), now).until).toBe('2028-03-31');
    expect(renewed(cadence({ until: '2026-01-31' }), now).until).toBe('2027-11-26');
  });
});

describe('a day and a time that somebody typed', () => {
  it.each([
    ['2026-12-01', '9:30', '2026-12-01T00:30:00.000Z'],
    ['2026-12-01', '９：３０', '2026-12-01T00:30:00.000Z'],
    ['2026-12-01', '9時', '2026-12-01T00:00:00.000Z'],
  ])('%s %s is an instant in the zone', (day, time, instant) => {
    expect(instantOf(day, time, 'Asia/Tokyo')?.toISOString()).toBe(instant);
  });

  it.each([
    ['2026-02-29', '9:00'],
    ['2026-12-01', '25:00'],
    ['2026-12-01', 'noon'],
    ['', ''],
  ])('%s %s is none', (day, time) => {
    expect(instantOf(day, time, 'Asia/Tokyo')).toBeNull();
  });
});
