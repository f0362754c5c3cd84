import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { AppError } from '../errors/app-error.ts';
import type { Tx } from './database.ts';
import type { AdminConnection } from './open-database.ts';

/** Index builds over a full catalogue take minutes. */
const statementTimeoutMs = 20 * 60_000;
/** Any constant: processes that start together migrate one after the other. */
const advisoryLock = 8_240_117;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Applies the SQL files of `folder` (a URL that ends in a slash) in the order of their names, each in a transaction of its own, and returns
 * the names of those applied now. Throws `AppError('db.migration-changed')` naming a file whose text differs from what was applied or that is
 * gone, `db.migration-order` for a new file that comes before an applied one, and `db.migration-failed` with the file at fault.
 */
export async function migrate(db: { readonly admin: AdminConnection }, folder: URL): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  await db.admin.transaction(tx => prepare(tx, db.admin.schema));
  const applied: string[] = [];
  for (const migration of migrations) {
    if (await db.admin.transaction(tx => applyOne(tx, migration, migrations), { statementTimeoutMs })) {
      applied.push(migration.name);
    }
  }
  return applied;
}

/**
 * The names of the files in `folder` that the database does not have yet. Throws `db.migration-changed` and `db.migration-order` as
 * `migrate` would.
 */
export async function pendingMigrations(
  db: { readonly admin: AdminConnection },
  folder: URL,
): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const applied = await db.admin.transaction(async tx => {
    const [table] = await tx.query<{ present: boolean }>(
      `select to_regclass('schema_migrations') is not null as present`,
    );
    return table?.present === true ? appliedChecksums(tx) : new Map<string, string>();
  });
  refuseChanges(applied, migrations);
  const pending = migrations.map(migration => migration.name).filter(name => !applied.has(name));
  for (const name of pending) refuseOrder(applied, name);
  return pending;
}

async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter(name => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function prepare(tx: Tx, schema: string): Promise<void> {
  await lock(tx);
  await tx.query(`create schema if not exists "${schema.replaceAll('"', '""')}"`);
  await tx.query(`
    create table if not exists schema_migrations (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    );
    alter table schema_migrations enable row level security`);
}

async function lock(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [advisoryLock]);
}

/** Whether it was applied now. What is applied already is read again under the lock: another process may have been faster. */
async function applyOne(tx: Tx, migration: Migration, all: readonly Migration[]): Promise<boolean> {
  await lock(tx);
  const applied = await appliedChecksums(tx);
  refuseChanges(applied, all);
  if (applied.has(migration.name)) {
    return false;
  }
  refuseOrder(applied, migration.name);
  await run(tx, migration);
  return true;
}

async function run(tx: Tx, migration: Migration): Promise<void> {
  try {
    await tx.query(migration.sql);
    await tx.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
  } catch (cause) {
    const retry = cause instanceof AppError ? cause.retry : 'never';
    throw new AppError('db.migration-failed', { retry, cause, detail: { file: migration.name } });
  }
}

async function appliedChecksums(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations order by name',
  );
  return new Map(rows.map(row => [row.name, row.checksum]));
}

function refuseOrder(applied: ReadonlyMap<string, string>, file: string): void {
  const later = [...applied.keys()].find(name => name > file);
  if (later !== undefined) throw new AppError('db.migration-order', { detail: { file, appliedAlready: later } });
}

function refuseChanges(applied: ReadonlyMap<string, string>, all: readonly Migration[]): void {
  const checksums = new Map(all.map(migration => [migration.name, migration.checksum]));
  for (const [file, checksum] of applied) {
    if (checksums.get(file) !== checksum) {
      throw new AppError('db.migration-changed', {
        detail: { file, now: checksums.has(file) ? 'different' : 'missing' },
      });
    }
  }
}
