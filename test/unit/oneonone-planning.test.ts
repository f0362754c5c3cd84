import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownDivisions, smallestGroup, wholeOf } from '../../src/domains/oneonones/figures.rules.ts';
import type { Meeting, Series } from '../../src/domains/oneonones/oneonones.types.ts';
import {
  closableMs,
  endOf,
  horizonMs,
  noticesFor,
  planFor,
  reconcile,
} from '../../src/domains/oneonones/planning.rules.ts';
import { instantOf } from '../../src/domains/oneonones/series.rules.ts';

const now = new Date('2026-11-26T03:00:00Z');
const hour = 3_600_000;
const series = (of: Partial<Series> = {}): Series => ({
  id: 'srs_1',
  managerId: 'per_boss',
  memberId: 'per_me',
  rule: 'FREQ=WEEKLY;BYDAY=TU',
  start: '2026-12-01T10:00',
  zone: 'Asia/Tokyo',
  minutes: 30,
  until: '2027-11-30',
  state: 'active',
  pausedUntil: null,
  revision: 0,
  ...of,
});
const meeting = (occurrence: Date, of: Partial<Meeting> = {}): Meeting => ({
  id: `mtg_${occurrence.getTime()}`,
  seriesId: 'srs_1',
  occurrence,
  startsAt: occurrence,
  movedFrom: null,
  minutes: 30,
  state: 'planned',
  revision: 0,
  ...of,
});
const plannedOf = (of: Series) => planFor(of, [], now).add.map(start => meeting(start));

describe('the meetings of a series that are planned', () => {
  it('are those of the next sixty days, and planning again changes nothing', () => {
    const of = series();
    const planned = plannedOf(of);
    expect(planned[0]?.startsAt.toISOString()).toBe('2026-12-01T01:00:00.000Z');
    expect(planned).toHaveLength(8);
    expect(planned.every(({ startsAt }) => startsAt.getTime() < now.getTime() + horizonMs)).toBe(true);
    expect(planFor(of, planned, now)).toEqual({ add: [], drop: [] });
  });

  it('a skipped or a moved one is not planned a second time', () => {
    const of = series();
    const [first, second, ...rest] = plannedOf(of);
    if (first === undefined || second === undefined) throw new Error('no meetings');
    const touched = [
      { ...first, state: 'skipped' as const },
      { ...second, startsAt: new Date(second.startsAt.getTime() + 26 * hour), movedFrom: second.startsAt },
    ];
    expect(planFor(of, [...touched, ...rest], now)).toEqual({ add: [], drop: [] });
  });

  it('until the day on which a pause ends there is none, moved ones included; from that day on there are', () => {
    const of = series();
    const planned = plannedOf(of);
    const [first, ...rest] = planned;
    if (first === undefined) throw new Error('no meetings');
    const moved = { ...first, startsAt: new Date(first.startsAt.getTime() + hour), movedFrom: first.startsAt };
    const paused = series({ state: 'paused', pausedUntil: '2026-12-22' });
    const { add, drop } = planFor(paused, [moved, ...rest], now);
    expect(add).toEqual([]);
    expect(drop.map(({ occurrence }) => occurrence.toISOString().slice(0, 10))).toEqual([
      '2026-12-01',
      '2026-12-08',
      '2026-12-15',
    ]);
  });

  it.each(['waiting', 'ended', 'handed-over'] as const)(
    'a series that is %s has none ahead, and keeps those that were',
    state => {
      const planned = plannedOf(series());
      const past = meeting(new Date('2026-11-24T01:00:00Z'));
      const held = meeting(new Date('2026-11-17T01:00:00Z'), { state: 'took-place' });
      const { add, drop } = planFor(series({ state }), [held, past, ...planned], now);
      expect(add).toEqual([]);
      expect(drop).toEqual(planned);
    },
  );

  it('pausing and resuming, at any time and in any zone, gives the meetings that there were', () => {
    const zone = fc.constantFrom('Asia/Tokyo', 'Europe/Warsaw', 'America/New_York');
    fc.assert(
      fc.property(
        zone,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: 120 }),
        (where, pauseDays, afterDays) => {
          const at = new Date(now.getTime() + afterDays * 24 * hour);
          const of = series({ zone: where });
          const before = planFor(of, [], at).add.map(start => meeting(start));
          const pausedUntil = new Date(at.getTime() + pauseDays * 24 * hour).toISOString().slice(0, 10);
          const paused = series({ zone: where, state: 'paused', pausedUntil });
          const { drop } = planFor(paused, before, at);
          const resumesAt = instantOf(pausedUntil, '0:00', where)?.getTime() ?? 0;
          expect(drop.every(({ startsAt }) => startsAt.getTime() < resumesAt)).toBe(true);
          const kept = before.filter(one => !drop.includes(one));
          expect(kept.every(({ startsAt }) => startsAt.getTime() >= resumesAt)).toBe(true);
          const again = [...kept, ...planFor(of, kept, at).add.map(start => meeting(start))];
          expect(again.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
        },
      ),
    );
  });
});

describe('what the two are told', () => {
  const pair = { managerId: 'per_boss', memberId: 'per_me' } as const;
  const start = new Date('2026-12-01T01:00:00Z');

  it('both are asked for points a day and two hours before; the manager, then the member, what became of it', () => {
    const told = noticesFor(meeting(start), pair, now).map(({ kind, person, dueAt }) => [
      kind,
      person,
      dueAt.toISOString(),
    ]);
    expect(told).toEqual([
      ['oneonone-points', 'per_boss', '2026-11-30T01:00:00.000Z'],
      ['oneonone-points', 'per_me', '2026-11-30T01:00:00.000Z'],
      ['oneonone-points', 'per_boss', '2026-11-30T23:00:00.000Z'],
      ['oneonone-points', 'per_me', '2026-11-30T23:00:00.000Z'],
      ['oneonone-close', 'per_boss', '2026-12-01T01:30:00.000Z'],
      ['oneonone-close', 'per_me', '2026-12-02T01:30:00.000Z'],
    ]);
  });

  it('nothing is due in the past, no reminder may come after the start, and no question a week after the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20 * 24, max: 20 * 24 }), fc.integer({ min: 10, max: 240 }), (hours, minutes) => {
        const one = meeting(new Date(now.getTime() + hours * hour), { minutes });
        for (const notice of noticesFor(one, pair, now)) {
          const latest = notice.kind === 'oneonone-points' ? one.startsAt.getTime() : endOf(one).getTime() + closableMs;
          expect(notice.dueAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
          expect(notice.notAfter?.getTime()).toBe(latest);
          expect(notice.dueAt.getTime()).toBeLessThan(latest);
        }
      }),
    );
  });

  it('a key is never the same for two messages, and another one after each change', () => {
    const keys = [0, 1].flatMap(revision => noticesFor(meeting(start, { revision }), pair, now).map(({ key }) => key));
    expect(new Set(keys).size).toBe(12);
  });

  it.each(['skipped', 'took-place', 'moved', 'did-not'] as const)('nothing is told about one that is %s', state => {
    expect(noticesFor(meeting(start, { state }), pair, now)).toEqual([]);
  });
});

describe('a change of the people file', () => {
  it.each([
    ['the same manager', 'active', { memberLeft: false, managerId: 'per_boss' }, { kind: 'keep' }],
    ['another manager', 'active', { memberLeft: false, managerId: 'per_new' }, { kind: 'hand-over', to: 'per_new' }],
    [
      'another manager in a pause',
      'paused',
      { memberLeft: false, managerId: 'per_new' },
      { kind: 'hand-over', to: 'per_new' },
    ],
    ['no manager', 'active', { memberLeft: false, managerId: null }, { kind: 'wait' }],
    ['still no manager', 'waiting', { memberLeft: false, managerId: null }, { kind: 'keep' }],
    ['the manager again', 'waiting', { memberLeft: false, managerId: 'per_boss' }, { kind: 'go-on' }],
    ['the member has left', 'active', { memberLeft: true, managerId: 'per_boss' }, { kind: 'end' }],
  ] as const)('%s', (_, state, employment, expected) => {
    expect(reconcile({ managerId: 'per_boss', state }, employment)).toEqual(expected);
  });
});

describe('figures for HR', () => {
  const tally = fc.record({
    people: fc.integer({ min: 1, max: 30 }),
    due: fc.integer({ min: 1, max: 60 }),
    held: fc.integer({ min: 0, max: 60 }),
  });
  const tallies = fc
    .array(tally, { maxLength: 8 })
    .map(all => all.map((one, at) => ({ ...one, held: Math.min(one.held, one.due), division: `d${at}` })));

  it('never show a group of fewer than five, nor one that the company’s figure and the others give away', () => {
    fc.assert(
      fc.property(tallies, all => {
        const shown = shownDivisions(all);
        const hidden = all.filter(one => !shown.includes(one));
        expect(shown.every(one => one.people >= smallestGroup)).toBe(true);
        if (hidden.length > 0 && shown.length > 0) {
          expect(hidden.length).toBeGreaterThan(1);
          expect(hidden.reduce((sum, one) => sum + one.people, 0)).toBeGreaterThanOrEqual(smallestGroup);
        }
        expect((wholeOf(all)?.people ?? smallestGroup) >= smallestGroup).toBe(true);
      }),
    );
  });

  it('show every division when all are large enough', () => {
    const all = [5, 12].map((people, at) => ({ division: `d${at}`, people, due: 4, held: 2 }));
    expect(shownDivisions(all)).toHaveLength(2);
    expect(wholeOf(all)).toEqual({ division: '', people: 17, due: 8, held: 4 });
  });
});
