import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { vector } from '@electric-sql/pglite-pgvector';
import pg from 'pg';
import { AppError } from '../errors/app-error.ts';
import { withDeadline } from './deadline.ts';
import { lockDirectory } from './directory-lock.ts';
import { columnTypes } from './type-parsers.ts';

/** PGlite is PostgreSQL 18; a directory of another major version cannot be opened by it. */
const engineMajorVersion = '18';
/** A first start takes 4 s of CPU; a crowded machine may need many times that. */
const startTimeoutMs = 120_000;
const extensions = { vector, pg_trgm, unaccent, btree_gin };

export interface EmbeddedEngine {
  readonly pool: pg.Pool;
  /** The whole engine as a tar archive, for starting others from it. */
  dump(): Promise<Blob>;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** A directory, or `memory` for an engine that forgets. */
  readonly dataDir: string;
  /** What `dump` returned; only for `memory`. */
  readonly template?: Blob;
}

/**
 * Starts PostgreSQL inside this process behind a pool of one connection.
 * Throws `AppError` with `db.locked` (another process has the directory), `db.damaged`, `db.version` or `db.disk-full`.
 */
export async function startEmbeddedEngine(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  if (options.dataDir === 'memory') {
    return engineOf(
      await start(options.template === undefined ? {} : { loadDataDir: options.template }),
      () => undefined,
    );
  }
  const lock = lockDirectory(options.dataDir);
  try {
    await createIfMissing(options.dataDir);
    return engineOf(await open(options.dataDir), lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A new directory gets its name only when it is complete, so a kill during the first start leaves nothing half made behind. */
async function createIfMissing(dataDir: string): Promise<void> {
  if (existsSync(dataDir) && !isEmptyDirectory(dataDir)) {
    refuseForeignDirectory(dataDir);
    return;
  }
  const unfinished = `${dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const engine = await open(unfinished);
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
  renameSync(unfinished, dataDir);
}

function isEmptyDirectory(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).length === 0;
}

function refuseForeignDirectory(dataDir: string): void {
  if (!statSync(dataDir).isDirectory()) {
    throw new AppError('db.damaged', { detail: { directory: dataDir, problem: 'not a directory' } });
  }
  const versionFile = join(dataDir, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    throw new AppError('db.damaged', { detail: { directory: dataDir, problem: 'PG_VERSION is missing' } });
  }
  const found = readFileSync(versionFile, 'utf8').trim();
  if (found !== engineMajorVersion) {
    throw new AppError('db.version', {
      detail: { directory: dataDir, found: found.slice(0, 20), needed: engineMajorVersion },
    });
  }
}

async function open(dataDir: string): Promise<PGlite> {
  try {
    return await start({ dataDir });
  } catch (cause) {
    if (cause instanceof AppError) {
      throw cause; // It took too long, which says nothing about the directory.
    }
    throw new AppError(isDiskFull(dirname(dataDir)) ? 'db.disk-full' : 'db.damaged', {
      cause,
      detail: { directory: dataDir },
    });
  }
}

/** What the engine throws at start seldom says why, so the file system is asked. It needs room for one 16 MiB segment of its log. */
function isDiskFull(directory: string): boolean {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < 20 * 1024 * 1024;
}

async function start(options: PGliteOptions): Promise<PGlite> {
  const engine = await withDeadline(
    PGlite.create({ ...options, extensions }),
    startTimeoutMs,
    'start of the embedded database',
  );
  await withDeadline(engine.query('select 1'), startTimeoutMs, 'first query of the embedded database');
  return engine;
}

function engineOf(engine: PGlite, release: () => void): EmbeddedEngine {
  const config = { ...createPgConfig(engine), max: 1, idleTimeoutMillis: 0, types: columnTypes };
  const pool = new pg.Pool({ ...config, onConnect: forgetPreviousConnection });
  // Without a listener an idle connection's error would end the process; the next call reports it.
  pool.on('error', () => undefined);
  const shut = async () => {
    await pool.end();
    await engine.close();
  };
  return {
    pool,
    dump: async () => engine.dumpDataDir('none'),
    close: () => withDeadline(shut(), 10_000, 'close of the embedded database').finally(release),
  };
}

/** All connections of the pool end in the same session, so a new one first drops what the last one left open. */
async function forgetPreviousConnection(client: pg.ClientBase): Promise<void> {
  await client.query('rollback');
  await client.query('discard all');
}
