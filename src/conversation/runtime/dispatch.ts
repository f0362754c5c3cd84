import type { PersonActor } from '../../platform/access/actor.ts';
import { recordAudit } from '../../platform/access/audit.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { AppError, unreachable } from '../../platform/errors/app-error.ts';
import { isId } from '../../platform/ids/ids.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { ChannelPort, Delivery } from '../contract/channel.ts';
import type { Intent } from '../contract/intent.ts';
import { type ChannelName, type IncomingTurn, incomingTurnSchema } from '../contract/turn.ts';
import { type Answer, type AnswerDeps, answerTurn, writtenLocale } from './answer-turn.ts';
import { type Claim, conversationOf, type InboxRepository } from './inbox.repository.ts';
import { type Sent, sendOutgoing } from './outgoing.ts';
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
    auditForeignPress: (actor: PersonActor, madeFor: string, turn: IncomingTurn) =>
      database.transaction(actor, tx => recordForeignPress(tx, actor, madeFor, turn)),
    onFault: (fault: unknown) => log.error('conversation.turn-failed', fault),
  };

  /** Answers one turn; what comes next is claimed in the transaction that closes it. */
  async function answerClaim(conversation: string, claim: Claim): Promise<Claim | null> {
    const channel = deps.channels[claim.turn.channel];
    if (channel === undefined)
      throw new AppError('conversation.no-channel', { detail: { channel: claim.turn.channel } });
    const { outgoing, remember: kept } = await answerOf(claim, channel);
    const sent = outgoing === null ? null : await sendOutgoing(channel, claim.turn, outgoing);
    return database.transaction(system, async tx => {
      await (sent === null ? close(tx, claim, 'handled', null) : settle(tx, claim, sent, kept));
      return claimNext(tx, conversation);
    });
  }

  /** Writes down what came of a sending: the turn is over, or what is left waits for the next attempt. */
  async function settle(tx: Tx, claim: Claim, sent: Sent, kept: Answer['remember']): Promise<void> {
    const { id, turn, attempt } = claim;
    const kind = sent.delivery.kind;
    if (kind !== 'sent') log.warn('conversation.not-delivered', { inbox: id, delivery: kind, attempt });
    if (!(await closeOrPostpone(tx, claim, sent)) || kept === null) return;
    const key = { ...sessionKey(turn, kept.person), address: sent.address };
    await sessions.save(tx, key, kept.session, clock.now(), later(sessionMs));
  }

  function closeOrPostpone(tx: Tx, claim: Claim, { delivery, left }: Sent): Promise<boolean> {
    const givesUp = claim.attempt > maxAttempts;
    const waitMs = givesUp ? null : retryAfterMs(delivery, claim.attempt);
    if (waitMs !== null) return inbox.postpone(tx, claim, left, later(waitMs));
    return close(tx, claim, givesUp ? 'failed' : 'handled', delivery.kind === 'sent' ? delivery.ref : null);
  }

  function close(tx: Tx, claim: Claim, state: 'handled' | 'failed', ref: string | null): Promise<boolean> {
    return inbox.close(tx, claim, state, clock.now(), ref);
  }

  async function answerOf(claim: Claim, channel: ChannelPort): Promise<Answer> {
    const { turn, attempt, undelivered } = claim;
    if (attempt > maxAttempts) return gaveUp(turn);
    if (undelivered !== null) return { outgoing: undelivered, remember: null };
    void showWorking(channel, turn);
    return answerTurn(answerDeps, turn);
  }

  async function showWorking(channel: ChannelPort, turn: IncomingTurn): Promise<void> {
    try {
      await channel.showWorking?.(turn.address, turn.replyTo);
    } catch (fault) {
      log.error('conversation.working-not-shown', fault, { channel: turn.channel });
    }
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

function gaveUp(turn: IncomingTurn): Answer {
  const reply = plainReply(writtenLocale(turn) ?? 'ja', 'gaveUp');
  return { outgoing: { kind: 'here', deliveryId: `${turn.key}:failed`, reply }, remember: null };
}

async function recordForeignPress(tx: Tx, actor: PersonActor, madeFor: string, turn: IncomingTurn): Promise<void> {
  const { content, channel } = turn;
  await recordAudit(tx, actor, {
    action: 'conversation.press-refused',
    subjectKind: 'person',
    subjectId: isId('person', madeFor) ? madeFor : null,
    companyId: actor.companyId,
    detail: { channel, intent: content.kind === 'action' || content.kind === 'form' ? content.action.intent : '' },
  });
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
