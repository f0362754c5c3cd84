import type { PersonActor } from '../../platform/access/actor.ts';
import { recordAudit } from '../../platform/access/audit.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { AppError, unreachable } from '../../platform/errors/app-error.ts';
import type { Reach } from '../../platform/faults/kill-points.ts';
import { isId } from '../../platform/ids/ids.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { ChannelPort, Delivery } from '../contract/channel.ts';
import type { Intent } from '../contract/intent.ts';
import { type ChannelName, type IncomingTurn, incomingTurnSchema } from '../contract/turn.ts';
import { type Answer, type AnswerDeps, answerTurn, writtenLocale } from './answer-turn.ts';
import { type Claim, type Closing, conversationOf, type InboxRepository, type Settled } from './inbox.repository.ts';
import { createInboxWriter } from './inbox-writer.ts';
import { createLines } from './lines.ts';
import { type Sent, sendOutgoing } from './outgoing.ts';
import { plainReply } from './replies.ts';
import type { Router } from './router.types.ts';
import type { SessionKey, SessionRepository, SessionsInPlace } from './session.repository.ts';

const system = { kind: 'system', purpose: 'conversation' } as const;
const maxAttempts = 5;
/** A claim is a lease of this length; a turn that is open for longer was left by a process that died. */
const leaseMs = 30_000;
const sessionMs = 30 * 60_000;
/** Conversations that are answered at once in this process. */
const atOnce = 3;

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
  readonly reach: Reach;
  readonly onTurn: (turn: TurnFigure) => void;
}

/** A turn that was answered, as figures have it. */
export interface TurnFigure {
  readonly channel: ChannelName;
  /** What came of the sending; `none` where nothing is answered. */
  readonly delivery: Delivery['kind'] | 'none';
  readonly seconds: number;
}

/** A turn in hand, with the conversation it belongs to. */
interface Claimed extends Claim {
  readonly sessions: SessionsInPlace;
}

export interface Dispatcher {
  /** Commits the turn; acknowledge after it. @throws AppError `conversation.turn-invalid` */
  receive(turn: IncomingTurn): Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  /** Answers the open turns of this turn's conversation, in order. Never throws: what fails stays open for `recover`. */
  handle(turn: IncomingTurn): Promise<void>;
  /** Takes up what a dead process left open; to be called every few seconds. Gives the number of conversations taken up. */
  recover(): Promise<number>;
  /** The same at the start of the only process that there is: whatever is open was left by one that is dead. */
  recoverAll(): Promise<number>;
  /** Begins no further answer; what is open is taken up after the next start. */
  stop(): void;
}

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { database, inbox, sessions, clock, log } = deps;
  const later = (ms: number) => new Date(clock.now().getTime() + ms);
  const claimNext = async (tx: Tx, conversation: string): Promise<Claimed | null> => {
    return withSessions(tx, await inbox.claimNext(tx, conversation, clock.now(), later(leaseMs)));
  };
  const withSessions = async (tx: Tx, claim: Claim | null): Promise<Claimed | null> =>
    claim === null ? null : { ...claim, sessions: await sessions.inPlace(tx, claim.turn, clock.now()) };
  const writer = createInboxWriter(deps);
  const lines = createLines(atOnce, drain);
  const answerDeps = {
    ...deps,
    auditForeignPress: (actor: PersonActor, madeFor: string, turn: IncomingTurn) =>
      database.transaction(actor, tx => recordForeignPress(tx, actor, madeFor, turn)),
    onFault: (fault: unknown) => log.error('conversation.turn-failed', fault),
  };

  /** Answers one turn; what comes next is claimed in the transaction that closes it. */
  async function answerClaim(claim: Claimed): Promise<Claimed | null> {
    const channel = deps.channels[claim.turn.channel];
    if (channel === undefined)
      throw new AppError('conversation.no-channel', { detail: { channel: claim.turn.channel } });
    const started = performance.now();
    const { outgoing, remember: kept } = await answerOf(claim, channel);
    const sent = outgoing === null ? null : await sendOutgoing(channel, claim.turn, outgoing);
    const seconds = (performance.now() - started) / 1_000;
    deps.onTurn({ channel: claim.turn.channel, delivery: sent?.delivery.kind ?? 'none', seconds });
    deps.reach('answer-sent');
    return database.transaction(system, async tx => {
      const { closed, next } = await settle(tx, claim, sent);
      if (closed && sent !== null && kept !== null) {
        const key = { ...sessionKey(claim.turn, kept.person), address: sent.address };
        await sessions.save(tx, key, kept.session, clock.now(), later(sessionMs));
      }
      return withSessions(tx, next);
    });
  }

  /** Writes down what came of a sending: the turn is over, or what is left waits for the next attempt and holds up what comes behind it. */
  async function settle(tx: Tx, claim: Claim, sent: Sent | null): Promise<Settled> {
    if (sent === null) return close(tx, claim, { state: 'handled', resultRef: null });
    const { id, attempt } = claim;
    const { delivery, left } = sent;
    if (delivery.kind !== 'sent')
      log.warn('conversation.not-delivered', { inbox: id, delivery: delivery.kind, attempt });
    const givesUp = attempt > maxAttempts;
    const waitMs = givesUp ? null : retryAfterMs(delivery, attempt);
    if (waitMs !== null) return { closed: await inbox.postpone(tx, claim, left, later(waitMs)), next: null };
    const resultRef = delivery.kind === 'sent' ? delivery.ref : null;
    return close(tx, claim, { state: givesUp ? 'failed' : 'handled', resultRef });
  }

  async function close(tx: Tx, claim: Claim, closing: Closing): Promise<Settled> {
    return lines.isStopped()
      ? { closed: await inbox.close(tx, claim, closing, clock.now()), next: null }
      : inbox.closeAndClaimNext(tx, claim, closing, clock.now(), later(leaseMs));
  }

  async function answerOf(claim: Claimed, channel: ChannelPort): Promise<Answer> {
    const { turn, attempt, undelivered, sessions: inPlace } = claim;
    deps.reach('turn-claimed');
    if (attempt > maxAttempts) return gaveUp(turn);
    if (undelivered !== null) return { outgoing: undelivered, remember: null };
    void showWorking(channel, turn);
    return answerTurn(answerDeps, turn, inPlace);
  }

  async function showWorking(channel: ChannelPort, turn: IncomingTurn): Promise<void> {
    try {
      await channel.showWorking?.(turn.address, turn.replyTo);
    } catch (fault) {
      log.error('conversation.working-not-shown', fault, { channel: turn.channel });
    }
  }

  async function drain(conversation: string): Promise<void> {
    await writer.calm();
    let claim = await database.transaction(system, tx => claimNext(tx, conversation));
    while (claim !== null) {
      claim = await answerClaim(claim);
      await writer.calm();
    }
  }

  async function takeUp(open: readonly string[]): Promise<number> {
    const fail = (fault: unknown) => log.error('conversation.turn-left-open', fault);
    await Promise.all(open.map(conversation => lines.run(conversation).catch(fail)));
    return open.length;
  }

  return {
    async receive(turn) {
      const parsed = incomingTurnSchema.safeParse(turn);
      if (!parsed.success)
        throw new AppError('conversation.turn-invalid', {
          detail: { field: parsed.error.issues[0]?.path.join('.') ?? '?' },
        });
      return { kind: (await writer.write(parsed.data)) ? 'accepted' : 'duplicate' };
    },
    async handle(turn) {
      try {
        await lines.run(conversationOf(turn));
      } catch (fault) {
        log.error('conversation.turn-left-open', fault, { channel: turn.channel });
      }
    },
    recover: async () =>
      takeUp(await database.transaction(system, tx => inbox.stale(tx, later(-leaseMs), clock.now()))),
    recoverAll: async () =>
      takeUp(
        await database.transaction(system, async tx => {
          await inbox.releaseClaims(tx);
          return inbox.stale(tx, later(1), clock.now());
        }),
      ),
    stop: () => lines.stop(),
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
