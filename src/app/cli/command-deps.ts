import type { Database } from '../../platform/db/database.ts';
import type { Embedder } from '../../platform/language/embedder.types.ts';

/** What the commands that change the catalogue or the people need. */
export interface CommandDeps {
  /** Opens the migrated database for one piece of work. Long statements such as the build of an index must be allowed minutes. */
  readonly withDatabase: <Result>(work: (db: Database) => Promise<Result>) => Promise<Result>;
  readonly embedder: () => Embedder;
}
