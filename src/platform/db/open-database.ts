import pg from 'pg';
import { AppError } from '../errors/app-error.ts';
import type { Database, Tx } from './database.ts';
import { withDeadline } from './deadline.ts';
import { type EmbeddedEngine, startEmbeddedEngine } from './embedded.ts';
import { isFatalForEmbedded } from './faults.ts';
import { createTransactions, type TransactionOptions } from './transactions.ts';
import { columnTypes } from './type-parsers.ts';

export type DatabaseLocation =
  | { readonly kind: 'embedded'; readonly dataDir: string | 'memory' }
  | { readonly kind: 'server'; readonly url: string };

export interface DatabaseOptions {
  /** Everything that Michi stores lives in this schema; extensions live in `public`. Default `michi`. */
  readonly schema?: string;
  /** Longest time that one statement may take. Default 30 s. */
  readonly statementTimeoutMs?: number;
  /** Longest wait for a free connection. Default 15 s. */
  readonly acquireTimeoutMs?: number;
  /** Connections of this process to a server. Default 10; the embedded engine has one. */
  readonly poolSize?: number;
  /**
   * Called once when the embedded engine cannot go on (disk full, crashed, hung). The process must log it and exit; until then every call is
   * refused with `AppError('db.stopped')`, so that nothing is acknowledged that is not stored.
   */
  readonly onFatal?: (fault: AppError) => void;
}

/** The owner's way in, past row-level security on PGlite: for migrations and test support only. */
export interface AdminConnection {
  readonly schema: string;
  transaction<Result>(work: (tx: Tx) => Promise<Result>, options?: TransactionOptions): Promise<Result>;
}

export interface OpenDatabase extends Database {
  readonly admin: AdminConnection;
}

/**
 * Opens PostgreSQL in this process or on a server; both run the same SQL. A server is not contacted before the first call, so the
 * application can start while the server is away. Errors of the embedded engine: see `startEmbeddedEngine`.
 */
export async function openDatabase(location: DatabaseLocation, options: DatabaseOptions = {}): Promise<OpenDatabase> {
  if (location.kind === 'server') {
    const pool = serverPool(location.url, options.poolSize ?? 10);
    return databaseOn(pool, options, { isFatal: () => false, close: () => endPool(pool) });
  }
  const engine = await startEmbeddedEngine({ dataDir: location.dataDir });
  return databaseOnEngine(engine, options);
}

/** A database on an engine that runs already; closing it closes the engine. */
export function databaseOnEngine(engine: EmbeddedEngine, options: DatabaseOptions = {}): OpenDatabase {
  return databaseOn(engine.pool, options, { isFatal: isFatalForEmbedded, close: engine.close });
}

interface Engine {
  isFatal(fault: AppError): boolean;
  close(): Promise<void>;
}

function databaseOn(pool: pg.Pool, options: DatabaseOptions, engine: Engine): OpenDatabase {
  const schema = options.schema ?? 'michi';
  let stopped: AppError | undefined;
  const transactions = createTransactions({
    pool,
    schema,
    statementTimeoutMs: options.statementTimeoutMs ?? 30_000,
    acquireTimeoutMs: options.acquireTimeoutMs ?? 15_000,
    onFault: fault => {
      if (stopped === undefined && engine.isFatal(fault)) {
        stopped = fault;
        options.onFatal?.(fault);
      }
    },
  });
  const refuseWhenStopped = async () => {
    if (stopped !== undefined) {
      throw new AppError('db.stopped', { retry: 'later', cause: stopped });
    }
  };
  return {
    transaction: (actor, work, planning) => refuseWhenStopped().then(() => transactions.asActor(actor, work, planning)),
    admin: { schema, transaction: (work, more) => refuseWhenStopped().then(() => transactions.asOwner(work, more)) },
    ping: timeoutMs => (stopped === undefined ? answers(pool, timeoutMs) : Promise.resolve(false)),
    close: () => engine.close(),
  };
}

function serverPool(url: string, poolSize: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    application_name: 'michi',
    types: columnTypes,
  });
  // A connection that breaks while idle is replaced at the next call; without a listener it would end the process.
  pool.on('error', () => undefined);
  // One that breaks while it is lent, between two statements, tells only itself; the next statement or the commit reports it.
  pool.on('connect', client => client.on('error', () => undefined));
  return pool;
}

/** Waits for running transactions a while; a server that is silent does not hold up the shutdown. */
async function endPool(pool: pg.Pool): Promise<void> {
  await withDeadline(pool.end(), 10_000, 'close of the connections').catch(() => undefined);
}

async function answers(pool: pg.Pool, timeoutMs: number): Promise<boolean> {
  try {
    await withDeadline(pool.query('select 1'), timeoutMs, 'ping');
    return true;
  } catch {
    return false;
  }
}
