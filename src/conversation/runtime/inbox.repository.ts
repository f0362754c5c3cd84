import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Tx } from '../../platform/db/database.ts';
import type { SealedJson } from '../../platform/secrets/sealed-json.ts';
import { type IncomingTurn, incomingTurnSchema } from '../contract/turn.ts';
import { type Outgoing, outgoingSchema } from './outgoing.types.ts';

/** One turn in the hands of this process until `claimed_until`; `attempt` counts from 1 and fences off a slower process. */
export interface Claim {
  readonly id: string;
  readonly attempt: number;
  readonly turn: IncomingTurn;
  /** An answer that is finished and only has to be delivered. */
  readonly undelivered: Outgoing | null;
}

export interface Closing {
  readonly state: 'handled' | 'failed';
  readonly resultRef: string | null;
}

export interface Settled {
  /** False when the claim was lost meanwhile; then nothing was changed. */
  readonly closed: boolean;
  readonly next: Claim | null;
}

export interface InboxRepository {
  /** False when the key was there already, or when it is the second half of a double click. */
  insert(tx: Tx, turn: IncomingTurn, now: Date): Promise<boolean>;
  /** Takes the oldest open turn of a conversation; null when there is none, when it has to wait or when somebody else has it. */
  claimNext(tx: Tx, conversation: string, now: Date, until: Date): Promise<Claim | null>;
  /** False when the claim was lost meanwhile; then nothing is changed. */
  close(tx: Tx, claim: Claim, closing: Closing, now: Date): Promise<boolean>;
  /** Closes, and takes the next open turn of the conversation as `claimNext` does; none after a claim that was lost. */
  closeAndClaimNext(tx: Tx, claim: Claim, closing: Closing, now: Date, until: Date): Promise<Settled>;
  /** Keeps what is finished and not delivered yet. False when the claim was lost meanwhile. */
  postpone(tx: Tx, claim: Claim, left: Outgoing, notBefore: Date): Promise<boolean>;
  /** For the only process that there is, at its start: nobody is at work on anything. */
  releaseClaims(tx: Tx): Promise<void>;
  /** Conversations with an open turn that was received before `before` and that nobody handles, longest waiting first. */
  stale(tx: Tx, before: Date, now: Date): Promise<readonly string[]>;
}

const claimRow = z.object({
  id: z.string(),
  channel: z.string(),
  key: z.string(),
  attempts: z.number(),
  turn: z.unknown(),
  undelivered: z.unknown(),
});

// One that another version kept in a form that this one does not know is worked out again.
const undeliveredSchema = outgoingSchema.nullable().catch(null);

/** Where a turn and its answer lie, for their encryption. */
function placeOf(column: 'turn' | 'undelivered', { channel, key }: { readonly channel: string; readonly key: string }) {
  return { table: 'inbox', column, row: `${channel}/${key}` };
}

/** Channel, address and user as one short value, so that each person's turns in one place are handled in order. */
export function conversationOf({ channel, address, user }: IncomingTurn): string {
  return createHash('sha256')
    .update(JSON.stringify([channel, address, user.tenant, user.id]))
    .digest('hex')
    .slice(0, 32);
}

/** The same button of the same message, pressed again within this time, is a double click. */
const doubleClickMs = 2_000;

/** What was pressed, as one short value; null for everything else than a press of a known message. */
function pressOf({ content }: IncomingTurn): string | null {
  if ((content.kind !== 'action' && content.kind !== 'form') || content.card === undefined) return null;
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

// The two halves of a double click may arrive at two processes at once, so presses of one conversation come in one after the other.
const lockSql = 'select pg_advisory_xact_lock(hashtextextended($1, 0))';

const insertSql = `insert into inbox (channel, key, turn, conversation, received_at, press)
  select $1, $2, $3::jsonb, $4, $5::timestamptz, $6::text
  where not exists (select from inbox twin where twin.conversation = $4 and twin.press = $6::text and twin.received_at > $7::timestamptz)
  on conflict (channel, key) do nothing returning id::text as id`;

// The oldest open turn only: while another process has it, the ones behind it wait.
const claimNextSql = (open: string) => `update inbox set attempts = attempts + 1, claimed_until = $3
  where state = 'received' and (claimed_until is null or claimed_until < $2) and (not_before is null or not_before <= $2)
    and id = (select min(open.id) from inbox open where open.state = 'received' and open.conversation = $1 ${open})
  returning id::text as id, channel, key, attempts, turn, undelivered`;
const claimSql = claimNextSql('');

const closeSql = `update inbox set state = $3, handled_at = $4, result_ref = $5, claimed_until = null, undelivered = null
  where id = $1::bigint and attempts = $2 and state = 'received' returning id`;

// Both parts of one statement see the rows as they were before it, so the claim passes over the turn that is closed beside it.
const closeAndClaimSql = `with closed as (
    update inbox set state = $4, handled_at = $2, result_ref = $5, claimed_until = null, undelivered = null
    where id = $6::bigint and attempts = $7 and state = 'received' returning id
  ), next as (${claimNextSql('and open.id <> $6::bigint and exists (select from closed)')})
  select exists (select from closed) as closed, next.* from (select) one left join next on true`;

const postponeSql = `update inbox set claimed_until = null, undelivered = $3::jsonb, not_before = $4
  where id = $1::bigint and attempts = $2 and state = 'received' returning id`;

const staleSql = `select conversation from inbox
  where state = 'received' and received_at < $1 and (claimed_until is null or claimed_until < $2) and (not_before is null or not_before <= $2)
  group by conversation order by min(id) limit 200`;

/** What people write and what is answered lies encrypted: a copy of the database says nothing. */
export function createInboxRepository(sealed: SealedJson): InboxRepository {
  const claimOf = (row: object): Claim => {
    const { id, attempts, turn, undelivered, ...place } = claimRow.parse(row);
    return {
      id,
      attempt: attempts,
      turn: incomingTurnSchema.parse(sealed.open(turn, placeOf('turn', place))),
      undelivered: undeliveredSchema.parse(sealed.open(undelivered, placeOf('undelivered', place))),
    };
  };
  return {
    async insert(tx, turn, now) {
      const [conversation, press] = [conversationOf(turn), pressOf(turn)];
      if (press !== null) await tx.query(lockSql, [conversation]);
      const since = new Date(now.getTime() - doubleClickMs);
      const values = [
        turn.channel,
        turn.key,
        sealed.seal(turn, placeOf('turn', turn)),
        conversation,
        now,
        press,
        since,
      ];
      const rows = await tx.query(insertSql, values);
      return rows.length === 1;
    },
    async claimNext(tx, conversation, now, until) {
      const [row] = await tx.query(claimSql, [conversation, now, until]);
      return row === undefined ? null : claimOf(row);
    },
    async closeAndClaimNext(tx, { id, attempt, turn }, { state, resultRef }, now, until) {
      const values = [conversationOf(turn), now, until, state, resultRef, id, attempt];
      const [row] = await tx.query<{ closed: boolean; id: string | null }>(closeAndClaimSql, values);
      return { closed: row?.closed === true, next: row === undefined || row.id === null ? null : claimOf(row) };
    },
    async close(tx, { id, attempt }, { state, resultRef }, now) {
      const rows = await tx.query(closeSql, [id, attempt, state, now, resultRef]);
      return rows.length === 1;
    },
    async postpone(tx, claim, left, notBefore) {
      const rows = await tx.query(postponeSql, [
        claim.id,
        claim.attempt,
        sealed.seal(left, placeOf('undelivered', claim.turn)),
        notBefore,
      ]);
      return rows.length === 1;
    },
    async releaseClaims(tx) {
      await tx.query("update inbox set claimed_until = null where state = 'received' and claimed_until is not null");
    },
    async stale(tx, before, now) {
      const rows = await tx.query<{ conversation: string }>(staleSql, [before, now]);
      return rows.map(row => row.conversation);
    },
  };
}
