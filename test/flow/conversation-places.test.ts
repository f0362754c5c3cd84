/** Who sees what: direct conversations, channels, channels shared with other organisations; and whose card was pressed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identified } from '../../src/conversation/contract/identity.ts';
import type { Intent } from '../../src/conversation/contract/intent.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import { type Handled, recordingIntent, says, scriptedReader, startConversation } from '../support/conversation.ts';
import { anEmployee, type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
let handled: Handled[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  handled = [];
});

function intents(): readonly Intent[] {
  return [
    recordingIntent('show-things', handled, context => says(context, 'things for everybody')),
    recordingIntent('show-mine', handled, context => says(context, 'my own things'), { content: 'personal' }),
    recordingIntent('show-either', handled, context =>
      context.scope === 'channel'
        ? says(context, 'please ask me directly', { directOnly: true })
        : says(context, 'compared with mine', { focus: { role: 'rol_1' } }),
    ),
    recordingIntent('recall', handled, context => says(context, `of ${context.memory.focus.role ?? 'nothing'}`)),
  ];
}

function start(identify?: () => Promise<Identified>) {
  const actor = anEmployee({ locale: 'en' });
  const started = startConversation({
    database: database.db,
    intents: intents(),
    reader: scriptedReader({}),
    actor,
    ...(identify === undefined ? {} : { identify }),
  });
  const direct = `direct-${JSON.stringify(['test', actor.personId])}`;
  const press = async (intent: string, scope: IncomingTurn['scope'], more: Partial<IncomingTurn> = {}) => {
    const turn = started.turnOf({ kind: 'action', action: { intent, slots: {} } }, { address: 'room', scope, ...more });
    await started.dispatcher.receive(turn);
    await started.dispatcher.handle(turn);
    return turn;
  };
  const arrived = () => started.channel.ledger.map(({ address, text }) => [address, text]);
  return { ...started, actor, direct, press, arrived };
}

const pointer = 'I answered you directly, in our own conversation.';

describe('in a channel', () => {
  it('what every employee may see is answered for all to read, in the thread where it was asked', async () => {
    const { press, arrived, channel } = start();
    await press('show-things', 'channel', { replyTo: 'thread 7' });
    expect(arrived()).toEqual([['room', 'things for everybody']]);
    expect(channel.ledger[0]?.replyTo).toBe('thread 7');
    expect(handled[0]?.context.scope).toBe('channel');
  });

  it.each([
    ['show-mine', 'my own things'],
    ['show-either', 'compared with mine'],
  ])('%s, which is about the person, is answered directly, and the channel hears only that', async (intent, text) => {
    const { press, arrived, direct } = start();
    await press(intent, 'channel');
    expect(arrived()).toEqual([
      [direct, text],
      ['room', pointer],
    ]);
    expect(handled.at(-1)?.context.scope).toBe('direct');
  });

  it('the direct conversation goes on with what was answered there', async () => {
    const { press, arrived, direct } = start();
    await press('show-either', 'channel');
    await press('recall', 'direct', { address: direct });
    expect(arrived().at(-1)).toEqual([direct, 'of rol_1']);
  });

  it.each(['gone', 'forbidden'] as const)(
    'the person is asked to write directly when a direct conversation is %s',
    async kind => {
      const { press, arrived, channel } = start();
      channel.answerNextOpening({ kind }, { kind });
      await press('show-either', 'channel');
      await press('show-mine', 'channel');
      expect(arrived()).toEqual([
        ['room', 'please ask me directly'],
        ['room', expect.stringContaining('Please ask me the same in a direct conversation')],
      ]);
    },
  );

  it('an answer that cannot go out now is sent directly later, and the pointer once', async () => {
    const { press, arrived, channel, clock, dispatcher, direct } = start();
    channel.answerNextOpening({ kind: 'rate-limited', retryAfterMs: 60_000 });
    await press('show-mine', 'channel');
    expect(arrived()).toEqual([]);
    channel.answerNext({ kind: 'sent', ref: 'lost' }, { kind: 'temporary', reason: '503' });
    clock.forward(61_000);
    await dispatcher.recover();
    clock.forward(61_000);
    await dispatcher.recover();
    // The script swallowed the direct message itself, so what the ledger shows besides is the pointer alone.
    expect(arrived()).toEqual([['room', pointer]]);
    expect(channel.attempts).toBe(3);
    expect(handled).toHaveLength(1);
    expect(direct).not.toBe('room');
  });

  it.each([
    [{ kind: 'unknown' }, "isn't linked"],
    [{ kind: 'refused', reason: 'guest' }, 'guest accounts'],
  ] as const)('somebody who is %o is told so directly and gets nothing else', async (outcome, words) => {
    const { press, arrived, turnOf, dispatcher, direct } = start(async () => outcome);
    const turn = turnOf({ kind: 'text', text: 'what can you do for me?' }, { address: 'room', scope: 'channel' });
    await dispatcher.receive(turn);
    await dispatcher.handle(turn);
    await press('show-things', 'channel');
    expect(arrived()[0]).toEqual([direct, expect.stringContaining(words)]);
    expect(arrived().map(([address]) => address)).toEqual([direct, direct]);
    expect(handled).toHaveLength(0);
  });

  it('another machine is not answered at all', async () => {
    const { press, arrived } = start(async () => ({ kind: 'refused', reason: 'bot' }));
    await press('show-things', 'channel');
    expect(arrived()).toEqual([]);
  });
});

describe('in a channel shared with other organisations', () => {
  it.each(['show-things', 'show-mine', 'gone-since'])('nothing is said of the answer to %s', async intent => {
    const { press, arrived, direct } = start();
    await press(intent, 'shared-channel');
    expect(arrived().map(([address]) => address)).toEqual([direct, 'room']);
    expect(arrived()[1]?.[1]).toBe(pointer);
  });
});

describe('whose card it is', () => {
  const card = (madeFor: string) => ({ ref: 'message 1', madeFor });

  it('the person for whom it was made may press it, and every answer says for whom it is', async () => {
    const { press, arrived, actor, turnOf, take, channel } = start();
    await press('show-things', 'channel');
    expect(channel.ledger[0]?.reply.madeFor).toBe(actor.personId);
    await take(turnOf({ kind: 'action', action: { intent: 'show-mine', slots: {} }, card: card(actor.personId) }));
    expect(arrived().at(-1)?.[1]).toBe('my own things');
  });

  it.each(['action', 'form'] as const)('somebody else’s %s does nothing, is refused and written down', async kind => {
    const { arrived, actor, turnOf, dispatcher, direct } = start();
    const owner = anEmployee();
    const action = { intent: 'show-things', slots: {} };
    const content = kind === 'action' ? { kind, action } : { kind, action, values: { note: 'x' } };
    const turn = turnOf({ ...content, card: card(owner.personId) }, { address: 'room', scope: 'channel' });
    await dispatcher.receive(turn);
    await dispatcher.handle(turn);
    expect(handled).toHaveLength(0);
    expect(arrived()).toEqual([[direct, expect.stringContaining('nothing was done')]]);
    const entries = await database.db.transaction(owner, tx =>
      tx.query('select actor_person, action, detail from audit_entries where subject_id = $1', [owner.personId]),
    );
    expect(entries).toEqual([
      {
        actor_person: actor.personId,
        action: 'conversation.press-refused',
        detail: { channel: 'fake', intent: 'show-things' },
      },
    ]);
  });

  it('an old card shows the present state', async () => {
    let state = 'three places left';
    const open = recordingIntent('show-course', handled, context => says(context, state));
    const reader = scriptedReader({});
    const { take, turnOf } = startConversation({ database: database.db, intents: [open], reader });
    const press = () => take(turnOf({ kind: 'action', action: { intent: 'show-course', slots: {} } }));
    expect((await press()).text).toBe('three places left');
    state = 'no place left';
    expect((await press()).text).toBe('no place left');
  });
});

describe('clicks', () => {
  const pressed = { kind: 'action', action: { intent: 'show-things', slots: {} }, card: { ref: 'message 1' } } as const;

  it('a double click is one press, however close and wherever the halves arrive', async () => {
    const { turnOf, dispatcher, arrived } = start();
    const halves = [turnOf(pressed), turnOf(pressed), turnOf(pressed)];
    const received = await Promise.all(halves.map(turn => dispatcher.receive(turn)));
    expect(received.map(({ kind }) => kind).sort()).toEqual(['accepted', 'duplicate', 'duplicate']);
    for (const turn of halves) await dispatcher.handle(turn);
    expect(arrived()).toHaveLength(1);
  });

  it('the same button later, another button and another message are presses of their own', async () => {
    const { turnOf, dispatcher, clock } = start();
    const other = { ...pressed, action: { intent: 'show-things', slots: { page: '1' } } };
    const elsewhere = { ...pressed, card: { ref: 'message 2' } };
    for (const content of [pressed, other, elsewhere])
      expect(await dispatcher.receive(turnOf(content))).toEqual({ kind: 'accepted' });
    clock.forward(3_000);
    expect(await dispatcher.receive(turnOf(pressed))).toEqual({ kind: 'accepted' });
  });
});

describe('while the answer is worked out', () => {
  it('Michi is shown at work where it was asked, and a platform that cannot show it changes nothing', async () => {
    const { press, channel, arrived } = start();
    await press('show-things', 'channel');
    expect(channel.working).toEqual(['room']);
    channel.showWorking = async () => {
      throw new Error('not here');
    };
    await press('show-things', 'channel');
    expect(arrived()).toHaveLength(2);
  });

  it('a turn whose process died with it in hand is taken up again within a minute', async () => {
    const { turnOf, dispatcher, channel, clock } = start();
    const turn = turnOf({ kind: 'action', action: { intent: 'show-things', slots: {} } });
    const answers = () => channel.ledger.filter(entry => entry.deliveryId === turn.key).length;
    await dispatcher.receive(turn);
    await database.db.transaction({ kind: 'system', purpose: 'conversation' }, tx =>
      tx.query('update inbox set attempts = 1, claimed_until = $2 where key = $1', [
        turn.key,
        new Date(clock.now().getTime() + 30_000),
      ]),
    );
    await dispatcher.recover();
    expect(answers()).toBe(0);
    // The job runs every ten seconds, so this is the fourth run at the latest.
    clock.forward(40_000);
    await dispatcher.recover();
    expect(answers()).toBe(1);
  });
});
