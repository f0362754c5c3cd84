import { type IndexState, indexState } from '../domains/catalogue/search/index-state.ts';
import { pendingMigrations } from '../platform/db/migrate.ts';
import type { OpenDatabase } from '../platform/db/open-database.ts';
import { AppError } from '../platform/errors/app-error.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import { type Backlog, createOutboxDesk } from '../platform/outbox/operate.repository.ts';
import { systemClock } from '../platform/time/clock.ts';
import type { Config } from './config.ts';
import type { Finding } from './doctor.types.ts';
import { slackFindings } from './doctor-channels.ts';
import { isDatabaseAbsent, migrationsFolder, openConfiguredDatabase } from './storage.ts';

/** The database, its extension, its migrations and what the search can answer from. */
export async function databaseFindings(config: Config, embedder: Embedder | null): Promise<readonly Finding[]> {
  if (isDatabaseAbsent(config)) return [{ part: 'database', state: 'absent', facts: {} }];
  try {
    const db = await openConfiguredDatabase(config, () => undefined);
    try {
      return await lookInside(db, config, embedder);
    } finally {
      await db.close();
    }
  } catch (cause) {
    const fault = faultOf(cause);
    return [
      fault.code === 'db.locked'
        ? { part: 'database', state: 'in-use', facts: {} }
        : { part: 'database', state: 'broken', facts: { fault } },
    ];
  }
}

function faultOf(cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError('db.query', { cause });
}

async function lookInside(db: OpenDatabase, config: Config, embedder: Embedder | null): Promise<readonly Finding[]> {
  const [server] = await db.admin.transaction(tx =>
    tx.query<{ version: string; installed: string | null; available: string | null }>(
      `select current_setting('server_version') as version,
         (select extversion from pg_extension where extname = 'vector') as installed,
         (select default_version from pg_available_extensions where name = 'vector') as available`,
    ),
  );
  const version = server?.version ?? '';
  const migrations = await migrationsFinding(db);
  // Before the migrations there are no tables to look into.
  const ready = migrations.state === 'ok';
  return [
    { part: 'database', state: databaseState(config, version), facts: { version } },
    vectorsFinding(server?.installed ?? server?.available ?? null),
    migrations,
    ...(ready && embedder !== null ? [searchFinding(await indexState(db), embedder)] : []),
    ...(ready ? [outboxFinding(await createOutboxDesk(db).backlog(systemClock.now()))] : []),
    ...(ready ? await slackFindings(db, config) : []),
  ];
}

/** What the pace of a tenant holds back is normally gone by then. */
const lateMinutes = 30;

function outboxFinding({ due, oldestSeconds, deadLetters }: Backlog): Finding {
  const minutes = Math.round(oldestSeconds / 60);
  const state = minutes >= lateMinutes ? 'late' : deadLetters > 0 ? 'dead-letters' : 'ok';
  return { part: 'outbox', state, facts: { due, minutes, deadLetters } };
}

function databaseState(config: Config, version: string): 'ok' | 'embedded' | 'old' {
  if (config.databaseUrl === null) return 'embedded';
  return isAtLeast(version, 15, 0) ? 'ok' : 'old';
}

function vectorsFinding(version: string | null): Finding {
  if (version === null) return { part: 'vectors', state: 'missing', facts: { version: '' } };
  return { part: 'vectors', state: isAtLeast(version, 0, 8) ? 'ok' : 'old', facts: { version } };
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [foundMajor = 0, foundMinor = 0] = version.split('.').map(part => Number.parseInt(part, 10));
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}

async function migrationsFinding(db: OpenDatabase): Promise<Finding> {
  try {
    const pending = await pendingMigrations(db, migrationsFolder);
    const state = pending.length === 0 ? 'ok' : 'pending';
    return { part: 'migrations', state, facts: { count: pending.length, file: pending[0] ?? '' } };
  } catch (cause) {
    return { part: 'migrations', state: 'broken', facts: { fault: faultOf(cause) } };
  }
}

function searchFinding({ embedder: found, items, withoutVectors, unfinished }: IndexState, { id }: Embedder): Finding {
  if (found === null || items === 0) return { part: 'search', state: 'empty', facts: { items, embedder: id } };
  if (found !== id) return { part: 'search', state: 'other-embedder', facts: { found, configured: id } };
  if (unfinished !== null) return { part: 'search', state: 'unfinished', facts: { found: unfinished, configured: id } };
  if (withoutVectors > 0)
    return { part: 'search', state: 'without-vectors', facts: { items: withoutVectors, embedder: id } };
  return { part: 'search', state: 'ok', facts: { items, embedder: id } };
}
