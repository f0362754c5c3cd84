import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../platform/errors/app-error.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import { checkRedis } from '../platform/queue/redis.ts';
import { type Config, checkConfig } from './config.ts';
import type { Finding } from './doctor.types.ts';
import { teamsFindings } from './doctor-channels.ts';
import { databaseFindings } from './doctor-database.ts';
import { createConfiguredEmbedder } from './embedder.ts';

/** Looks at every part and changes nothing. A part that fails does not keep the others from being looked at. */
export async function examine(environment: Readonly<Record<string, string | undefined>>): Promise<readonly Finding[]> {
  const checked = checkConfig(environment);
  if (checked.kind === 'faults')
    return [nodeFinding(), ...checked.faults.map(facts => ({ part: 'variable', state: 'wrong', facts }) as const)];
  const { config } = checked;
  const { embedder, finding } = await examineEmbedder(config);
  return [
    nodeFinding(),
    ...(await dataDirectoryFinding(config)),
    ...(await databaseFindings(config, embedder)),
    finding,
    await redisFinding(config),
    ...(await teamsFindings(config)),
    webFinding(config),
  ];
}

function nodeFinding(): Finding {
  const version = process.versions.node;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { part: 'node', state: major > 22 || (major === 22 && minor >= 18) ? 'ok' : 'old', facts: { version } };
}

/** With a server and a secret of its own, nothing is kept here. */
async function dataDirectoryFinding({ dataDir, databaseUrl }: Config): Promise<readonly Finding[]> {
  if (databaseUrl !== null) return [];
  return [
    { part: 'data-directory', state: (await canBeWritten(dataDir)) ? 'ok' : 'unwritable', facts: { path: dataDir } },
  ];
}

/** A directory that is not there yet can be made where its parent can be written. */
async function canBeWritten(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return true;
  } catch (fault) {
    // What the file system throws has a code.
    const missing = (fault as NodeJS.ErrnoException).code === 'ENOENT';
    return missing && dirname(path) !== path && canBeWritten(dirname(path));
  }
}

async function examineEmbedder(
  config: Config,
): Promise<{ readonly embedder: Embedder | null; readonly finding: Finding }> {
  try {
    const embedder = createConfiguredEmbedder(config);
    await embedder.embed(['doctor']);
    const state = config.embeddings !== null ? 'ok' : config.embedderFile === null ? 'embedded' : 'adapted';
    return { embedder, finding: { part: 'embedder', state, facts: { id: embedder.id } } };
  } catch (cause) {
    const fault = cause instanceof AppError ? cause : new AppError('embedder.unavailable', { cause });
    return { embedder: null, finding: { part: 'embedder', state: 'broken', facts: { fault } } };
  }
}

async function redisFinding({ redisUrl }: Config): Promise<Finding> {
  if (redisUrl === null) return { part: 'redis', state: 'embedded', facts: { version: '' } };
  const redis = await checkRedis(redisUrl);
  if (redis.kind === 'ready') return { part: 'redis', state: 'ok', facts: { version: redis.version } };
  return { part: 'redis', state: redis.code === 'queue.redis-evicts' ? 'evicts' : 'away', facts: { version: '' } };
}

function webFinding({ host, port, demo }: Config): Finding {
  const loopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
  const state = loopback ? 'ok' : demo ? 'exposed-demo' : 'exposed';
  return { part: 'web', state, facts: { address: `${host}:${port}` } };
}
