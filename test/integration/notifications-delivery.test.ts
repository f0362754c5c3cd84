import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Id, namedId } from '../../src/platform/ids/ids.ts';
import { createRelay } from '../../src/platform/outbox/relay.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { aKind } from '../support/notice-kinds.ts';
import { notificationsOn } from '../support/notifications.ts';

const over = new Set<string>();
const kinds = [
  aKind('mentoring', 'nudge', { over }),
  { ...aKind('survey', 'nudge'), line: undefined },
  aKind('meeting', 'appointment', { over }),
].map(({ line, ...kind }) => (line === undefined ? kind : { ...kind, line }));
const evening = new Date('2026-04-01T12:00:00Z');
const nextMorning = new Date('2026-04-01T23:00:00Z');

let test: TestDatabase;
let area: Awaited<ReturnType<typeof notificationsOn>>;
let person: Id<'person'>;

beforeEach(async () => {
  over.clear();
  test = await testDatabase();
  area = await notificationsOn(test, kinds);
  person = area.member('employee of com_aaaa').personId;
});
afterEach(() => test.close());

const planOne = async (kind: string, key: string, more = {}) => {
  const [id = namedId('notice', key)] = await area.plan({ kind, key, person, ...more });
  return id;
};

describe('planning', () => {
  it('works in a manager’s transaction, who sees nothing of it', async () => {
    const manager = area.member('manager of com_aaaa');
    const seen = await test.db.transaction(manager, async tx => {
      const notice = { kind: 'meeting', person, subject: 's', key: 'k', dueAt: area.time.now, notAfter: null };
      await area.notices.plan(tx, [notice]);
      return tx.query(`select id from notices where key = 'k'`);
    });
    expect(seen).toEqual([]);
    expect(await area.row(namedId('notice', 'k'))).toMatchObject({ state: 'planned' });
  });

  it('is undone with the planner’s transaction', async () => {
    const manager = area.member('manager of com_aaaa');
    const failing = test.db.transaction(manager, async tx => {
      const notice = { kind: 'meeting', person, subject: 's', key: 'k', dueAt: area.time.now, notAfter: null };
      await area.notices.plan(tx, [notice]);
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    expect(await area.row(namedId('notice', 'k'))).toBeUndefined();
  });

  it('leaves the planner’s own rights as they were', async () => {
    const manager = area.member('manager of com_aaaa');
    const rows = await test.db.transaction(manager, async tx => {
      await area.notices.plan(tx, []);
      await area.notices.plan(tx, [
        { kind: 'meeting', person, subject: 's', key: 'k', dueAt: area.time.now, notAfter: null },
      ]);
      await area.notices.withdraw(tx, { subject: 's' });
      return tx.query('select person_id from notices');
    });
    expect(rows).toEqual([{ person_id: manager.personId }]);
  });

  it('of the same key happens once, whatever became of the first', async () => {
    const id = await planOne('mentoring', 'k');
    await area.deliver(id);
    await planOne('mentoring', 'k');
    expect((await area.entries()).filter(({ subject }) => subject === id)).toHaveLength(1);
    expect(await area.row(id)).toMatchObject({ state: 'sent' });
  });

  it('of a kind that nobody knows is an error', async () => {
    await expect(planOne('nonsense', 'k')).rejects.toMatchObject({ code: 'notifications.unknown-kind' });
  });

  it('can be taken back for one person or one kind, and what is taken back is not sent', async () => {
    const other = area.member('hr of com_aaaa').personId;
    const [mine = '', theirs = ''] = await area.plan(
      { kind: 'mentoring', key: 'a', subject: 'same', person },
      { kind: 'mentoring', key: 'b', subject: 'same', person: other },
    );
    const manager = area.member('manager of com_bbbb');
    const none = await test.db.transaction(manager, tx =>
      area.notices.withdraw(tx, { subject: 'same', kind: 'meeting' }),
    );
    const count = await test.db.transaction(manager, tx => area.notices.withdraw(tx, { subject: 'same', person }));
    expect([none, count]).toEqual([0, 1]);
    expect(await area.cancelled()).toEqual([mine]);
    expect(await area.deliver(namedId('notice', 'a'))).toEqual({ kind: 'dropped', reason: 'withdrawn' });
    expect(await area.row(namedId('notice', 'b'))).toMatchObject({ state: 'planned' });
    expect(theirs).not.toBe(mine);
  });
});

describe('a delivery', () => {
  it('says why it came and how to stop it, in the recipient’s language', async () => {
    const id = await planOne('mentoring', 'k');
    expect(await area.deliver(id)).toMatchObject({ kind: 'sent' });
    const [message] = area.channel.ledger;
    expect(message?.reply.preview).toBe('A message about your development');
    expect(message?.text).toContain('message about k');
    expect(message?.text).toContain('Why you get this: You take part in mentoring.');
    expect(message?.text).toContain('[Stop this kind]');
    expect(await area.row(id)).toMatchObject({ state: 'sent' });
  });

  it('waits in quiet hours and is sent in the morning', async () => {
    const id = await planOne('mentoring', 'k');
    area.time.now = evening;
    expect(await area.deliver(id)).toEqual({ kind: 'later', at: nextMorning });
    area.time.now = nextMorning;
    expect(await area.deliver(id)).toMatchObject({ kind: 'sent' });
  });

  it('of what no longer applies is none, with a record', async () => {
    const id = await planOne('mentoring', 'k');
    over.add('k');
    expect(await area.deliver(id)).toEqual({ kind: 'dropped', reason: 'no-longer-applies' });
    expect(await area.row(id)).toEqual({ state: 'dropped', reason: 'no-longer-applies' });
    expect(area.channel.ledger).toHaveLength(0);
  });

  it('goes to nobody who has left, and waits for whoever is on leave', async () => {
    const id = await planOne('mentoring', 'k');
    await area.setStatus(person, 'on-leave');
    expect(await area.deliver(id)).toEqual({ kind: 'later', at: nextMorning });
    await area.setStatus(person, 'left');
    expect(await area.deliver(id)).toEqual({ kind: 'dropped', reason: 'left' });
  });

  it('that the platform puts off takes its place in the budget once', async () => {
    area.channel.answerNext({ kind: 'rate-limited', retryAfterMs: 1_000 }, { kind: 'temporary', reason: 'x' });
    const first = await planOne('survey', 'a');
    expect(await area.deliver(first)).toMatchObject({ kind: 'rate-limited' });
    expect(await area.deliver(first, { attempt: 2 })).toMatchObject({ kind: 'temporary' });
    expect(await area.deliver(first, { attempt: 3 })).toMatchObject({ kind: 'sent' });
    for (const key of ['b', 'c'])
      expect(await area.deliver(await planOne('survey', key))).toMatchObject({ kind: 'sent' });
    expect(await area.deliver(await planOne('survey', 'd'))).toEqual({ kind: 'later', at: nextMorning });
  });

  it('of six nudges at the same moment is one of three: the budget holds between workers', async () => {
    const ids = await area.plan(...['a', 'b', 'c', 'd', 'e', 'f'].map(key => ({ kind: 'survey', key, person })));
    const outcomes = await Promise.all(ids.map(id => area.deliver(id)));
    expect(outcomes.filter(({ kind }) => kind === 'sent')).toHaveLength(3);
    expect(outcomes.filter(({ kind }) => kind === 'later')).toHaveLength(3);
    expect(area.channel.ledger).toHaveLength(3);
  });

  it('of an appointment does not wait for the budget, nor use it up', async () => {
    for (const key of ['a', 'b', 'c', 'd']) {
      expect(await area.deliver(await planOne('meeting', key))).toMatchObject({ kind: 'sent' });
    }
    expect(await area.deliver(await planOne('survey', 'e'))).toMatchObject({ kind: 'sent' });
  });

  it('that waited until a later one about the same is due gives way to it', async () => {
    const about = { subject: 'monday', notAfter: null };
    const first = await planOne('meeting', 'a day before', { ...about, dueAt: new Date('2026-04-01T12:00:00Z') });
    const second = await planOne('meeting', 'two hours before', { ...about, dueAt: new Date('2026-04-01T22:00:00Z') });
    area.time.now = nextMorning;
    await area.deliver(first);
    await area.deliver(second);
    expect(await area.row(first)).toMatchObject({ state: 'dropped', reason: 'superseded' });
    expect(await area.row(second)).toMatchObject({ state: 'sent' });
    expect(area.channel.ledger).toHaveLength(1);
  });

  it('is forgotten 400 days later, unless it still waits', async () => {
    const [old, waiting] = [await planOne('mentoring', 'old'), await planOne('survey', 'waits')];
    await area.deliver(old);
    area.time.now = new Date(area.time.now.getTime() + 401 * 24 * 60 * 60_000);
    await expect(area.service.forgetOld({ kind: 'system', purpose: 'housekeeping' })).rejects.toMatchObject({
      code: 'access.denied',
    });
    expect(await area.service.forgetOld({ kind: 'system', purpose: 'deliver' })).toBe(1);
    expect(await area.row(old)).toBeUndefined();
    expect(await area.row(waiting)).toMatchObject({ state: 'planned' });
  });

  it('that the outbox gave up is failed', async () => {
    const id = await planOne('mentoring', 'k');
    const [entry] = await area.entries();
    if (entry !== undefined) await area.handler.ended(entry, 'failed', 'gave-up');
    expect(await area.row(id)).toEqual({ state: 'failed', reason: 'gave-up' });
  });

  it('is paced by the place where the person is written to', async () => {
    await planOne('mentoring', 'k');
    expect(await area.handler.tenantOf(await area.entries())).toEqual(['web']);
    const [entry] = await area.entries();
    expect(await area.handler.tenantOf(entry === undefined ? [] : [{ ...entry, subject: 'ntc_0' }])).toEqual([null]);
  });
});

describe('through the outbox', () => {
  it('what is due goes out once and what waits comes at its hour, whoever tries how often', async () => {
    const relay = createRelay({
      db: test.db,
      clock: { now: () => area.time.now },
      handlers: () => [area.handler],
      perSecondOf: () => 1_000,
      reach: () => undefined,
      onFault: (_where, fault) => {
        throw fault;
      },
    });
    const goRound = async () => {
      for (const { id } of await relay.giveOut(60_000)) {
        await relay.deliver(id);
        await relay.deliver(id);
      }
    };
    area.time.now = evening;
    await planOne('survey', 'a', { dueAt: evening });
    await goRound();
    expect(area.channel.ledger).toHaveLength(0);
    area.time.now = new Date(nextMorning.getTime() + 60_000);
    await goRound();
    await goRound();
    expect(area.channel.ledger.map(({ text }) => text.split('\n')[0])).toEqual(['message about a']);
    expect((await area.entries()).map(({ state }) => state)).toEqual(['sent']);
  });
});

describe('several that wait', () => {
  const planThree = () => area.plan(...['a', 'b', 'c'].map(key => ({ kind: 'mentoring', key, person })));

  it('come in one message, and none of them again', async () => {
    const [a, b, c] = await planThree();
    if (a === undefined || b === undefined || c === undefined) throw new Error('three were planned');
    expect(await area.deliver(b)).toMatchObject({ kind: 'sent' });
    expect(area.channel.ledger).toHaveLength(1);
    expect(area.channel.ledger[0]?.text).toContain('There are 3 messages for you.');
    expect([...(await area.cancelled())].sort()).toEqual([a, c].sort());
    expect(await area.deliver(a)).toEqual({ kind: 'dropped', reason: 'sent' });
    expect(await area.row(c)).toMatchObject({ state: 'sent' });
  });

  it('are only those that still apply', async () => {
    const [a, b, c] = await planThree();
    over.add('b');
    if (a === undefined || b === undefined || c === undefined) throw new Error('three were planned');
    await area.deliver(a);
    expect(area.channel.ledger[0]?.text).toContain('There are 2 messages for you.');
    expect(await area.row(b)).toEqual({ state: 'dropped', reason: 'no-longer-applies' });
  });

  it('wait for the message that carries them, and are free again when it is taken back', async () => {
    const [a, b] = await planThree();
    if (a === undefined || b === undefined) throw new Error('three were planned');
    area.channel.answerNext({ kind: 'temporary', reason: 'x' });
    await area.deliver(a);
    expect(await area.deliver(b)).toMatchObject({ kind: 'later' });
    await test.db.transaction(area.member('manager of com_aaaa'), tx => area.notices.withdraw(tx, { subject: 'a' }));
    expect(await area.deliver(b)).toMatchObject({ kind: 'sent' });
    expect(area.channel.ledger[0]?.text).toContain('There are 2 messages for you.');
  });

  it('go again as they were when it is not known whether they arrived', async () => {
    const [a] = await planThree();
    if (a === undefined) throw new Error('three were planned');
    area.channel.answerNext({ kind: 'ambiguous' });
    expect(await area.deliver(a)).toEqual({ kind: 'ambiguous' });
    await planOne('mentoring', 'd');
    expect(await area.deliver(a, { attempt: 2, maybeSent: true })).toMatchObject({ kind: 'sent' });
    expect(area.channel.ledger[0]?.text).toContain('There are 3 messages for you.');
    expect(await area.row(namedId('notice', 'd'))).toMatchObject({ state: 'planned' });
  });
});
