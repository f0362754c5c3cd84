import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenDatabase, openDatabase } from '../platform/db/open-database.ts';
import type { AppError } from '../platform/errors/app-error.ts';
import type { Config } from './config.ts';

export const migrationsFolder = new URL('../../migrations/', import.meta.url);

/** The database that the configuration names: a directory of this process, or a server. */
export function openConfiguredDatabase(config: Config, onFatal: (fault: AppError) => void): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) return openDatabase({ kind: 'server', url: config.databaseUrl }, { onFatal });
  return openDatabase({ kind: 'embedded', dataDir: join(config.dataDir, 'database') }, { onFatal });
}

/** The secret that signs cookies: configured, or made at first start and kept beside the embedded database, readable by its owner alone. */
export async function loadSecret(config: Config): Promise<string> {
  if (config.secret !== null) return config.secret;
  const file = join(config.dataDir, 'secret');
  await mkdir(config.dataDir, { recursive: true });
  // 'wx' fails when the file exists, so two first starts cannot overwrite each other's secret.
  await writeFile(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 }).catch(
    (fault: NodeJS.ErrnoException) => {
      if (fault.code !== 'EEXIST') throw fault;
    },
  );
  return readFile(file, 'utf8');
}

/** Opens the database for one piece of work, such as a command, and closes it whatever happens. */
export async function withDatabase<Result>(
  config: Config,
  work: (db: OpenDatabase) => Promise<Result>,
): Promise<Result> {
  const db = await openConfiguredDatabase(config, () => undefined);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
