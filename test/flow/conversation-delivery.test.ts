import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inboxRepository } from '../../src/conversation/runtime/inbox.repository.ts';
import { createInboxWriter } from '../../src/conversation/runtime/inbox-writer.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { type Handled, recordingIntent, says, scriptedReader, startConversation } from '../support/conversation.ts';
import { anEmployee, systemActor, type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
let handled: Handled[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  handled = [];
  await database.db.admin.transaction(tx => tx.query('delete from inbox'));
});

function start(answer: Parameters<typeof recordingIntent>[2] = context => says(context, 'an answer')) {
  const intents = [recordingIntent('show-things', handled, answer)];
  return startConversation({
    database: database.db,
    intents,
    reader: scriptedReader({}),
    actor: anEmployee({ locale: 'en' }),
  });
}

function stateOf(key: string): Promise<{ state: string; attempts: number }[]> {
  return database.db.transaction(systemActor('conversation'), tx =>
    tx.query('select state, attempts from inbox where key = $1', [key]),
  );
}

describe('one effect for each turn', () => {
  it('a turn that comes twice is answered once', async () => {
    const { dispatcher, channel, turnOf } = start();
    const turn = turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } });
    expect(await dispatcher.receive(turn)).toEqual({ kind: 'accepted' });
    expect(await dispatcher.receive(turn)).toEqual({ kind: 'duplicate' });
    await Promise.all([dispatcher.handle(turn), dispatcher.handle(turn), dispatcher.handle(turn)]);
    expect(handled).toHaveLength(1);
    expect(channel.ledger).toHaveLength(1);
  });

  it('turns of one conversation are answered in the order of their arrival, however they are handled', async () => {
    const { dispatcher, channel, turnOf } = start();
    const turns = Array.from({ length: 6 }, () =>
      turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } }),
    );
    for (const turn of turns) await dispatcher.receive(turn);
    await Promise.all(turns.toReversed().map(turn => dispatcher.handle(turn)));
    expect(channel.ledger.map(({ deliveryId }) => deliveryId)).toEqual(turns.map(({ key }) => key));
  });

  it('a turn with a wrong form is refused with the field, and nothing of it is kept', async () => {
    const { dispatcher, turnOf } = start();
    const turn = turnOf({ kind: 'text', text: 'x'.repeat(100_001) });
    await expect(dispatcher.receive(turn)).rejects.toMatchObject({
      code: 'conversation.turn-invalid',
      detail: { field: 'content.text' },
    });
    expect(await stateOf(turn.key)).toEqual([]);
  });
});

describe('nothing is lost', () => {
  it('a turn that was received and never handled is taken up after 30 seconds', async () => {
    const { dispatcher, channel, clock, turnOf } = start();
    const turn = turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } });
    await dispatcher.receive(turn);
    await dispatcher.recover();
    expect(channel.ledger).toHaveLength(0);
    clock.forward(31_000);
    await dispatcher.recover();
    expect(channel.ledger).toHaveLength(1);
  });

  it('what a dead process had in its hands is taken up at once by the only process that there is', async () => {
    const { dispatcher, channel, clock, turnOf } = start();
    const turn = turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } });
    await dispatcher.receive(turn);
    await database.db.transaction(systemActor('conversation'), tx =>
      tx.query('update inbox set attempts = 1, claimed_until = $2 where key = $1', [
        turn.key,
        new Date(clock.now().getTime() + 30_000),
      ]),
    );
    await dispatcher.recoverAll();
    expect(channel.ledger.map(({ deliveryId }) => deliveryId)).toEqual([turn.key]);
  });

  it('after the stop nothing is begun, and everything that was received is there at the next start', async () => {
    const { dispatcher, channel, turnOf } = start();
    const turns = Array.from({ length: 60 }, () => turnOf({ kind: 'opened' }));
    const received = await Promise.all(turns.map(turn => dispatcher.receive(turn)));
    expect(new Set(received.map(({ kind }) => kind))).toEqual(new Set(['accepted']));
    dispatcher.stop();
    await Promise.all(turns.map(turn => dispatcher.handle(turn)));
    expect(channel.ledger).toEqual([]);
    const states = await Promise.all(turns.map(turn => stateOf(turn.key)));
    expect(states.flat()).toEqual(turns.map(() => ({ state: 'received', attempts: 0 })));
  });

  it('a conversation with many turns ends after the one at hand when Michi stops', async () => {
    const { dispatcher, channel, turnOf } = start(context => {
      dispatcher.stop();
      return says(context, 'an answer');
    });
    const turns = [1, 2, 3].map(() => turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } }));
    for (const turn of turns) await dispatcher.receive(turn);
    await Promise.all(turns.map(turn => dispatcher.handle(turn)));
    expect(channel.ledger).toHaveLength(1);
    expect((await Promise.all(turns.map(turn => stateOf(turn.key)))).flat().map(({ state }) => state)).toEqual([
      'handled',
      'received',
      'received',
    ]);
  });

  it('a turn that cannot be written down takes none of those along that came with it', async () => {
    const { turnOf } = start();
    const far = turnOf({ kind: 'text', text: 'x' }, { address: 'far' });
    const writer = createInboxWriter({
      database: database.db,
      inbox: {
        insert: (tx, turn, now) =>
          turn.key === far.key ? tx.query('select 1 / 0').then(() => true) : inboxRepository.insert(tx, turn, now),
      },
      clock: systemClock,
      reach: () => undefined,
    });
    const others = Array.from({ length: 3 }, () => turnOf({ kind: 'opened' }));
    const outcomes = await Promise.allSettled([...others, far].map(writer.write));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect((await Promise.all(others.map(turn => stateOf(turn.key)))).flat()).toHaveLength(3);
  });

  it('an answer that the platform could not take is delivered later without being worked out again', async () => {
    const { dispatcher, channel, clock, turnOf } = start();
    channel.answerNext({ kind: 'rate-limited', retryAfterMs: 60_000 }, { kind: 'temporary', reason: '503' });
    const turn = turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } });
    await dispatcher.receive(turn);
    await dispatcher.handle(turn);
    clock.forward(31_000);
    await dispatcher.recover();
    expect(channel.attempts).toBe(1);
    clock.forward(60_000);
    await dispatcher.recover();
    clock.forward(60_000);
    await dispatcher.recover();
    expect(channel.ledger.map(({ text }) => text)).toEqual(['an answer']);
    expect(handled).toHaveLength(1);
  });

  it('after five attempts the turn is failed and the person is told', async () => {
    const { dispatcher, channel, clock, turnOf } = start();
    channel.answerNext(...Array.from({ length: 5 }, () => ({ kind: 'temporary' as const, reason: '503' })));
    const turn = turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } });
    await dispatcher.receive(turn);
    for (let attempt = 0; attempt < 7; attempt++) {
      await dispatcher.handle(turn);
      clock.forward(30 * 60_000);
    }
    expect(await stateOf(turn.key)).toEqual([{ state: 'failed', attempts: 6 }]);
    expect(channel.ledger.map(({ deliveryId }) => deliveryId)).toEqual([`${turn.key}:failed`]);
  });

  it('a turn that kills its process does not hold up the ones behind it for ever', async () => {
    const { dispatcher, channel, clock, turnOf } = start();
    const [poison, next] = [
      turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } }),
      turnOf({ kind: 'opened' }),
    ];
    await dispatcher.receive(poison);
    await dispatcher.receive(next);
    await database.db.transaction(systemActor('conversation'), tx =>
      tx.query('update inbox set attempts = 5, claimed_until = $2 where key = $1', [poison.key, clock.now()]),
    );
    clock.forward(31_000);
    await dispatcher.recover();
    expect(channel.ledger.map(({ deliveryId }) => deliveryId)).toEqual([`${poison.key}:failed`, next.key]);
  });
});

describe('somebody always gets an answer', () => {
  it('a fault that passes is told with a button that does the same again', async () => {
    let faults = 1;
    const { press } = start(context => {
      if (faults-- > 0) throw new AppError('db.busy', { retry: 'later' });
      return says(context, 'an answer');
    });
    const failed = await press('show-things', { id: 'one' });
    expect(failed.reply.blocks).toContainEqual({
      kind: 'actions',
      actions: [{ label: 'Try again', intent: 'show-things', slots: { id: 'one' } }],
    });
    expect((await press('show-things', { id: 'one' })).text).toBe('an answer');
  });

  it('"try again" reads the same sentence once more', async () => {
    let faults = 1;
    const reader = {
      read: async () => {
        if (faults-- > 0) throw new AppError('language.unreachable', { retry: 'later' as const });
        return {
          verdict: 'sure' as const,
          ranking: [{ label: 'show-things', score: 1 }],
          slots: () => ({ role: ['architect'] }),
        };
      },
    };
    const intents = [recordingIntent('show-things', handled, context => says(context, 'an answer'))];
    const { say, press } = startConversation({
      database: database.db,
      intents,
      reader,
      actor: anEmployee({ locale: 'en' }),
    });
    const failed = await say('which skills does an architect need?');
    expect(failed.text).toContain('[Try again]');
    await press('repeat');
    expect(handled[0]?.input).toEqual({
      kind: 'sentence',
      text: 'which skills does an architect need?',
      slots: { role: ['architect'] },
    });
  });

  it('a fault that stays is told in words, and the log has its code and none of the text', async () => {
    const { press, log } = start(() => {
      throw new AppError('catalogue.broken', { detail: { item: 'rol_1' } });
    });
    expect((await press('show-things')).text).toContain('Your message is recorded');
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({ event: 'conversation.turn-failed', facts: { cause: { code: 'catalogue.broken' } } });
  });

  it.each([
    [{ kind: 'unknown' }, "isn't linked to an employee yet"],
    [{ kind: 'refused', reason: 'leaver' }, 'Your employment has ended'],
    [{ kind: 'refused', reason: 'guest' }, "can't answer guest accounts"],
    [{ kind: 'refused', reason: 'external' }, 'from outside the group'],
    [{ kind: 'refused', reason: 'shared-channel' }, 'another organisation'],
    [{ kind: 'refused', reason: 'foreign-tenant' }, "isn't available in this organisation"],
  ] as const)('somebody who is %o is refused politely in the language they write', async (outcome, words) => {
    const intents = [recordingIntent('show-things', handled, context => says(context, 'secret'))];
    const { say } = startConversation({
      database: database.db,
      intents,
      reader: scriptedReader({}),
      identify: async () => outcome,
    });
    expect((await say('which skills does an architect need?')).text).toContain(words);
    expect((await say('アーキテクトに必要なスキルは?')).reply.locale).toBe('ja');
    expect(handled).toHaveLength(0);
  });
});
