import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import { type Id, namedId } from '../../src/platform/ids/ids.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { aKind } from '../support/notice-kinds.ts';
import { notificationsOn, workingHours } from '../support/notifications.ts';

const kinds = [aKind('mentoring'), aKind('survey'), aKind('meeting', 'appointment')];
const dayMs = 24 * 60 * 60_000;

let test: TestDatabase;
let area: Awaited<ReturnType<typeof notificationsOn>>;
let me: PersonActor;

beforeEach(async () => {
  test = await testDatabase();
  area = await notificationsOn(test, kinds);
  me = area.member('employee of com_aaaa');
});
afterEach(() => test.close());

async function told(kind: string, key: string, to = me, more = {}): Promise<Id<'notice'>> {
  await area.plan({ kind, key, person: to.personId, ...more });
  const id = namedId('notice', key);
  expect(await area.deliver(id)).toMatchObject({ kind: 'sent' });
  return id;
}

describe('what a person chose', () => {
  it('holds for what is planned already: a kind that is switched off is dropped, and sent again when it is on', async () => {
    await area.service.switchKind(me, 'mentoring', false);
    await area.plan({ kind: 'mentoring', key: 'a', person: me.personId });
    expect(await area.deliver(namedId('notice', 'a'))).toEqual({ kind: 'dropped', reason: 'switched-off' });
    await told('survey', 'b');
    await area.service.switchKind(me, 'mentoring', true);
    await told('mentoring', 'c');
  });

  it('is quiet hours of their own, with what held before to go back to', async () => {
    expect(await area.service.setQuietHours(me, { from: 9 * 60, to: 12 * 60 })).toEqual({ from: 20 * 60, to: 8 * 60 });
    await area.plan({ kind: 'meeting', key: 'a', person: me.personId });
    const noon = new Date('2026-04-01T03:00:00Z');
    expect(await area.deliver(namedId('notice', 'a'))).toEqual({ kind: 'later', at: noon });
    expect(await area.service.setQuietHours(me, null)).toEqual({ from: 9 * 60, to: 12 * 60 });
    expect((await area.service.settings(me)).quiet).toEqual({ from: 20 * 60, to: 8 * 60 });
  });

  it.each([
    { from: 8 * 60, to: 7 * 60 },
    { from: -1, to: 60 },
    { from: 0, to: 1440 },
    { from: Number.NaN, to: 60 },
  ])('is refused as quiet hours when it is none: %j', async quiet => {
    await expect(async () => area.service.setQuietHours(me, quiet)).rejects.toMatchObject({
      code: 'notifications.quiet-hours',
    });
  });

  it('is a pause of all nudges, which appointments pass', async () => {
    expect(await area.service.snoozeAll(me, '2026-04-06')).toBeNull();
    await area.plan({ kind: 'survey', key: 'a', person: me.personId });
    const monday = new Date('2026-04-05T23:00:00Z');
    expect(await area.deliver(namedId('notice', 'a'))).toMatchObject({ at: monday });
    await told('meeting', 'b');
    expect(await area.service.snoozeAll(me, null)).toBe('2026-04-06');
    expect(await area.deliver(namedId('notice', 'a'))).toMatchObject({ kind: 'sent' });
  });
});

describe('a snooze', () => {
  it('brings the message again on that day, and undo takes that back', async () => {
    const id = await told('mentoring', 'a');
    expect(await area.service.snooze(me, id, '2026-04-03')).toMatchObject({ kind: 'snoozed' });
    const again = (await area.entries()).at(-1);
    expect(again?.dueAt).toEqual(new Date('2026-04-02T15:00:00Z'));
    area.time.now = new Date('2026-04-03T00:00:00Z');
    const second = again?.subject as Id<'notice'>; // a notice's entry is about a notice
    expect(await area.deliver(second)).toMatchObject({ kind: 'sent' });
    expect(area.channel.ledger.at(-1)?.text).toContain('message about a');

    expect(await area.service.snooze(me, second, '2026-04-06')).toMatchObject({ kind: 'snoozed' });
    await area.service.unsnooze(me, second);
    expect(await area.cancelled()).toEqual([(await area.entries()).at(-1)?.subject]);
  });

  it('past the use of the message is refused', async () => {
    const notAfter = new Date(workingHours.getTime() + dayMs);
    const id = await told('meeting', 'a', me, { notAfter });
    expect(await area.service.snooze(me, id, '2026-04-10')).toEqual({ kind: 'too-late', notAfter });
  });

  it('of somebody else’s message is none', async () => {
    const id = await told('mentoring', 'a');
    const other = area.member('admin of com_aaaa');
    expect(await area.service.snooze(other, id, '2026-04-10')).toEqual({ kind: 'gone' });
    expect(await area.service.notice(other, id)).toBeNull();
  });

  it('of a digest brings all of it again', async () => {
    const [a = '', b] = await area.plan(
      { kind: 'mentoring', key: 'a', person: me.personId },
      { kind: 'survey', key: 'b', person: me.personId },
    );
    expect(b).toBeDefined();
    await area.deliver(namedId('notice', 'a'));
    await area.service.snooze(me, namedId('notice', 'a'), '2026-04-03');
    const subjects = (await area.entries()).map(({ subject }) => subject);
    expect(subjects).toHaveLength(4);
    expect(subjects[0]).toBe(a);
  });
});

describe('three that nobody opened', () => {
  it('are followed by thirty days of silence about that kind, which the settings say; one press ends it', async () => {
    const ids: Id<'notice'>[] = [];
    for (const key of ['a', 'b', 'c']) {
      ids.push(await told('mentoring', key));
      area.time.now = new Date(area.time.now.getTime() + dayMs / 24);
    }
    area.time.now = new Date('2026-04-06T01:00:00Z');
    await area.plan({ kind: 'mentoring', key: 'd', person: me.personId });
    const later = await area.deliver(namedId('notice', 'd'));
    expect(later).toMatchObject({ kind: 'later', at: new Date('2026-05-01T03:00:00.000Z') });
    const { kinds: settings } = await area.service.settings(me);
    expect(settings.map(({ pausedUntil }) => pausedUntil !== null)).toEqual([true, false, false]);
    await told('survey', 'e');
    const [first = namedId('notice', 'a')] = ids;
    await area.service.pressed(me, first, 'answered');
    expect(await area.deliver(namedId('notice', 'd'))).toMatchObject({ kind: 'sent' });
  });
});

describe('figures', () => {
  const since = new Date('2026-01-01T00:00:00Z');
  const people = ['employee', 'manager', 'recruiter', 'advisor', 'officer', 'admin'];

  it('are counts of HR’s own company, month by month, and no rows', async () => {
    for (const role of people) await told('mentoring', role, area.member(`${role} of com_aaaa`));
    await told('mentoring', 'elsewhere', area.member('employee of com_bbbb'));
    await area.service.pressed(me, namedId('notice', 'employee'), 'answered');
    const hr = area.member('hr of com_aaaa');
    const none = { snoozed: 0, stopped: 0, failed: 0 };
    expect(await area.service.figures(hr, since, 'mentoring')).toEqual([
      { month: '2026-04', kind: 'mentoring', people: 6, sent: 6, opened: 1, answered: 1, ...none },
    ]);
    const rows = await test.db.transaction(hr, tx => tx.query(`select id from notices where kind = 'mentoring'`));
    expect(rows).toEqual([]);
  });

  it.each(['employee', 'manager', 'officer', 'admin'])('are refused to the %s', async role => {
    const actor = area.member(`${role} of com_aaaa`);
    expect(() => area.service.figures(actor, since)).toThrow(expect.objectContaining({ code: 'access.denied' }));
    await told('mentoring', 'a');
    const counted = await test.db.transaction(actor, tx =>
      tx.query(`select * from notice_figures(null, '2020-01-01', 'UTC')`),
    );
    expect(counted).toEqual([]);
  });
});
