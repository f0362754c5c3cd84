import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Actor } from '../access/actor.ts';
import { AppError } from '../errors/app-error.ts';
import type { Planning, SqlValue, Tx } from './database.ts';
import { withDeadline } from './deadline.ts';
import { databaseFault } from './faults.ts';

/** The role without rights of its own and without BYPASSRLS that every transaction of the application drops to. */
const applicationRole = 'michi_app';

export interface TransactionsDeps {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly statementTimeoutMs: number;
  /** How long to wait for a free connection. */
  readonly acquireTimeoutMs: number;
  /** Told about every fault before it is thrown. */
  readonly onFault: (fault: AppError) => void;
}

export interface TransactionOptions {
  readonly statementTimeoutMs?: number;
}

export interface Transactions {
  asActor<Result>(actor: Actor, work: (tx: Tx) => Promise<Result>, planning?: Planning): Promise<Result>;
  /** As the owner of the schema: for migrations and the support of tests, never for an area. */
  asOwner<Result>(work: (tx: Tx) => Promise<Result>, options?: TransactionOptions): Promise<Result>;
}

interface Running {
  open: boolean;
}

/** Runs work in transactions on a pool: one round trip sets the schema, the role and the actor before the first statement. */
export function createTransactions(deps: TransactionsDeps): Transactions {
  const running = new AsyncLocalStorage<Running>();

  async function run<Result>(preamble: string, timeoutMs: number, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    if (running.getStore()?.open === true) {
      // The embedded engine has one connection: an inner transaction would wait for the outer one for ever.
      throw new AppError('db.nested-transaction');
    }
    const client = await acquire(deps);
    const state: Running = { open: true };
    try {
      await statement(client, preamble, undefined, timeoutMs);
      const result = await running.run(state, () => work(createTx(client, state, timeoutMs)));
      state.open = false;
      await commit(client, timeoutMs);
      client.release();
      return result;
    } catch (error) {
      state.open = false;
      const fault = error instanceof AppError && error.code.startsWith('db.') ? error : undefined;
      if (fault !== undefined) {
        deps.onFault(fault);
      }
      await giveBack(client, fault);
      throw error;
    }
  }

  const begin = (statementTimeoutMs: number) =>
    `begin; set local search_path = ${pg.escapeIdentifier(deps.schema)}, public; set local statement_timeout = ${Math.round(statementTimeoutMs)};`;

  return {
    asActor: (actor, work, planning) =>
      run(`${begin(deps.statementTimeoutMs)} ${planned(planning)} ${dropTo(actor)}`, deps.statementTimeoutMs, work),
    asOwner: (work, options) => {
      const timeoutMs = options?.statementTimeoutMs ?? deps.statementTimeoutMs;
      return run(begin(timeoutMs), timeoutMs, work);
    },
  };
}

/**
 * The settings that the functions `app_person()`, `app_company()`, `app_has_role()` and `app_purpose()` read. They end with the transaction,
 * so what an actor does not have is not set at all.
 */
function dropTo(actor: Actor): string {
  const settings =
    actor.kind === 'person'
      ? { 'app.person': actor.personId, 'app.company': actor.companyId, 'app.roles': actor.roles.join(',') }
      : { 'app.purpose': actor.purpose };
  const sets = Object.entries(settings).map(([name, value]) => `set local ${name} = ${pg.escapeLiteral(value)}`);
  return [`set local role ${applicationRole}`, ...sets].join('; ');
}

const planModes = { once: 'force_generic_plan', anew: 'force_custom_plan' } as const;

function planned(planning: Planning | undefined): string {
  return planning === undefined ? '' : `set local plan_cache_mode = ${planModes[planning]};`;
}

async function acquire(deps: TransactionsDeps): Promise<pg.PoolClient> {
  const pending = deps.pool.connect();
  try {
    return await withDeadline(pending, deps.acquireTimeoutMs, 'acquire');
  } catch (error) {
    // A connection that comes too late goes straight back.
    pending.then(
      client => client.release(),
      () => undefined,
    );
    throw databaseFault(error);
  }
}

/** Statements asked for at once run one after the other: a connection knows no other way, and one that waits must not run after the end. */
function createTx(client: pg.PoolClient, state: Running, timeoutMs: number): Tx {
  let last: Promise<unknown> = Promise.resolve();
  const run = (sql: string, values: readonly SqlValue[] | undefined) => {
    if (!state.open) {
      throw new AppError('db.transaction-over');
    }
    return statement(client, sql, values, timeoutMs);
  };
  return {
    async query<Row extends object>(sql: string, values?: readonly SqlValue[]): Promise<Row[]> {
      const mine = last.then(() => run(sql, values));
      last = mine.catch(() => undefined);
      // The caller names the row type of its own statement; the driver knows rows only as objects.
      return (await mine).rows as Row[];
    },
  };
}

async function statement(
  client: pg.PoolClient,
  sql: string,
  values: readonly SqlValue[] | undefined,
  timeoutMs: number,
): Promise<pg.QueryResult> {
  try {
    const pending =
      values === undefined
        ? client.query(sql)
        : client.query({ name: statementName(sql), text: sql, values: [...values] });
    // The server cancels the statement itself at `timeoutMs`; ours comes a little later and stands for a server that says nothing.
    const result: pg.QueryResult | pg.QueryResult[] = await withDeadline(pending, timeoutMs + 1_000, 'statement');
    return Array.isArray(result) ? lastOf(result) : result;
  } catch (error) {
    throw databaseFault(error);
  }
}

const statementNames = new Map<string, string>();

/** A statement with values is prepared once per connection under this name, so that its text is not parsed and planned at every call. */
function statementName(sql: string): string {
  const known = statementNames.get(sql);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
  statementNames.set(sql, name);
  return name;
}

/** Several statements in one text give several results. */
function lastOf(results: readonly pg.QueryResult[]): pg.QueryResult {
  const last = results.at(-1);
  if (last === undefined) {
    throw new AppError('db.query');
  }
  return last;
}

/** PostgreSQL answers the commit of a broken transaction with ROLLBACK and no error: somebody swallowed a fault. */
async function commit(client: pg.PoolClient, timeoutMs: number): Promise<void> {
  const result = await statement(client, 'commit', undefined, timeoutMs);
  if (result.command === 'ROLLBACK') {
    throw new AppError('db.rolled-back');
  }
}

/** Rolls back; a connection that is late, broken or does not roll back is thrown away. */
async function giveBack(client: pg.PoolClient, fault: AppError | undefined): Promise<void> {
  if (fault !== undefined && ['db.timeout', 'db.connection', 'db.crashed', 'db.disk-full'].includes(fault.code)) {
    client.release(true);
    return;
  }
  try {
    await statement(client, 'rollback', undefined, 5_000);
    client.release();
  } catch {
    client.release(true);
  }
}
