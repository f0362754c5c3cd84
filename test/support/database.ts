import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MichiRole, PersonActor, SystemActor } from '../../src/platform/access/actor.ts';
import { type EmbeddedEngine, startEmbeddedEngine } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import {
  type DatabaseOptions,
  databaseOnEngine,
  type OpenDatabase,
  openDatabase,
} from '../../src/platform/db/open-database.ts';
import { newId } from '../../src/platform/ids/ids.ts';

export const migrationsFolder = new URL('../../migrations/', import.meta.url);

export interface TestDatabase {
  readonly db: OpenDatabase;
  readonly schema: string;
  readonly kind: 'embedded' | 'server';
  /** Drops the schema; the embedded engine lives on for the next test database of this process. */
  close(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** False leaves the schema empty. */
  readonly migrated?: boolean;
  /** For building an index over a large catalogue; default 30 s. */
  readonly statementTimeoutMs?: number;
}

/** A migrated database of one's own: a fresh schema on the server of TEST_DATABASE_URL, or in one embedded engine for each test process. */
export async function testDatabase({
  migrated = true,
  statementTimeoutMs = 30_000,
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  const url = process.env.TEST_DATABASE_URL;
  const db =
    url === undefined || url === ''
      ? await embeddedDatabase({ schema, statementTimeoutMs })
      : await openDatabase({ kind: 'server', url }, { schema, statementTimeoutMs, poolSize: 4 });
  if (migrated) {
    await migrate(db, migrationsFolder);
  }
  const close = async () => {
    await db.admin.transaction(tx => tx.query(`drop schema if exists "${schema}" cascade`));
    await db.close();
  };
  return { db, schema, kind: url === undefined || url === '' ? 'embedded' : 'server', close };
}

export function systemActor(purpose: SystemActor['purpose']): SystemActor {
  return { kind: 'system', purpose };
}

/** An employee of a company of their own unless told otherwise; `roles` come on top of `employee`. */
export function anEmployee(
  wanted: Partial<Omit<PersonActor, 'kind' | 'roles'>> & { readonly roles?: readonly MichiRole[] } = {},
): PersonActor {
  return {
    kind: 'person',
    personId: wanted.personId ?? newId('person'),
    companyId: wanted.companyId ?? newId('company'),
    roles: ['employee', ...(wanted.roles ?? []).filter(role => role !== 'employee')],
    locale: wanted.locale ?? 'ja',
    timeZone: wanted.timeZone ?? 'Asia/Tokyo',
  };
}

/** Somebody without any role, such as a person who has left: sees nothing anywhere. */
export function aLeaver(wanted: Partial<Omit<PersonActor, 'kind' | 'roles'>> = {}): PersonActor {
  return { ...anEmployee(wanted), roles: [] };
}

let shared: Promise<EmbeddedEngine> | undefined;

async function embeddedDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  shared ??= startFromTemplate();
  const engine = await shared;
  return databaseOnEngine({ ...engine, close: async () => undefined }, options);
}

/** Ends the embedded engine, which keeps a process alive that is not a test's. */
export async function stopEmbeddedEngine(): Promise<void> {
  const engine = await shared;
  shared = undefined;
  await engine?.close();
}

/** Creating a database takes seconds of CPU and reading its archive a third of one, so the first test process keeps the archive. */
async function startFromTemplate(): Promise<EmbeddedEngine> {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/michi/', import.meta.url));
  const path = `${folder}pglite-${engineVersion()}.tar`;
  if (existsSync(path)) {
    return startEmbeddedEngine({ dataDir: 'memory', template: new Blob([readFileSync(path)]) });
  }
  const engine = await startEmbeddedEngine({ dataDir: 'memory' });
  const archive = Buffer.from(await (await engine.dump()).arrayBuffer());
  mkdirSync(folder, { recursive: true });
  // Renamed when complete: several test processes may start at once.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, archive);
  renameSync(unfinished, path);
  return engine;
}

function engineVersion(): string {
  const manifest = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }; // npm's manifests have a version
  return version;
}
