import { access, constants, mkdir } from 'node:fs/promises';
import { checkTeams } from '../../adapters/teams/teams-adapter.ts';
import { pendingMigrations } from '../platform/db/migrate.ts';
import type { OpenDatabase } from '../platform/db/open-database.ts';
import { AppError } from '../platform/errors/app-error.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import { checkRedis } from '../platform/queue/redis.ts';
import { systemClock } from '../platform/time/clock.ts';
import type { Config } from './config.ts';
import { migrationsFolder, openConfiguredDatabase } from './storage.ts';

/** What is true of one part. `embedded` works, with the limits that the message names; `broken` keeps Michi from starting or answering. */
export type Finding =
  | { readonly part: 'node'; readonly state: 'ok' | 'broken'; readonly facts: { readonly version: string } }
  | { readonly part: 'data-directory'; readonly state: 'ok' | 'broken'; readonly facts: { readonly path: string } }
  | {
      readonly part: 'database';
      readonly state: 'ok' | 'embedded' | 'in-use' | 'broken';
      readonly facts: { readonly version: string; readonly code: string };
    }
  | { readonly part: 'vectors'; readonly state: 'ok' | 'broken'; readonly facts: { readonly version: string } }
  | {
      readonly part: 'migrations';
      readonly state: 'ok' | 'pending' | 'broken';
      readonly facts: { readonly count: number; readonly file: string };
    }
  | {
      readonly part: 'search';
      readonly state: 'ok' | 'empty' | 'other-embedder';
      readonly facts: { readonly embedder: string; readonly names: number };
    }
  | {
      readonly part: 'embedder';
      readonly state: 'ok' | 'embedded' | 'broken';
      readonly facts: { readonly id: string; readonly code: string };
    }
  | {
      readonly part: 'redis';
      readonly state: 'ok' | 'embedded' | 'broken';
      readonly facts: { readonly version: string; readonly code: string };
    }
  | {
      readonly part: 'teams';
      readonly state: 'ok' | 'off' | 'broken';
      readonly facts: { readonly tenants: number; readonly code: string };
    }
  | { readonly part: 'web'; readonly state: 'ok' | 'exposed'; readonly facts: { readonly address: string } };

interface DoctorDeps {
  readonly config: Config;
  readonly createEmbedder: (config: Config) => Embedder;
}

/** Looks at every part and changes nothing. A part that fails does not keep the others from being looked at. */
export async function examine(deps: DoctorDeps): Promise<readonly Finding[]> {
  return [
    nodeFinding(),
    await dataDirectoryFinding(deps.config),
    ...(await databaseFindings(deps)),
    await embedderFinding(deps),
    await redisFinding(deps.config),
    await teamsFinding(deps.config),
    webFinding(deps.config),
  ];
}

/** Whether Michi can start and answer with what was found. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(finding => finding.state !== 'broken');
}

function nodeFinding(): Finding {
  const version = process.versions.node;
  return { part: 'node', state: Number(version.split('.')[0]) >= 22 ? 'ok' : 'broken', facts: { version } };
}

async function dataDirectoryFinding(config: Config): Promise<Finding> {
  const writable = await mkdir(config.dataDir, { recursive: true })
    .then(() => access(config.dataDir, constants.W_OK))
    .then(
      () => true,
      () => false,
    );
  return { part: 'data-directory', state: writable ? 'ok' : 'broken', facts: { path: config.dataDir } };
}

async function databaseFindings({ config }: DoctorDeps): Promise<readonly Finding[]> {
  try {
    const db = await openConfiguredDatabase(config, () => undefined);
    try {
      return await lookInside(db, config);
    } finally {
      await db.close();
    }
  } catch (fault) {
    const code = fault instanceof AppError ? fault.code : 'unexpected';
    return [{ part: 'database', state: code === 'db.locked' ? 'in-use' : 'broken', facts: { version: '', code } }];
  }
}

async function lookInside(db: OpenDatabase, config: Config): Promise<readonly Finding[]> {
  const [server] = await db.admin.transaction(tx =>
    tx.query<{ version: string; pgvector: string | null }>(
      `select current_setting('server_version') as version, (select extversion from pg_extension where extname = 'vector') as pgvector`,
    ),
  );
  const version = server?.version ?? '';
  const pgvector = server?.pgvector ?? '';
  const findings: Finding[] = [
    { part: 'database', state: databaseState(config, version), facts: { version, code: '' } },
  ];
  findings.push(await migrationsFinding(db));
  if (pgvector !== '')
    findings.push({
      part: 'vectors',
      state: isAtLeast(pgvector, 0, 8) ? 'ok' : 'broken',
      facts: { version: pgvector },
    });
  return findings;
}

function databaseState(config: Config, version: string): 'ok' | 'embedded' | 'broken' {
  if (config.databaseUrl === null) return 'embedded';
  return isAtLeast(version, 15, 0) ? 'ok' : 'broken';
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [foundMajor = 0, foundMinor = 0] = version.split('.').map(Number);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}

async function migrationsFinding(db: OpenDatabase): Promise<Finding> {
  const pending = await pendingMigrations(db, migrationsFolder);
  return {
    part: 'migrations',
    state: pending.length === 0 ? 'ok' : 'pending',
    facts: { count: pending.length, file: pending[0] ?? '' },
  };
}

async function embedderFinding({ config, createEmbedder }: DoctorDeps): Promise<Finding> {
  try {
    const embedder = createEmbedder(config);
    await embedder.embed(['doctor']);
    return {
      part: 'embedder',
      state: config.embeddings === null ? 'embedded' : 'ok',
      facts: { id: embedder.id, code: '' },
    };
  } catch (fault) {
    return {
      part: 'embedder',
      state: 'broken',
      facts: { id: '', code: fault instanceof AppError ? fault.code : 'unexpected' },
    };
  }
}

async function redisFinding(config: Config): Promise<Finding> {
  if (config.redisUrl === null) return { part: 'redis', state: 'embedded', facts: { version: '', code: '' } };
  const redis = await checkRedis(config.redisUrl);
  return redis.kind === 'ready'
    ? { part: 'redis', state: 'ok', facts: { version: redis.version, code: '' } }
    : { part: 'redis', state: 'broken', facts: { version: '', code: redis.code } };
}

/** Asks the sign-in service for a token: what it refuses, Teams would refuse too. */
async function teamsFinding({ channels }: Config): Promise<Finding> {
  if (channels.teams === null) return { part: 'teams', state: 'off', facts: { tenants: 0, code: '' } };
  const tenants = channels.teams.allowedTenants.length;
  const outcome = await checkTeams(channels.teams, systemClock);
  return outcome.kind === 'token'
    ? { part: 'teams', state: 'ok', facts: { tenants, code: '' } }
    : { part: 'teams', state: 'broken', facts: { tenants, code: outcome.reason } };
}

function webFinding(config: Config): Finding {
  const loopback = ['127.0.0.1', '::1', 'localhost'].includes(config.host);
  return { part: 'web', state: loopback ? 'ok' : 'exposed', facts: { address: `${config.host}:${config.port}` } };
}
