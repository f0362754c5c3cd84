import type { ChannelPort, Delivery } from '../../conversation/contract/channel.ts';
import type { UserRef } from '../../conversation/contract/identity.ts';
import type { Reply } from '../../conversation/contract/reply.ts';
import type { ChannelName } from '../../conversation/contract/turn.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { unreachable } from '../../platform/errors/app-error.ts';
import { type Id, isId } from '../../platform/ids/ids.ts';
import type { Handled, Outbox, OutboxAttempt, OutboxHandler } from '../../platform/outbox/outbox.types.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { isRestDay } from '../../platform/time/rest-days.ts';
import { decideNotice, defaultQuietHours, type Manners, pausedUntil } from './manners.rules.ts';
import { type ComposedLine, digestMessage, noticeMessage } from './notice.reply.ts';
import {
  findNotice,
  isSuperseded,
  listMembers,
  listToldNudges,
  listWaiting,
  lockPersonOf,
  markEnded,
  markSent,
  recipientsOf,
  release,
  reopen,
  reserve,
  type StoredNotice,
  type ToldNudges,
} from './notices.repository.ts';
import { historyMs, nudgesFor } from './notifications.service.ts';
import type { NoticeKind, Recipient, Recipients } from './notifications.types.ts';
import { outboxKind } from './plan-notices.ts';
import { findPreferences, type Preferences } from './preferences.repository.ts';

export interface DeliverDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly kinds: () => readonly NoticeKind[];
  readonly recipients: Recipients;
  readonly channel: (name: ChannelName) => ChannelPort | undefined;
}

const delivering = { kind: 'system', purpose: 'deliver' } as const;
/** One that goes with another's message is looked at again when that has been sent or not. */
const digestMs = 5 * 60_000;

/** Sends notices as the manners allow it, each as it is true at that moment, and writes down what became of it. */
export function createNoticeHandler(deps: DeliverDeps): OutboxHandler {
  const { db } = deps;
  return {
    kind: outboxKind,
    async tenantOf(entries) {
      const rows = await db.transaction(delivering, tx =>
        recipientsOf(
          tx,
          entries.map(({ subject }) => subject),
        ),
      );
      const accounts = await deps.recipients.accounts([...new Set(rows.map(({ person }) => person))]);
      const people = new Map(rows.map(({ id, person }) => [id, person]));
      return entries.map(({ subject }) => {
        const person = people.get(subject);
        const account = person === undefined ? undefined : accounts.get(person);
        return account === undefined ? null : tenantName(account);
      });
    },
    deliver: attempt => deliver(deps, attempt),
    sent: (tx, { subject }) => sent(deps, tx, subject),
    async ended(entry, state, reason) {
      const id = entry.subject;
      if (!isId('notice', id)) return;
      await db.transaction(delivering, async tx => {
        await markEnded(tx, id, state === 'cancelled' ? 'withdrawn' : state, reason);
        await release(tx, id);
      });
    },
  };
}

/** Whose limits a message to that account is paced by, as the outbox names it. */
export function tenantName({ channel, tenant }: UserRef): string {
  return channel === 'web' ? 'web' : `${channel}:${tenant}`;
}

async function deliver(deps: DeliverDeps, attempt: OutboxAttempt): Promise<Handled> {
  const id = attempt.subject;
  if (!isId('notice', id)) return { kind: 'dropped', reason: 'no-such-notice' };
  const settled = await settle(deps, id, attempt.maybeSent);
  return settled.kind === 'go' ? send(deps, { attempt, ...settled.going }) : settled;
}

/** What goes to whom, with the others that go along. */
interface Going {
  readonly notice: StoredNotice;
  readonly kind: NoticeKind;
  readonly recipient: Recipient;
  readonly members: readonly StoredNotice[];
}

/** The same, on its way. */
interface Sending extends Going {
  readonly attempt: OutboxAttempt;
}

type Settled = Handled | { readonly kind: 'go'; readonly going: Going };

/** Decides under a lock on the person and takes the place in their budget, so that two deliveries at once cannot both find it free. */
function settle(deps: DeliverDeps, id: Id<'notice'>, maybeSent: boolean): Promise<Settled> {
  return deps.db.transaction(delivering, async (tx): Promise<Settled> => {
    await lockPersonOf(tx, id);
    const wanted = await findWanted(deps, tx, id);
    if (wanted.kind !== 'wanted') return wanted;
    const { notice } = wanted.going;
    const now = deps.clock.now();
    if (await isSuperseded(tx, notice, now)) return end(tx, id, 'superseded');
    if (await goesWithAnother(tx, notice)) return { kind: 'later', at: new Date(now.getTime() + digestMs) };
    // What may have arrived goes again with the same others: new ones under the same delivery would be lost.
    const again = maybeSent && notice.reserved;
    if (!again && notice.reserved) await release(tx, id);
    return decide(tx, wanted.going, now, again);
  });
}

async function findWanted(
  { kinds, recipients }: DeliverDeps,
  tx: Tx,
  id: Id<'notice'>,
): Promise<Handled | { readonly kind: 'wanted'; readonly going: Omit<Going, 'members'> }> {
  const notice = await findOpen(tx, id);
  if (notice?.state !== 'planned') return { kind: 'dropped', reason: notice?.state ?? 'no-such-notice' };
  const kind = kinds().find(({ name }) => name === notice.kind);
  if (kind === undefined) return end(tx, id, 'unknown-kind');
  const recipient = await recipients.find(tx, notice.person);
  if (recipient === null) return end(tx, id, 'unknown-person');
  return { kind: 'wanted', going: { notice, kind, recipient } };
}

/** An operator has asked once more for one that was given up. */
async function findOpen(tx: Tx, id: Id<'notice'>): Promise<StoredNotice | null> {
  const notice = await findNotice(tx, id);
  if (notice?.state !== 'failed') return notice;
  await reopen(tx, id);
  return { ...notice, state: 'planned' };
}

/** Those that were to go along are free again. */
async function end(tx: Tx, id: Id<'notice'>, reason: string): Promise<Handled> {
  await markEnded(tx, id, 'dropped', reason);
  await release(tx, id);
  return { kind: 'dropped', reason };
}

/** In the message of one that is still on its way; those of one that is over are free again. */
async function goesWithAnother(tx: Tx, { id, digest }: StoredNotice): Promise<boolean> {
  if (digest === null || digest === id) return false;
  const first = await findNotice(tx, digest);
  const isOnItsWay = first !== null && first.state === 'planned' && first.reserved;
  if (!isOnItsWay) await release(tx, digest);
  return isOnItsWay;
}

async function decide(tx: Tx, going: Omit<Going, 'members'>, now: Date, again: boolean): Promise<Settled> {
  const { notice, recipient } = going;
  const preferences = await findPreferences(tx, notice.person);
  const told = await listToldNudges(tx, notice.person, new Date(now.getTime() - historyMs), notice.id);
  const waiting = again ? await listMembers(tx, notice.id) : await companions(tx, notice, told, now);
  const verdict = decideNotice(notice, mannersOf(notice, recipient, preferences, told, waiting.length), now);
  switch (verdict.kind) {
    case 'drop':
      await markEnded(tx, notice.id, 'dropped', verdict.reason);
      return { kind: 'dropped', reason: verdict.reason };
    case 'later':
      return verdict;
    case 'digest':
      if (verdict.at > now) return { kind: 'later', at: verdict.at };
      return take(tx, { ...going, members: waiting }, now);
    case 'send':
      return take(tx, { ...going, members: [] }, now);
    default:
      return unreachable(verdict);
  }
}

/** Others that may go in one message with it: due, and of no kind about which Michi is silent for a while. */
async function companions(
  tx: Tx,
  notice: StoredNotice,
  told: readonly ToldNudges[],
  now: Date,
): Promise<readonly StoredNotice[]> {
  const waiting = notice.inDigests ? await listWaiting(tx, notice, now) : [];
  return waiting.filter(({ kind }) => pausedUntil(nudgesFor(kind, told), now) === null);
}

async function take(tx: Tx, going: Going, at: Date): Promise<Settled> {
  const { notice, recipient, members } = going;
  await reserve(tx, {
    id: notice.id,
    company: recipient.actor.companyId,
    at,
    members: members.map(({ id }) => id),
  });
  return { kind: 'go', going };
}

function mannersOf(
  { kind }: StoredNotice,
  { standing, country, actor }: Recipient,
  { quiet, snoozedUntil, off }: Preferences,
  told: readonly ToldNudges[],
  waiting: number,
): Manners {
  return {
    standing,
    timeZone: actor.timeZone,
    quiet: quiet ?? defaultQuietHours,
    isRestDay: day => isRestDay(country, day),
    switchedOff: off.has(kind),
    snoozedUntil,
    sent: nudgesFor(kind, told),
    waiting,
  };
}

async function send(deps: DeliverDeps, going: Sending): Promise<Handled> {
  const { notice } = going;
  const reply = await composed(deps, going);
  if (reply === null) return drop(deps, notice, 'no-longer-applies');
  const delivery = await sendTo(deps, going, reply);
  return delivery.kind === 'maybe-sent' ? drop(deps, notice, 'maybe-sent') : delivery;
}

/** As it is true now; null when it no longer applies. Others of a digest that do not are dropped out of it. */
async function composed(deps: DeliverDeps, { notice, kind, recipient, members }: Going): Promise<Reply | null> {
  const { actor, place } = recipient;
  if (members.length > 0) {
    const [first = null, ...others] = await Promise.all([notice, ...members].map(one => lineOf(deps, recipient, one)));
    if (first === null) return null;
    await dropAll(
      deps,
      members.filter((_, at) => (others[at] ?? null) === null),
    );
    const lines = [first, ...others.filter(line => line !== null)];
    if (lines.length > 1) return digestMessage(lines, notice.id, actor.locale);
  }
  const reply = await kind.compose(actor, notice.subject, place);
  return reply === null ? null : noticeMessage(reply, { notice: notice.id, kind });
}

async function lineOf(
  { kinds }: DeliverDeps,
  { actor, place }: Recipient,
  { id, kind: name, subject }: StoredNotice,
): Promise<ComposedLine | null> {
  const kind = kinds().find(known => known.name === name);
  const text = (await kind?.line?.(actor, subject, place)) ?? null;
  return kind === undefined || text === null ? null : { notice: id, title: kind.title[actor.locale], text };
}

/** To the account that the person prefers; where Michi may not write, to the next one. */
async function sendTo(
  { channel }: DeliverDeps,
  { recipient, attempt: { deliveryId, maybeSent }, notice }: Sending,
  reply: Reply,
): Promise<Delivery | { readonly kind: 'maybe-sent' }> {
  let last: Delivery = { kind: 'gone' };
  for (const account of recipient.accounts) {
    const port = channel(account.channel);
    if (port === undefined) continue;
    // Teams cannot be asked what arrived. Twice the same nudge is worse than a nudge that is missing, with a record of it.
    if (maybeSent && notice.reserved && port.name === 'teams' && notice.urgency === 'nudge')
      return { kind: 'maybe-sent' };
    const opened = await port.openDirect(account);
    last = opened.kind === 'opened' ? await port.send(opened.address, deliveryId, reply) : opened;
    if (last.kind !== 'gone' && last.kind !== 'forbidden') return last;
  }
  return last;
}

/** What went along in a digest needs no delivery of its own any more. */
async function sent({ clock, outbox }: DeliverDeps, tx: Tx, id: string): Promise<void> {
  const others = isId('notice', id) ? await markSent(tx, id, clock.now()) : [];
  if (others.length > 0) await outbox.cancel(tx, { kind: outboxKind, subjects: others });
}

function drop({ db }: DeliverDeps, { id }: StoredNotice, reason: string): Promise<Handled> {
  return db.transaction(delivering, tx => end(tx, id, reason));
}

async function dropAll(deps: DeliverDeps, notices: readonly StoredNotice[]): Promise<void> {
  for (const notice of notices) await drop(deps, notice, 'no-longer-applies');
}
