import { migrate } from '../../platform/db/migrate.ts';
import type { OpenDatabase } from '../../platform/db/open-database.ts';
import type { Embedder } from '../../platform/language/embedder.types.ts';
import type { Config } from '../config.ts';
import { createConfiguredEmbedder } from '../embedder.ts';
import { migrationsFolder, openConfiguredDatabase } from '../storage.ts';

/** What the commands that change the catalogue or the people need. */
export interface CommandDeps {
  /** Opens the database, brings it to the newest migration and closes it when the work is done; `applied` names the migrations applied now. */
  readonly withDatabase: <Result>(
    work: (db: OpenDatabase, applied: readonly string[]) => Promise<Result>,
  ) => Promise<Result>;
  readonly embedder: () => Embedder;
}

/** Building an index over a full catalogue takes minutes, which no request would be allowed. */
const statementTimeoutMs = 20 * 60_000;

/** The configuration is read when a command runs, so that `--help` works without a valid one. */
export function commandDeps(readConfig: () => Config): CommandDeps {
  return {
    async withDatabase(work) {
      const db = await openConfiguredDatabase(readConfig(), () => undefined, { statementTimeoutMs });
      try {
        return await work(db, await migrate(db, migrationsFolder));
      } finally {
        await db.close();
      }
    },
    embedder: () => createConfiguredEmbedder(readConfig()),
  };
}
