import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatabaseOptions, type OpenDatabase, openDatabase } from '../platform/db/open-database.ts';
import type { AppError } from '../platform/errors/app-error.ts';
import { createKeyRing, type KeyRing } from '../platform/secrets/key-ring.ts';
import type { Config } from './config.ts';

export const migrationsFolder = new URL('../../migrations/', import.meta.url);

/** The database that the configuration names: a directory of this process, or a server. */
export function openConfiguredDatabase(
  config: Config,
  onFatal: (fault: AppError) => void,
  options: Pick<DatabaseOptions, 'statementTimeoutMs'> = {},
): Promise<OpenDatabase> {
  const more = { ...options, onFatal };
  if (config.databaseUrl !== null) return openDatabase({ kind: 'server', url: config.databaseUrl }, more);
  return openDatabase({ kind: 'embedded', dataDir: embeddedDirectory(config) }, more);
}

/** Whether there is no embedded database yet: opening it would create it. */
export function isDatabaseAbsent(config: Config): boolean {
  const directory = embeddedDirectory(config);
  if (config.databaseUrl !== null) return false;
  return !existsSync(directory) || (statSync(directory).isDirectory() && readdirSync(directory).length === 0);
}

function embeddedDirectory(config: Config): string {
  return join(config.dataDir, 'database');
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

/**
 * What encrypts the texts that only two people may read: MICHI_KEYS, and behind them a key out of the installation's own secret, so that
 * what was written before MICHI_KEYS were set stays readable.
 */
export async function loadKeys(config: Config): Promise<KeyRing> {
  const bytes = Buffer.from(hkdfSync('sha256', await loadSecret(config), '', 'michi: texts of people', 32));
  return createKeyRing([...(config.channels.keys ?? []), { id: 'installation', bytes }]);
}
