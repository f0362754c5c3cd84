import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '../../src/app/config.ts';
import { type Container, createContainer } from '../../src/app/container.ts';
import { createConfiguredEmbedder } from '../../src/app/embedder.ts';
import { migrationsFolder, openConfiguredDatabase } from '../../src/app/storage.ts';
import { loadDemo } from '../../src/demo/load-demo.ts';
import { createCatalogueImports, publishedKinds } from '../../src/domains/catalogue/imports/catalogue-imports.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { decodeText } from '../../src/platform/files/decode-text.ts';
import { createLog } from '../../src/platform/log/log.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import { systemClock } from '../../src/platform/time/clock.ts';

const published = fileURLToPath(new URL('../../../shared/data/catalogue/', import.meta.url));
/** Building the vector indexes takes longer than any statement of a turn may. */
const statementTimeoutMs = 20 * 60_000;
/** The day for which the demo's postings and courses were written. */
const demoDay: Clock = { now: () => new Date('2026-11-23T03:00:00.000Z') };

const onFatal = (fault: Error) => {
  throw fault;
};

/**
 * The product as `npm start` wires it, embedded, over the demo group and all published catalogues. They are imported once, into a directory
 * under the system's temporary one; later runs bring it up to date, and start anew when a migration is no longer what it was.
 */
export async function openFullCatalogue(): Promise<Container> {
  if (!existsSync(published)) throw new Error(`the published catalogues are not there: ${published}`);
  const dataDir = join(tmpdir(), 'michi-bench');
  const config = readConfig({ MICHI_DATA_DIR: dataDir, MICHI_LOG_LEVEL: 'error', MICHI_PORT: '0' });
  await importEverything(config).catch(async fault => {
    if (!(fault instanceof AppError && fault.code.startsWith('db.migration'))) throw fault;
    await rm(dataDir, { recursive: true });
    await importEverything(config);
  });
  return createContainer({ config, log: createLog(config.logLevel), clock: demoDay, onFatal });
}

async function importEverything(config: Config): Promise<void> {
  const db = await openConfiguredDatabase(config, onFatal, { statementTimeoutMs });
  try {
    await migrate(db, migrationsFolder);
    const embedder = createConfiguredEmbedder(config);
    process.stderr.write(`database: ${config.dataDir}\ndemo group\n`);
    await loadDemo({ db, embedder, log: createLog('error'), clock: systemClock, secret: async () => 'demo' });
    const imports = createCatalogueImports({ db, embedder, companies: async () => new Map() });
    for (const kind of publishedKinds) {
      const onProgress = (done: number, total: number) => process.stderr.write(`\r${kind}: ${done} of ${total} items `);
      await imports.importPublished(kind, name => readText(join(published, kind, name)), { dryRun: false, onProgress });
      process.stderr.write('\n');
    }
  } finally {
    await db.close();
  }
}

function readText(path: string): string {
  return decodeText(path, readFileSync(path)).text;
}
