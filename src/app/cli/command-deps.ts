import { migrate, pendingMigrations } from '../../platform/db/migrate.ts';
import type { OpenDatabase } from '../../platform/db/open-database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { Embedder } from '../../platform/language/embedder.types.ts';
import type { Config } from '../config.ts';
import { createConfiguredEmbedder } from '../embedder.ts';
import { isDatabaseAbsent, migrationsFolder, openConfiguredDatabase } from '../storage.ts';

/** What commands need. The configuration is read when a command asks for it, so that `--help` works without a valid one. */
export interface CommandDeps {
  readonly language: Locale;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly config: () => Config;
  /** Opens the database, brings it to the newest migration and closes it when the work is done; `applied` names the migrations applied now. */
  readonly withDatabase: <Result>(
    work: (db: OpenDatabase, applied: readonly string[]) => Promise<Result>,
  ) => Promise<Result>;
  /** The same for work that changes nothing. @throws AppError `db.absent`, `db.migrations-pending` instead of making it ready. */
  readonly withDatabaseAsItIs: <Result>(work: (db: OpenDatabase) => Promise<Result>) => Promise<Result>;
  /** The same one at every call. */
  readonly embedder: () => Embedder;
}

/** Building an index over a full catalogue takes minutes, which no request would be allowed. */
const statementTimeoutMs = 20 * 60_000;

export function commandDeps(
  config: () => Config,
  environment: CommandDeps['environment'],
  language: Locale,
): CommandDeps {
  let embedder: Embedder | undefined;
  async function withOpen<Result>(work: (db: OpenDatabase) => Promise<Result>): Promise<Result> {
    const db = await openConfiguredDatabase(config(), () => undefined, { statementTimeoutMs });
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  }
  return {
    language,
    environment,
    config,
    withDatabase: work => withOpen(async db => work(db, await migrate(db, migrationsFolder))),
    async withDatabaseAsItIs(work) {
      if (isDatabaseAbsent(config())) throw new AppError('db.absent', { detail: { directory: config().dataDir } });
      return withOpen(async db => {
        const pending = await pendingMigrations(db, migrationsFolder);
        if (pending.length > 0) throw new AppError('db.migrations-pending', { detail: { count: pending.length } });
        return work(db);
      });
    },
    embedder: () => {
      embedder ??= createConfiguredEmbedder(config());
      return embedder;
    },
  };
}
