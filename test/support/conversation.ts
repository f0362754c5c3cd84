import type { Intent, IntentContext, IntentInput, IntentResult } from '../../src/conversation/contract/intent.ts';
import type { IncomingTurn, TurnContent } from '../../src/conversation/contract/turn.ts';
import { createDispatcher, type DispatcherDeps } from '../../src/conversation/runtime/dispatch.ts';
import { createInboxRepository } from '../../src/conversation/runtime/inbox.repository.ts';
import { createHelpIntent } from '../../src/conversation/runtime/intents/help.intent.ts';
import { createIntroduceIntent } from '../../src/conversation/runtime/intents/introduce.intent.ts';
import { createOutOfScopeIntent } from '../../src/conversation/runtime/intents/out-of-scope.intent.ts';
import { replyWith } from '../../src/conversation/runtime/replies.ts';
import { createRouter } from '../../src/conversation/runtime/router.ts';
import type { SentenceReader } from '../../src/conversation/runtime/sentence-reader.types.ts';
import { sessionRepository } from '../../src/conversation/runtime/session.repository.ts';
import type { PersonActor } from '../../src/platform/access/actor.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { anEmployee } from './database.ts';
import { createFakeChannel, type LedgerEntry } from './fake-channel.ts';
import { testSealed } from './sealed.ts';

export interface Handled {
  readonly intent: string;
  readonly context: IntentContext;
  readonly input: IntentInput;
}

type Answer = (context: IntentContext, input: IntentInput) => IntentResult | Promise<IntentResult>;

/** An intent of the test's own; what reaches it is kept in `handled`. */
export function recordingIntent(name: string, handled: Handled[], answer: Answer, more: Partial<Intent> = {}): Intent {
  return {
    name,
    title: { ja: `${name}を開く`, en: `Open ${name}` },
    suggestion: { ja: `${name}は?`, en: `what about ${name}?` },
    content: 'catalogue',
    ...more,
    async handle(context, input) {
      handled.push({ intent: name, context, input });
      return answer(context, input);
    },
  };
}

export function says(context: IntentContext, text: string, more: Partial<IntentResult> = {}): IntentResult {
  return { reply: replyWith(context.actor.locale, [{ kind: 'text', text }]), ...more };
}

/** A clock that stands still until it is moved. */
export function createTestClock(start = '2026-04-01T01:00:00Z') {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    forward: (ms: number) => {
      now += ms;
    },
  };
}

export interface LogLine {
  readonly event: string;
  readonly facts: unknown;
}

export interface ConversationOptions {
  readonly database: Database;
  readonly intents: readonly Intent[];
  readonly reader: SentenceReader;
  readonly identify?: DispatcherDeps['identify'];
  readonly actor?: PersonActor;
}

/** The product's dispatcher over a real database, with a channel that keeps a ledger and one person who writes. */
export function startConversation({
  database,
  intents: own,
  reader,
  identify,
  actor = anEmployee(),
}: ConversationOptions) {
  const channel = createFakeChannel();
  const clock = createTestClock();
  const log: LogLine[] = [];
  const whomToAsk = async () => ({ name: { ja: '人事窓口', en: 'the HR desk' }, email: 'hr@example.com' });
  const all: Intent[] = [...own];
  const outOfScope = createOutOfScopeIntent({ intents: () => all, whomToAsk });
  all.push(createHelpIntent({ intents: () => all }), createIntroduceIntent({ intents: () => all }), outOfScope);
  const write = (event: string, facts?: unknown) => void log.push({ event, facts });
  const dispatcher = createDispatcher({
    database,
    inbox: createInboxRepository(testSealed),
    sessions: sessionRepository,
    clock,
    log: { info: write, warn: write, error: (event, cause, facts) => write(event, { cause, facts }) },
    identify: identify ?? (async () => ({ kind: 'known', actor })),
    router: createRouter({ intents: all, reader }),
    outOfScope,
    channels: { fake: channel },
    reach: () => undefined,
    onTurn: () => undefined,
  });

  let turns = 0;
  const address = `address-${actor.personId}`;
  const turnOf = (content: TurnContent, more: Partial<IncomingTurn> = {}): IncomingTurn => {
    turns += 1;
    const user = { tenant: 'test', id: actor.personId };
    return { key: `${address}-${turns}`, channel: 'fake', address, scope: 'direct', user, content, ...more };
  };
  const take = async (turn: IncomingTurn): Promise<LedgerEntry> => {
    await dispatcher.receive(turn);
    await dispatcher.handle(turn);
    const entry = channel.ledger.find(({ deliveryId }) => deliveryId === turn.key);
    if (entry === undefined) throw new Error('no answer arrived');
    return entry;
  };
  return {
    dispatcher,
    channel,
    clock,
    log,
    turnOf,
    take,
    say: (text: string, more: Partial<IncomingTurn> = {}) => take(turnOf({ kind: 'text', text }, more)),
    press: (intent: string, slots: Readonly<Record<string, string>> = {}) =>
      take(turnOf({ kind: 'action', action: { intent, slots } })),
  };
}

/** A reader that knows its sentences by heart: what it says of a text is decided by the test. */
export function scriptedReader(
  lines: Readonly<Record<string, Partial<Awaited<ReturnType<SentenceReader['read']>>>>>,
): SentenceReader {
  return {
    read: async text => ({ verdict: 'none', ranking: [], slots: () => ({}), ...lines[text] }),
  };
}
