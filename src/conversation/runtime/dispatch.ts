import type { Database, Tx } from '../../platform/db/database.ts';
import { AppError, unreachable } from '../../platform/errors/app-error.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { ChannelPort, Delivery } from '../contract/channel.ts';
import type { Intent } from '../contract/intent.ts';
import { type ChannelName, type IncomingTurn, incomingTurnSchema } from '../contract/turn.ts';
import { type Answer, type AnswerDeps, answerTurn, writtenLocale } from './answer-turn.ts';
import { type Claim, conversationOf, type InboxRepository } from './inbox.repository.ts';
import { plainReply } from './replies.ts';
import type { Router } from './router.types.ts';
import type { SessionKey, SessionRepository } from './session.repository.ts';

const system = { kind: 'system', purpose: 'conversation' } as const;
const maxAttempts = 5;
/** A claim is a lease of this length; a turn that is open for longer was left by a process that died. */
const leaseMs = 30_000;
const sessionMs = 30 * 60_000;

export interface DispatcherDeps {
  readonly database: Database;
  readonly inbox: InboxRepository;
  readonly sessions: SessionRepository;
  readonly clock: Clock;
  readonly log: Log;
  readonly identify: AnswerDeps['identify'];
  readonly router: Router;
  readonly outOfScope: Intent;
  readonly channels: Readonly<Partial<Record<ChannelName, ChannelPort>>>;
}

export interface Dispatcher {
  /** Commits the turn; acknowledge after it. @throws AppError `conversation.turn-invalid` */
  receive(turn: IncomingTurn): Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  /** Answers the open turns of this turn's conversation, in order. Never throws: what fails stays open for `recover`. */
  handle(turn: IncomingTurn): Promise<void>;
  /** Takes up what a dead process left open; to be called every few seconds. Gives the number of conversations taken up. */
  recover(): Promise<number>;
}

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { database, inbox, sessions, clock, log } = deps;
  const later = (ms: number) => new Date(clock.now().getTime() + ms);
  const claimNext = (tx: Tx, conversation: string) => inbox.claimNext(tx, conversation, clock.now(), later(leaseMs));
  const oneAfterTheOther = queues();
  const answerDeps = {
    ...deps,
    loadSession: (turn: IncomingTurn, actor: { personId: string }) =>
      database.transaction(system, tx => sessions.load(tx, sessionKey(turn, actor.personId), clock.now())),
    onFault: (fault: unknown) => log.error('conversation.turn-failed', fault),
  };

  /** Answers one turn; what comes next is claimed in the transaction that closes it. */
  async function answerClaim(conversation: string, claim: Claim): Promise<Claim | null> {
    const { turn, attempt } = claim;
    const givesUp = attempt > maxAttempts;
    const answer = givesUp ? gaveUp(turn) : (undelivered(claim) ?? (await answerTurn(answerDeps, turn)));
    const delivery = await deliver(turn, givesUp ? `${turn.key}:failed` : turn.key, answer);
    const waitMs = givesUp ? null : retryAfterMs(delivery, attempt);
    const next = await database.transaction(system, async tx => {
      await (waitMs === null ? close(tx, claim, answer, delivery) : postpone(tx, claim, answer, waitMs));
      return claimNext(tx, conversation);
    });
    if (delivery.kind !== 'sent')
      log.warn('conversation.not-delivered', { inbox: claim.id, delivery: delivery.kind, attempt });
    return next;
  }

  async function close(tx: Tx, claim: Claim, answer: Answer, delivery: Delivery): Promise<void> {
    const state = claim.attempt > maxAttempts ? 'failed' : 'handled';
    const isMine = await inbox.close(tx, claim, state, clock.now(), delivery.kind === 'sent' ? delivery.ref : null);
    if (isMine) await remember(tx, claim, answer);
  }

  async function postpone(tx: Tx, claim: Claim, answer: Answer, waitMs: number): Promise<void> {
    await inbox.postpone(tx, claim, answer.reply, later(waitMs));
    await remember(tx, claim, answer);
  }

  async function remember(tx: Tx, { turn }: Claim, { remember: kept }: Answer): Promise<void> {
    if (kept !== null)
      await sessions.save(tx, sessionKey(turn, kept.person), kept.session, clock.now(), later(sessionMs));
  }

  function deliver(turn: IncomingTurn, deliveryId: string, { reply }: Answer): Promise<Delivery> {
    const channel = deps.channels[turn.channel];
    if (channel === undefined) throw new AppError('conversation.no-channel', { detail: { channel: turn.channel } });
    return channel.send(turn.address, deliveryId, reply);
  }

  function drain(conversation: string): Promise<void> {
    return oneAfterTheOther(conversation, async () => {
      let claim = await database.transaction(system, tx => claimNext(tx, conversation));
      while (claim !== null) claim = await answerClaim(conversation, claim);
    });
  }

  return {
    async receive(turn) {
      const parsed = incomingTurnSchema.safeParse(turn);
      if (!parsed.success)
        throw new AppError('conversation.turn-invalid', {
          detail: { field: parsed.error.issues[0]?.path.join('.') ?? '?' },
        });
      const isNew = await database.transaction(system, tx => inbox.insert(tx, parsed.data, clock.now()));
      return { kind: isNew ? 'accepted' : 'duplicate' };
    },
    async handle(turn) {
      try {
        await drain(conversationOf(turn));
      } catch (fault) {
        log.error('conversation.turn-left-open', fault, { channel: turn.channel });
      }
    },
    async recover() {
      const stale = await database.transaction(system, tx => inbox.stale(tx, later(-leaseMs), clock.now()));
      for (const conversation of stale)
        await drain(conversation).catch(fault => log.error('conversation.turn-left-open', fault));
      return stale.length;
    },
  };
}

/** Runs work of the same conversation one after the other; another process is kept off by the claims. */
function queues(): (conversation: string, work: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return async (conversation, work) => {
    const mine = (last.get(conversation) ?? Promise.resolve()).then(work);
    const settled = mine.catch(() => undefined);
    last.set(conversation, settled);
    await settled.then(() => last.get(conversation) === settled && last.delete(conversation));
    return mine;
  };
}

function sessionKey({ channel, address }: IncomingTurn, person: string): SessionKey {
  return { channel, address, person };
}

function undelivered({ undelivered: reply }: Claim): Answer | null {
  return reply === null ? null : { reply, remember: null };
}

function gaveUp(turn: IncomingTurn): Answer {
  return { reply: plainReply(writtenLocale(turn) ?? 'ja', 'gaveUp'), remember: null };
}

/** How long to wait before the next delivery; null when it is over, one way or the other. */
function retryAfterMs(delivery: Delivery, attempt: number): number | null {
  switch (delivery.kind) {
    case 'sent':
    case 'gone':
    case 'forbidden':
      return null;
    case 'rate-limited':
      return delivery.retryAfterMs;
    case 'ambiguous':
    case 'temporary':
      return 5_000 * 4 ** (attempt - 1);
    default:
      return unreachable(delivery);
  }
}
