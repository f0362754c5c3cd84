import type { Actor } from '../access/actor.ts';

export type SqlValue =
  | string
  | number
  | boolean
  | null
  | Date
  | readonly string[]
  | readonly number[]
  | readonly boolean[]
  /** A value in PostgreSQL's binary form. */
  | Uint8Array;

/** One transaction in which row-level security holds: the role is dropped and the actor is set before the first statement. */
export interface Tx {
  /** Rows as PostgreSQL names them; the repository maps them to types. The row type is what the statement selects. */
  query<Row extends object>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
}

export interface Database {
  /** Runs `work` in one transaction as that actor; commits when it returns, rolls back when it throws. Serialisation and deadlock faults throw with retry `later`. */
  transaction<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Whether the database answers, within `timeoutMs`. */
  ping(timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
}
