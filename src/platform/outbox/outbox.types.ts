import type { Tx } from '../db/database.ts';

/** 0 overtakes 9: 1 answers and confirmations, 5 appointments, 9 nudges. */
export type Priority = 1 | 5 | 9;

/** Something that is to be told later. It carries ids, never contents: those are read at the moment of sending. */
export interface OutboxEntry {
  /** The same key is never taken twice, whatever became of the first. */
  readonly key: string;
  /** Who handles it: the name of an `OutboxHandler`. */
  readonly kind: string;
  /** Id of what is to be told, in the tables of its owner. */
  readonly subject: string;
  /** Whose limits it is paced by (`slack:T1`, `teams:<tenant>`, `web`); null until it is known, then it is settled before it is given out. */
  readonly tenant: string | null;
  readonly priority: Priority;
  /** Not before. */
  readonly dueAt: Date;
  /** Dropped with a record afterwards. */
  readonly notAfter: Date | null;
}

/** One attempt at an entry. */
export interface OutboxAttempt extends OutboxEntry {
  readonly id: string;
  /** Opaque, the same at every attempt: the `deliveryId` of the channel. */
  readonly deliveryId: string;
  /** From 1. */
  readonly attempt: number;
  /** An earlier attempt may have arrived: look it up before sending again. */
  readonly maybeSent: boolean;
}

/** What came of an attempt. */
export type Handled =
  | { readonly kind: 'sent'; readonly ref: string }
  /** Not now: no attempt was made (quiet hours, a budget that is used up, a person on leave). */
  | { readonly kind: 'later'; readonly at: Date }
  /** It no longer applies, or is not wanted: kept with the reason. */
  | { readonly kind: 'dropped'; readonly reason: string }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  | { readonly kind: 'temporary'; readonly reason: string }
  | { readonly kind: 'ambiguous' }
  /** Permanent: a dead letter at once. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'forbidden' };

export interface OutboxHandler {
  readonly kind: string;
  /** Whose limits an entry is paced by, for entries that came without a tenant; null = nowhere to send to. */
  tenantOf(entries: readonly OutboxEntry[]): Promise<readonly (string | null)[]>;
  deliver(attempt: OutboxAttempt): Promise<Handled>;
  /** In the transaction that writes down that an entry was sent; the actor is Michi that delivers. */
  sent?(tx: Tx, entry: OutboxEntry): Promise<void>;
  /** Told when an entry is over without `deliver` having said so: too late, given up, cancelled by an operator. */
  ended(entry: OutboxEntry, state: 'dropped' | 'failed' | 'cancelled', reason: string): Promise<void>;
}

export interface Outbox {
  /** In the caller's transaction, whoever its actor is: the caller's rows and these are kept together or not at all. */
  put(tx: Tx, entries: readonly OutboxEntry[]): Promise<void>;
  /** Cancels what is not sent yet. Gives how many. */
  cancel(tx: Tx, match: { readonly kind: string; readonly subjects: readonly string[] }): Promise<number>;
  /** Moves what is not sent yet to another time (a snooze, a holiday that was declared later). Gives how many. */
  move(tx: Tx, match: { readonly kind: string; readonly subjects: readonly string[] }, dueAt: Date): Promise<number>;
}
