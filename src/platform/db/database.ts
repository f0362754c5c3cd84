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

/**
 * How the statements of a transaction are planned: `once` for any values and kept, where planning costs more than the statement; `anew` for
 * these values, where tables grow by thousands of rows at once. Without it the engine decides.
 */
export type Planning = 'once' | 'anew';

export interface Database {
  /** Runs `work` in one transaction as that actor; commits when it returns, rolls back when it throws. Serialisation and deadlock faults throw with retry `later`. */
  transaction<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>, planning?: Planning): Promise<Result>;
  /** Whether the database answers, within `timeoutMs`. */
  ping(timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
}
