import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Changed, Series, SeriesView } from '../../src/domains/oneonones/oneonones.types.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { firstKey, housekeeping, type OneononesWorld, oneononesWorld, tuesdays } from '../support/oneonones.ts';

const day = 24 * 3_600_000;

let test: TestDatabase;
let world: OneononesWorld;
let numbers = 0;

beforeAll(async () => {
  test = await testDatabase();
  world = await oneononesWorld(test);
});
afterAll(() => test.close());

const hire = (manager?: PersonActor, more: Partial<Parameters<OneononesWorld['hire']>[0]> = {}) => {
  numbers += 1;
  return world.hire({
    number: String(numbers),
    ...(manager === undefined ? {} : { manager: manager.personId }),
    ...more,
  });
};

async function aPair() {
  const boss = await hire();
  const member = await hire(boss);
  const setUp = await world.oneonones.setUp(boss, member.personId, tuesdays);
  if (setUp.kind !== 'set-up') throw new Error(setUp.reason);
  return { boss, member, series: setUp.series, first: setUp.first };
}

function now<Thing>(change: Changed<Thing>): Thing {
  if (change.kind !== 'changed') throw new Error(change.kind);
  return change.now;
}

async function only(person: PersonActor): Promise<SeriesView> {
  const [view, ...more] = await world.oneonones.mine(person);
  if (view === undefined || more.length > 0) throw new Error(`${more.length} more`);
  return view;
}

async function nextOf(person: PersonActor) {
  const { next } = await only(person);
  if (next === null) throw new Error('no meeting is planned');
  return next;
}

const toldTo = (person: PersonActor, subject: string) =>
  world.ledger
    .about(subject)
    .filter(notice => notice.person === person.personId)
    .map(({ kind, dueAt }) => `${kind} ${dueAt.toISOString()}`);

describe('setting up', () => {
  it('plans the meetings of sixty days and what is told about them, and tells the other one', async () => {
    const { boss, member, series, first } = await aPair();
    expect(first?.startsAt.toISOString()).toBe('2026-12-01T01:00:00.000Z');
    expect(toldTo(member, first?.id ?? '')).toEqual([
      'oneonone-points 2026-11-30T01:00:00.000Z',
      'oneonone-points 2026-11-30T23:00:00.000Z',
      'oneonone-close 2026-12-02T01:30:00.000Z',
    ]);
    expect(toldTo(member, series.id)).toEqual(['oneonone-changed 2026-11-26T03:02:00.000Z']);
    expect(toldTo(boss, series.id)).toEqual([]);
    expect(await only(member)).toMatchObject({ side: 'member', series: { id: series.id } });
    expect(await only(boss)).toMatchObject({ side: 'manager', series: { id: series.id } });
  });

  it('by the member is with their manager', async () => {
    const boss = await hire();
    const member = await hire(boss);
    expect(await world.oneonones.setUp(member, member.personId, tuesdays)).toMatchObject({
      kind: 'set-up',
      series: { managerId: boss.personId },
    });
  });

  it('is refused with the reason', async () => {
    const { boss, member } = await aPair();
    const alone = await hire();
    const stranger = await hire(alone);
    const refusal = async (actor: PersonActor, of: PersonActor, more = {}) => {
      const result = await world.oneonones.setUp(actor, of.personId, { ...tuesdays, ...more });
      return result.kind === 'refused' ? result.reason : result.kind;
    };
    expect(await refusal(boss, member)).toBe('exists');
    expect(await refusal(member, stranger)).toBe('no-members');
    expect(await refusal(boss, stranger)).toBe('not-your-member');
    expect(await refusal(alone, alone)).toBe('no-manager');
    expect(await refusal(boss, await hire(boss), { rule: 'FREQ=HOURLY' })).toBe('too-often');
    expect(await refusal(boss, await hire(boss), { until: null })).toBe('no-end');
  });
});

describe('what changes, and taking it back', () => {
  it('skipping takes back what was to be told; undoing it tells it again', async () => {
    const { boss, member } = await aPair();
    const meeting = await nextOf(boss);
    expect(now(await world.oneonones.skip(member, meeting.id)).state).toBe('skipped');
    expect(toldTo(member, meeting.id)).toEqual([]);
    expect(toldTo(boss, meeting.id)).toEqual(['oneonone-changed 2026-11-26T03:02:00.000Z']);
    expect((await nextOf(boss)).startsAt.toISOString()).toBe('2026-12-08T01:00:00.000Z');
    now(await world.oneonones.unskip(member, meeting.id));
    expect((await nextOf(boss)).id).toBe(meeting.id);
    expect(toldTo(member, meeting.id)).toHaveLength(3);
    expect(await world.oneonones.unskip(member, meeting.id)).toEqual({ kind: 'too-late' });
  });

  it('moving moves what is told; undoing it puts it back; a time that is past is refused', async () => {
    const { boss, member } = await aPair();
    const { id } = await nextOf(member);
    const to = new Date('2026-12-03T05:00:00Z');
    now(await world.oneonones.move(boss, id, to));
    expect(toldTo(member, id)).toContain('oneonone-points 2026-12-02T05:00:00.000Z');
    expect((await nextOf(member)).startsAt).toEqual(to);
    await world.oneonones.planMeetings(housekeeping);
    expect((await nextOf(member)).startsAt).toEqual(to);
    now(await world.oneonones.moveBack(boss, id));
    expect((await nextOf(member)).startsAt.toISOString()).toBe('2026-12-01T01:00:00.000Z');
    expect(toldTo(member, id)).toContain('oneonone-points 2026-11-30T01:00:00.000Z');
    expect(await world.oneonones.moveBack(boss, id)).toEqual({ kind: 'too-late' });
    expect(await world.oneonones.move(boss, id, new Date('2026-11-25T00:00:00Z'))).toEqual({ kind: 'past-time' });
  });

  it('pausing leaves the meetings from that day on, resuming brings the others back', async () => {
    const { boss, member, series } = await aPair();
    expect(now(await world.oneonones.pause(boss, series.id, '2026-12-21')).state).toBe('paused');
    expect((await nextOf(member)).startsAt.toISOString()).toBe('2026-12-22T01:00:00.000Z');
    now(await world.oneonones.resume(member, series.id));
    expect((await nextOf(member)).startsAt.toISOString()).toBe('2026-12-01T01:00:00.000Z');
    expect(await world.oneonones.pause(boss, series.id, '2026-11-26')).toEqual({ kind: 'past-time' });
    expect(await world.oneonones.pause(boss, series.id, '2028-01-01')).toEqual({ kind: 'past-time' });
  });

  it('an end ends what is told; it can be taken back as long as there is no other series', async () => {
    const { boss, member, series, first } = await aPair();
    now(await world.oneonones.end(member, series.id));
    expect(world.ledger.about(first?.id ?? '')).toEqual([]);
    expect(await world.oneonones.mine(boss)).toEqual([]);
    now(await world.oneonones.reopen(member, series.id));
    expect((await nextOf(boss)).startsAt).toEqual(first?.startsAt);
    now(await world.oneonones.end(member, series.id));
    expect((await world.oneonones.setUp(boss, member.personId, tuesdays)).kind).toBe('set-up');
    expect(await world.oneonones.reopen(member, series.id)).toEqual({ kind: 'too-late' });
  });

  it('renewing adds a year, and can be taken back', async () => {
    const { boss, series } = await aPair();
    expect(now(await world.oneonones.renew(boss, series.id)).until).toBe('2028-11-26');
    expect(now(await world.oneonones.renew(boss, series.id, series.until)).until).toBe('2027-11-30');
    expect(await world.oneonones.renew(boss, series.id, '2030-01-01')).toEqual({ kind: 'past-time' });
  });

  it('a stranger finds nothing of it and can change nothing', async () => {
    const { series, first } = await aPair();
    const stranger = await hire(undefined, { roles: ['hr', 'admin', 'officer'] });
    const id = first?.id ?? 'mtg_';
    expect(await world.oneonones.series(stranger, series.id)).toBeNull();
    expect(await world.oneonones.meeting(stranger, id)).toBeNull();
    expect(await world.oneonones.points(stranger, series.id)).toEqual([]);
    for (const change of [
      world.oneonones.skip(stranger, id),
      world.oneonones.end(stranger, series.id),
      world.oneonones.close(stranger, id, 'took-place'),
      world.oneonones.addPoint(stranger, series.id, 'x', 'shared'),
    ])
      expect(await change).toEqual({ kind: 'gone' });
  });
});

describe('points', () => {
  const texts = async (person: PersonActor, series: Series) =>
    (await world.oneonones.points(person, series.id)).map(({ text }) => text);

  it('a shared one is seen by the two, a private one by its author', async () => {
    const { boss, member, series } = await aPair();
    now(await world.oneonones.addPoint(member, series.id, ' My promotion ', 'shared'));
    now(await world.oneonones.addPoint(member, series.id, 'Ask about leave', 'private'));
    now(await world.oneonones.addPoint(boss, series.id, 'Feedback', 'private'));
    expect((await texts(member, series)).toSorted()).toEqual(['Ask about leave', 'My promotion']);
    expect((await texts(boss, series)).toSorted()).toEqual(['Feedback', 'My promotion']);
    expect((await only(boss)).openPoints).toBe(2);
  });

  it('is settled by either, removed by its author alone, and each can be taken back', async () => {
    const { boss, member, series } = await aPair();
    const { id } = now(await world.oneonones.addPoint(member, series.id, 'Workload', 'shared'));
    expect(await world.oneonones.removePoint(boss, id)).toEqual({ kind: 'gone' });
    now(await world.oneonones.settlePoint(boss, id, true));
    expect(await texts(member, series)).toEqual([]);
    now(await world.oneonones.settlePoint(boss, id, false));
    expect(await texts(member, series)).toEqual(['Workload']);
    expect(now(await world.oneonones.removePoint(member, id)).text).toBe('Workload');
    expect(await texts(member, series)).toEqual([]);
  });

  it('what is open after a meeting that took place is carried over and stands first', async () => {
    const other = await oneononesAt('2026-11-26T03:00:00Z');
    const { boss, member, series, first } = await aPair();
    now(await world.oneonones.addPoint(member, series.id, 'Old', 'shared'));
    other.forward(6 * day);
    now(await world.oneonones.close(boss, first?.id ?? 'mtg_', 'took-place'));
    now(await world.oneonones.addPoint(boss, series.id, 'New', 'shared'));
    const points = await world.oneonones.points(member, series.id);
    expect(points.map(({ text, carriedOver }) => [text, carriedOver])).toEqual([
      ['Old', true],
      ['New', false],
    ]);
    other.back();
  });

  it('are encrypted with the first key of the ring, and with a newer one as soon as one of the two reads them', async () => {
    const { member, series } = await aPair();
    now(await world.oneonones.addPoint(member, series.id, 'Rotation', 'private'));
    const secret = async () => {
      const [row] = await test.db.admin.transaction(tx =>
        tx.query<{ text_secret: string }>('select text_secret from oneonone_points where series_id = $1', [series.id]),
      );
      return row?.text_secret.split('.')[1];
    };
    expect(await secret()).toBe('first');
    const both = world.serviceWith([{ id: 'second', bytes: Buffer.alloc(32, 2) }, firstKey]);
    expect((await both.points(member, series.id))[0]?.text).toBe('Rotation');
    expect(await secret()).toBe('second');
    const newOnly = world.serviceWith([{ id: 'second', bytes: Buffer.alloc(32, 2) }]);
    expect((await newOnly.points(member, series.id))[0]?.text).toBe('Rotation');
  });
});

it('a planted text is nowhere but with the two: not in the database as a whole, not for HR or an administrator, not in what is planned', async () => {
  const { boss, member, series, first } = await aPair();
  const canary = 'canary-7f3a-桜';
  now(await world.oneonones.addPoint(member, series.id, canary, 'shared'));
  const time = await oneononesAt('2026-11-26T03:00:00Z');
  time.forward(6 * day);
  now(await world.oneonones.close(boss, first?.id ?? 'mtg_', 'took-place'));
  now(await world.oneonones.keepNote(boss, first?.id ?? 'mtg_', canary));
  time.back();
  expect((await world.oneonones.points(boss, series.id))[0]?.text).toBe(canary);
  expect(await everythingStored()).not.toMatch(/canary|桜/);
  expect(JSON.stringify(world.ledger.all())).not.toContain('canary');
  for (const roles of [['hr'], ['admin'], ['officer'], ['recruiter', 'advisor']] as const) {
    const curious = await hire(undefined, { roles });
    expect(await world.oneonones.points(curious, series.id)).toEqual([]);
    expect(await world.oneonones.meeting(curious, first?.id ?? 'mtg_')).toBeNull();
  }
});

/** Every row of every table as its owner reads it: what a dump of the database holds. */
async function everythingStored(): Promise<string> {
  return test.db.admin.transaction(async tx => {
    const tables = await tx.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r'`,
      [test.schema],
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      const rows = await tx.query<{ row: string }>(`select t::text as row from ${name} t`);
      parts.push(...rows.map(({ row }) => row));
    }
    return parts.join('\n');
  });
}

/** Moves the world's clock and puts it back. */
async function oneononesAt(start: string) {
  return {
    forward: (ms: number) => world.clock.forward(ms),
    back: () => world.clock.forward(Date.parse(start) - world.clock.now().getTime()),
  };
}

describe('after a meeting', () => {
  it('either says what became of it once, with a note, and can take it back; before it began nobody can', async () => {
    const time = await oneononesAt('2026-11-26T03:00:00Z');
    const { boss, member, first } = await aPair();
    const id = first?.id ?? 'mtg_';
    expect(await world.oneonones.close(boss, id, 'took-place')).toEqual({ kind: 'not-yet' });
    time.forward(5 * day);
    expect((await world.oneonones.unclosed(member)).map(({ meeting }) => meeting.id)).toEqual([id]);
    now(await world.oneonones.close(member, id, 'took-place'));
    expect(await world.oneonones.close(boss, id, 'did-not')).toEqual({ kind: 'too-late' });
    expect(toldTo(boss, id)).toEqual([]);
    now(await world.oneonones.keepNote(boss, id, 'Agreed on a course'));
    expect((await world.oneonones.meeting(member, id))?.note).toBe('Agreed on a course');
    now(await world.oneonones.reopenMeeting(member, id));
    expect((await world.oneonones.unclosed(boss)).map(({ meeting }) => meeting.id)).toEqual([id]);
    expect(toldTo(member, id)).toEqual(['oneonone-close 2026-12-02T01:30:00.000Z']);
    time.back();
  });

  it('one that did not take place then can be given a new time', async () => {
    const time = await oneononesAt('2026-11-26T03:00:00Z');
    const { boss, member, first } = await aPair();
    const id = first?.id ?? 'mtg_';
    time.forward(5 * day);
    now(await world.oneonones.close(boss, id, 'moved'));
    now(await world.oneonones.move(boss, id, new Date('2026-12-02T05:00:00Z')));
    expect((await nextOf(member)).id).toBe(id);
    time.back();
  });
});

describe('a transfer', () => {
  it('ends the access of the earlier manager with the import itself, before any job runs', async () => {
    const { boss, member, series, first } = await aPair();
    const next = await hire();
    now(await world.oneonones.addPoint(member, series.id, 'For you', 'shared'));
    await world.transfer(member, next);
    expect(await world.oneonones.series(boss, series.id)).toBeNull();
    expect(await world.oneonones.points(boss, series.id)).toEqual([]);
    expect(await world.oneonones.skip(boss, first?.id ?? 'mtg_')).toEqual({ kind: 'gone' });
    expect(await world.oneonones.mine(boss)).toEqual([]);
  });

  it('hands the cadence over to the new manager; what was said before stays with the member', async () => {
    const { boss, member, series, first } = await aPair();
    const next = await hire();
    await world.oneonones.reconcile(housekeeping);
    now(await world.oneonones.addPoint(member, series.id, 'Shared then', 'shared'));
    now(await world.oneonones.addPoint(member, series.id, 'Mine alone', 'private'));
    now(await world.oneonones.addPoint(boss, series.id, 'The boss’s own', 'private'));
    await world.transfer(member, next);
    expect(await world.oneonones.reconcile(housekeeping)).toBe(1);
    expect(await world.oneonones.reconcile(housekeeping)).toBe(0);
    const { series: taken, next: meeting } = await only(next);
    expect(taken.id).not.toBe(series.id);
    expect(meeting?.startsAt).toEqual(first?.startsAt);
    expect(toldTo(boss, first?.id ?? '')).toEqual([]);
    expect(toldTo(next, taken.id)).toHaveLength(1);
    expect(toldTo(member, taken.id)).toHaveLength(1);
    expect(await world.oneonones.points(next, taken.id)).toEqual([]);
    expect((await world.oneonones.points(member, taken.id)).map(({ text }) => text)).toEqual(['Mine alone']);
    expect((await only(member)).openPoints).toBe(1);
    expect((await world.oneonones.points(member, series.id)).map(({ text }) => text)).toContain('Shared then');
    expect(await world.oneonones.addPoint(member, series.id, 'late', 'shared')).toEqual({ kind: 'too-late' });
  });

  it('back, such as after a wrong file, goes on with what there was', async () => {
    const { boss, member, series } = await aPair();
    now(await world.oneonones.addPoint(boss, series.id, 'Still mine', 'private'));
    await world.transfer(member, await hire());
    await world.oneonones.reconcile(housekeeping);
    await world.transfer(member, boss);
    await world.oneonones.reconcile(housekeeping);
    expect((await only(boss)).series.id).toBe(series.id);
    expect((await world.oneonones.points(boss, series.id)).map(({ text }) => text)).toEqual(['Still mine']);
    expect((await nextOf(member)).startsAt.toISOString()).toBe('2026-12-01T01:00:00.000Z');
  });

  it('to nobody waits for the next manager; a member who leaves ends it', async () => {
    const { member } = await aPair();
    const later = await hire();
    await world.transfer(member, null);
    await world.oneonones.reconcile(housekeeping);
    expect(await only(member)).toMatchObject({ series: { state: 'waiting' }, next: null });
    await world.transfer(member, later);
    await world.oneonones.reconcile(housekeeping);
    expect((await nextOf(later)).startsAt.toISOString()).toBe('2026-12-01T01:00:00.000Z');
    await world.leave(member);
    await world.oneonones.reconcile(housekeeping);
    expect(await world.oneonones.mine(later)).toEqual([]);
  });
});

describe('planning ahead', () => {
  it('keeps sixty days planned as time goes by, wakes up what was paused, and does nothing twice', async () => {
    const time = await oneononesAt('2026-11-26T03:00:00Z');
    const { boss, series } = await aPair();
    now(await world.oneonones.pause(boss, series.id, '2026-12-10'));
    time.forward(20 * day);
    await world.oneonones.planMeetings(housekeeping);
    expect(await world.oneonones.planMeetings(housekeeping)).toBe(0);
    expect((await only(boss)).series).toMatchObject({ state: 'active', pausedUntil: null });
    const [row] = await test.db.admin.transaction(tx =>
      tx.query<{ last: Date }>('select max(starts_at) as last from oneonone_meetings where series_id = $1', [
        series.id,
      ]),
    );
    expect(row?.last.toISOString()).toBe('2027-02-09T01:00:00.000Z');
    time.back();
  });
});

describe('figures', () => {
  it('HR sees the share that took place in their company, divisions of five and more, and nobody else sees any', async () => {
    const time = await oneononesAt('2026-11-26T03:00:00Z');
    const figuresWorld = await aDivisionOf(7, '大部');
    const small = await aDivisionOf(2, '小部');
    const second = await aDivisionOf(6, '中部');
    time.forward(5 * day);
    for (const [at, { boss, meetingId }] of [...figuresWorld, ...small, ...second].entries())
      now(await world.oneonones.close(boss, meetingId, at % 2 === 0 ? 'took-place' : 'did-not'));
    await world.oneonones.countFigures(housekeeping);
    const hr = await hire(undefined, { roles: ['hr'] });
    const { rows, hidden } = await world.oneonones.figures(hr);
    const december = rows.filter(({ month }) => month === '2026-12');
    expect(december.map(({ division }) => division?.ja ?? 'all')).not.toContain('小部');
    expect(december.find(({ division }) => division === null)?.due).toBeGreaterThanOrEqual(15);
    // The small one must not be worked out from the others.
    expect(hidden).toBeGreaterThanOrEqual(2);
    const boss = figuresWorld[0]?.boss;
    await expect(world.oneonones.figures(boss ?? hr)).rejects.toThrow(
      expect.objectContaining({ code: 'access.denied' }),
    );
    time.back();
  });

  async function aDivisionOf(size: number, division: string) {
    const boss = await hire(undefined, { division });
    const all = [];
    for (let i = 0; i < size; i += 1) {
      const member = await hire(boss, { division });
      const setUp = await world.oneonones.setUp(boss, member.personId, tuesdays);
      if (setUp.kind !== 'set-up' || setUp.first === null) throw new Error('not set up');
      all.push({ boss, meetingId: setUp.first.id });
    }
    return all;
  }
});
