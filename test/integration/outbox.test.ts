import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOutboxDesk } from '../../src/platform/outbox/operate.repository.ts';
import { createOutbox } from '../../src/platform/outbox/outbox.ts';
import type { Handled, OutboxAttempt, OutboxEntry, OutboxHandler } from '../../src/platform/outbox/outbox.types.ts';
import { createRelay, type Relay } from '../../src/platform/outbox/relay.ts';
import { createTestClock } from '../support/conversation.ts';
import { anEmployee, type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() =>
  database.db.admin.transaction(async tx => {
    for (const table of ['outbox', 'outbox_paces']) await tx.query(`delete from ${table}`);
  }),
);

const outbox = createOutbox();
const start = new Date('2026-04-01T01:00:00.000Z');
const msLater = (ms: number) => new Date(start.getTime() + ms);
const entry = (key: string, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  ...{ key, kind: 'test', subject: key, tenant: 'slack:T1', priority: 9, dueAt: start, notAfter: null },
  ...more,
});
const put = (...entries: OutboxEntry[]) => database.db.transaction(anEmployee(), tx => outbox.put(tx, entries));
const rows = () =>
  database.db.admin.transaction(tx =>
    tx.query<{ key: string; state: string; attempts: number; reason: string | null; maybe_sent: boolean }>(
      'select key, state, attempts, reason, maybe_sent from outbox order by id',
    ),
  );
const stateOf = async (key: string) => (await rows()).find(row => row.key === key);

interface World {
  readonly relay: Relay;
  readonly clock: ReturnType<typeof createTestClock>;
  readonly attempts: OutboxAttempt[];
  readonly ended: string[];
  /** Gives out and delivers everything that is due until then, in the order of its places. */
  run(ms: number): Promise<void>;
}

function world(answer: (attempt: OutboxAttempt) => Handled | Promise<Handled>, perSecond = 10): World {
  const clock = createTestClock(start.toISOString());
  const attempts: OutboxAttempt[] = [];
  const ended: string[] = [];
  const handler: OutboxHandler = {
    kind: 'test',
    tenantOf: async entries => entries.map(({ subject }) => (subject === 'homeless' ? null : 'web')),
    async deliver(attempt) {
      attempts.push(attempt);
      return answer(attempt);
    },
    ended: async ({ key }, state, reason) => void ended.push(`${key} ${state} ${reason}`),
  };
  const relay = createRelay({
    ...{ db: database.db, clock, handlers: () => [handler], perSecondOf: () => perSecond, reach: () => undefined },
    onFault: () => undefined,
    random: () => 0.5,
  });
  return {
    ...{ relay, clock, attempts, ended },
    async run(ms) {
      const end = clock.now().getTime() + ms;
      while (clock.now().getTime() < end) {
        const begun = clock.now().getTime();
        for (const { id, inMs } of await relay.giveOut(1_000)) {
          clock.forward(Math.max(0, begun + inMs - clock.now().getTime()));
          for (let again = await relay.deliver(id); again !== null; again = await relay.deliver(id))
            clock.forward(again);
        }
        await relay.reconcile();
        clock.forward(Math.min(1_000, Math.max(1, end - clock.now().getTime())));
      }
    },
  };
}
const sent = (): Handled => ({ kind: 'sent', ref: 'r' });

describe('what is put into the outbox', () => {
  it('is kept with the change that tells of it, or not at all', async () => {
    const failing = database.db.transaction(anEmployee(), async tx => {
      await outbox.put(tx, [entry('a')]);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await rows()).toEqual([]);
  });

  it('is taken once for each key, whatever became of the first', async () => {
    const { run } = world(sent);
    await put(entry('a'));
    await run(1_000);
    await put(entry('a'), entry('b'));
    expect((await rows()).map(({ key, state }) => [key, state])).toEqual([
      ['a', 'sent'],
      ['b', 'scheduled'],
    ]);
  });

  it('is seen by nobody but the delivery, and whoever put it there has no further rights afterwards', async () => {
    await put(entry('a'));
    const seen = await database.db.transaction(anEmployee(), async tx => {
      await outbox.put(tx, [entry('b')]);
      return tx.query('select key from outbox');
    });
    expect(seen).toEqual([]);
  });

  it('can be taken back and moved until it is on its way', async () => {
    const { run, attempts } = world(sent);
    await put(entry('a'), entry('b'), entry('c'));
    await database.db.transaction(anEmployee(), async tx => {
      expect(await outbox.cancel(tx, { kind: 'test', subjects: ['a', 'x'] })).toBe(1);
      expect(await outbox.move(tx, { kind: 'test', subjects: ['b'] }, msLater(60_000))).toBe(1);
    });
    await run(5_000);
    expect(attempts.map(({ key }) => key)).toEqual(['c']);
    expect(await stateOf('a')).toMatchObject({ state: 'cancelled' });
    expect(await stateOf('b')).toMatchObject({ state: 'scheduled' });
  });
});

describe('an attempt', () => {
  it('that succeeds is the only one, under one opaque delivery id', async () => {
    const { run, attempts } = world(sent);
    await put(entry('a'));
    await run(3_000);
    expect(attempts).toHaveLength(1);
    expect(attempts[0]?.deliveryId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('that fails for the moment is made again, later each time, and after five a dead letter says why', async () => {
    const times: number[] = [];
    const { run, clock, ended } = world(() => {
      times.push(clock.now().getTime() - start.getTime());
      return { kind: 'temporary', reason: 'http-503' };
    });
    await put(entry('a'));
    await run(600_000);
    expect(times).toHaveLength(5);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(gaps.every((gap, at) => gap >= 5_000 * 4 ** at)).toBe(true);
    expect(await stateOf('a')).toMatchObject({ state: 'failed', reason: 'http-503' });
    expect(ended).toEqual(['a failed http-503']);
  });

  it.each(['gone', 'forbidden'] as const)('that is %s for good is a dead letter at once', async kind => {
    const { run, attempts } = world(() => ({ kind }));
    await put(entry('a'));
    await run(60_000);
    expect(attempts).toHaveLength(1);
    expect(await stateOf('a')).toMatchObject({ state: 'failed', reason: kind });
  });

  it('of which nobody knows whether it arrived is made again as one that may have', async () => {
    const { run, attempts } = world(({ attempt }) => (attempt === 1 ? { kind: 'ambiguous' } : sent()));
    await put(entry('a'));
    await run(30_000);
    expect(attempts.map(({ maybeSent }) => maybeSent)).toEqual([false, true]);
    expect(new Set(attempts.map(({ deliveryId }) => deliveryId)).size).toBe(1);
  });

  it('that throws may have arrived, too', async () => {
    const { run, attempts } = world(({ attempt }) => {
      if (attempt === 1) throw new Error('broken');
      return sent();
    });
    await put(entry('a'));
    await run(30_000);
    expect(attempts.map(({ maybeSent }) => maybeSent)).toEqual([false, true]);
  });

  it('that is not wanted yet costs no attempt', async () => {
    const { run, attempts } = world(({ dueAt }) =>
      dueAt.getTime() === start.getTime() ? { kind: 'later', at: msLater(20_000) } : sent(),
    );
    await put(entry('a'));
    await run(60_000);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 1]);
  });

  it('after its last moment is not made, and that is written down', async () => {
    const { run, attempts, ended: over } = world(sent);
    await put(entry('late', { notAfter: msLater(-1) }), entry('good', { notAfter: msLater(60_000) }));
    await run(3_000);
    expect(attempts.map(({ key }) => key)).toEqual(['good']);
    expect(await stateOf('late')).toMatchObject({ state: 'dropped', reason: 'too-late' });
    expect(over).toEqual(['late dropped too-late']);
  });

  it('with nowhere to go is left to its handler', async () => {
    const { run, attempts } = world(() => ({ kind: 'gone' }));
    await put(entry('homeless', { tenant: null }));
    await run(3_000);
    expect(attempts).toHaveLength(1);
  });
});

describe('the pace', () => {
  it('is kept exactly for each tenant, and one does not wait for another', async () => {
    const times: Record<string, number[]> = {};
    const { run, clock } = world(({ tenant }) => {
      times[tenant ?? ''] = [...(times[tenant ?? ''] ?? []), clock.now().getTime()];
      return sent();
    }, 4);
    await put(
      ...Array.from({ length: 20 }, (_, at) => entry(`a${at}`, { tenant: at % 2 === 0 ? 'slack:T1' : 'slack:T2' })),
    );
    await run(6_000);
    for (const tenant of ['slack:T1', 'slack:T2']) {
      const own = times[tenant] ?? [];
      expect(own).toHaveLength(10);
      expect(
        own
          .slice(1)
          .map((time, at) => time - (own[at] ?? 0))
          .every(gap => gap >= 249),
      ).toBe(true);
    }
  });

  it('lets an answer overtake a thousand nudges', async () => {
    const { run, attempts } = world(sent, 5);
    await put(...Array.from({ length: 1_000 }, (_, at) => entry(`n${at}`)));
    await run(2_000);
    await put(entry('answer', { priority: 1 }));
    const before = attempts.length;
    await run(1_000);
    expect(attempts.slice(before, before + 1).map(({ key }) => key)).toEqual(['answer']);
  });

  it('of a tenant that has had enough waits as long as it says, falls, and recovers; the others go on', async () => {
    let complaints = 0;
    const { run, attempts, clock } = world(({ tenant, key }) => {
      if (tenant !== 'slack:T1' || key !== 'a3' || complaints > 0) return sent();
      complaints += 1;
      return { kind: 'rate-limited', retryAfterMs: 30_000 };
    });
    await put(...Array.from({ length: 10 }, (_, at) => entry(`a${at}`)), entry('b0', { tenant: 'slack:T2' }));
    await run(10_000);
    expect(attempts.map(({ key }) => key).filter(key => key !== 'a3')).toEqual(expect.arrayContaining(['b0']));
    expect((await rows()).filter(({ state }) => state === 'scheduled')).toHaveLength(7);
    const pace = () =>
      database.db.admin.transaction(tx =>
        tx.query<{ per_second: number }>("select per_second from outbox_paces where tenant = 'slack:T1'"),
      );
    expect((await pace())[0]?.per_second).toBeCloseTo(7);
    await run(30_000);
    expect((await rows()).filter(({ state }) => state !== 'sent')).toEqual([]);
    clock.forward(20_000);
    await run(1_000);
    expect((await pace())[0]?.per_second).toBeGreaterThan(7);
  });

  it('is kept by what comes late, too: a process that stood still sends no burst', async () => {
    const times: number[] = [];
    const { relay, clock } = world(() => {
      times.push(clock.now().getTime());
      return sent();
    }, 5);
    await put(...Array.from({ length: 10 }, (_, at) => entry(`a${at}`)));
    const given = await relay.giveOut(2_000);
    // All their places are over when it goes on.
    clock.forward(10_000);
    let waiting = given.map(({ id }) => ({ id, at: clock.now().getTime() }));
    while (waiting.length > 0) {
      const [next, ...others] = waiting.toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      clock.forward(Math.max(0, next.at - clock.now().getTime()));
      const again = await relay.deliver(next.id);
      waiting = again === null ? others : [...others, { ...next, at: clock.now().getTime() + again }];
    }
    expect(times).toHaveLength(10);
    const most = Math.max(...times.map(from => times.filter(time => time >= from && time < from + 1_000).length));
    // A twentieth more than five a second, and two at once.
    expect(most).toBeLessThanOrEqual(7);
  });

  it('that was set otherwise is reached by tenants that had one, too', async () => {
    const paceOf = async (perSecond: number, seconds: number) => {
      const { run } = world(sent, perSecond);
      await put(entry(`at ${perSecond} for ${seconds}`));
      await run(seconds * 1_000);
      const [row] = await database.db.admin.transaction(tx =>
        tx.query<{ per_second: number }>("select per_second from outbox_paces where tenant = 'slack:T1'"),
      );
      return row?.per_second;
    };
    expect(await paceOf(4, 1)).toBe(4);
    expect(await paceOf(3, 2)).toBe(3);
    expect(await paceOf(5, 120)).toBe(5);
  });

  it('falls once for a burst of complaints', async () => {
    const { relay, clock, attempts } = world(() => ({ kind: 'rate-limited', retryAfterMs: 30_000 }));
    await put(...Array.from({ length: 5 }, (_, at) => entry(`a${at}`)));
    const given = await relay.giveOut(1_000);
    clock.forward(1_000);
    await Promise.all(given.map(({ id }) => relay.deliver(id)));
    expect(attempts.length).toBeGreaterThan(1);
    const [pace] = await database.db.admin.transaction(tx =>
      tx.query<{ per_second: number }>("select per_second from outbox_paces where tenant = 'slack:T1'"),
    );
    expect(pace?.per_second).toBeCloseTo(7);
  });
});

describe('processes that die', () => {
  it('what was given out and not begun goes out again, once', async () => {
    const { relay, clock, run, attempts } = world(sent);
    await put(entry('a'));
    await relay.giveOut(1_000);
    clock.forward(61_000);
    await run(3_000);
    expect(attempts).toHaveLength(1);
  });

  it('what was begun and not ended is looked up before it is sent again, after its lease', async () => {
    const { clock, run, attempts } = world(sent);
    await put(entry('a'));
    await run(1);
    await database.db.admin.transaction(tx =>
      tx.query("update outbox set state = 'sending', ended_at = null, lease_until = $1", [msLater(300_000)]),
    );
    await run(5_000);
    expect(attempts).toHaveLength(1);
    clock.forward(300_000);
    await run(5_000);
    expect(attempts.at(-1)).toMatchObject({ attempt: 2, maybeSent: true });
  });

  it('of the only process that there is: everything on its way is taken back at the next start', async () => {
    const { relay, run, attempts } = world(sent);
    await put(entry('a'), entry('b'));
    await relay.giveOut(1_000);
    await database.db.admin.transaction(tx => tx.query("update outbox set state = 'sending' where key = 'b'"));
    expect(await relay.takeBackAll()).toBe(2);
    await run(3_000);
    expect(attempts.map(({ key, maybeSent }) => [key, maybeSent]).sort()).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  it('a row that two take at once is sent by one', async () => {
    const [one, other] = [world(sent), world(sent)];
    await put(entry('a'));
    const [given] = await one.relay.giveOut(1_000);
    await Promise.all([one.relay.deliver(given?.id ?? ''), other.relay.deliver(given?.id ?? '')]);
    expect([...one.attempts, ...other.attempts]).toHaveLength(1);
  });
});

describe('an operator', () => {
  const desk = () => createOutboxDesk(database.db);

  it('sees how many there are and which failed, by number and code', async () => {
    const { run } = world(({ key }) => (key === 'bad' ? { kind: 'gone' } : sent()));
    await put(entry('bad'), entry('good'));
    await run(2_000);
    expect(await desk().counts()).toEqual([
      { kind: 'test', state: 'failed', count: 1 },
      { kind: 'test', state: 'sent', count: 1 },
    ]);
    expect(await desk().deadLetters(10)).toMatchObject([{ kind: 'test', reason: 'gone', attempts: 1 }]);
  });

  it('has a dead letter tried again as if it were new', async () => {
    let broken = true;
    const { run, clock, attempts } = world(() => (broken ? { kind: 'gone' } : sent()));
    await put(entry('a'));
    await run(2_000);
    broken = false;
    expect(await desk().replay(null, clock.now())).toBe(1);
    await run(2_000);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 1]);
    expect(await stateOf('a')).toMatchObject({ state: 'sent' });
  });

  it('takes back what waits, and nothing else; whose it was is told', async () => {
    const { run, attempts, ended } = world(sent);
    await put(entry('a'), entry('b', { dueAt: msLater(60_000) }));
    await run(2_000);
    const ids = await database.db.admin.transaction(tx =>
      tx.query<{ id: string }>('select id::text as id from outbox order by id'),
    );
    expect(await Promise.all(ids.map(({ id }) => desk().cancel(id)))).toEqual([false, true]);
    await run(90_000);
    expect(attempts.map(({ key }) => key)).toEqual(['a']);
    expect(ended).toEqual(['b cancelled operator']);
  });
});

it('whatever the outcomes are, each entry is sent at most once, nothing after its last moment, and none is forgotten', async () => {
  const outcome = fc.constantFrom<Handled>(
    { kind: 'sent', ref: 'r' },
    { kind: 'temporary', reason: 'x' },
    { kind: 'ambiguous' },
    { kind: 'rate-limited', retryAfterMs: 2_000 },
    { kind: 'later', at: msLater(30_000) },
  );
  const plan = fc.record({
    dueMs: fc.integer({ min: 0, max: 20_000 }),
    lastMs: fc.option(fc.integer({ min: 1_000, max: 120_000 }), { nil: null }),
    outcomes: fc.array(outcome, { maxLength: 3 }),
  });
  let turn = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 6 }), async plans => {
      turn += 1;
      const keys = plans.map((_, at) => `p${turn}-${at}`);
      const delivered: string[] = [];
      const { run, clock } = world(({ key, notAfter }) => {
        expect(notAfter === null || clock.now() < notAfter).toBe(true);
        const left = plans[keys.indexOf(key)]?.outcomes.shift() ?? sent();
        if (left.kind === 'sent') delivered.push(key);
        return left;
      });
      await put(
        ...plans.map(({ dueMs, lastMs }, at) =>
          entry(keys[at] ?? '', { dueAt: msLater(dueMs), notAfter: lastMs === null ? null : msLater(lastMs) }),
        ),
      );
      await run(900_000);
      expect(new Set(delivered).size).toBe(delivered.length);
      const states = (await rows()).filter(({ key }) => keys.includes(key)).map(({ state }) => state);
      expect(states.every(state => ['sent', 'dropped', 'failed'].includes(state))).toBe(true);
    }),
    { numRuns: 8 },
  );
});
