import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../platform/errors/app-error.ts';
import { logLevels } from '../platform/log/log.ts';
import { type ChannelConfig, readChannels } from './channel-config.ts';

const flag = z.enum(['true', 'false']).transform(text => text === 'true');
const url = (protocols: readonly string[]) =>
  z.string().refine(text => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL that starts with ${protocols.join(' or ')}`,
  });

const environmentSchema = z.object({
  MICHI_DATA_DIR: z.string().min(1).default('.michi'),
  MICHI_LOG_LEVEL: z.enum(logLevels).default('info'),
  MICHI_HOST: z.string().min(1).default('127.0.0.1'),
  MICHI_PORT: z.coerce.number().int().min(0).max(65_535).default(3030),
  MICHI_PUBLIC_URL: url(['http:', 'https:']).optional(),
  MICHI_DEMO: flag.optional(),
  MICHI_SECRET: z.string().min(32, { message: 'must have at least 32 characters' }).optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  OPENAI_BASE_URL: url(['http:', 'https:']).optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_EMBEDDING_MODEL: z.string().min(1).optional(),
  OPENAI_EMBEDDING_DIMENSION: z.coerce.number().int().min(8).max(2_000).optional(),
});

export interface Config {
  readonly dataDir: string;
  readonly logLevel: (typeof logLevels)[number];
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
  /** Loads the fictional group and allows switching between its people; on by default with the embedded database only. */
  readonly demo: boolean;
  /** Signs the web chat's cookies; null = made at first start and kept in the data directory. */
  readonly secret: string | null;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly embeddings: {
    readonly baseUrl: string | null;
    readonly apiKey: string;
    readonly model: string;
    readonly dimension: number;
  } | null;
  readonly channels: ChannelConfig;
}

/**
 * Reads the environment once, at start. An empty variable counts as missing.
 * @throws AppError `config.invalid` whose detail names the variable and what it should be, never its value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError('config.invalid', {
      detail: { variable: String(issue?.path[0] ?? '?'), problem: issue?.message ?? '?' },
    });
  }
  const env = parsed.data;
  return {
    dataDir: resolve(env.MICHI_DATA_DIR),
    logLevel: env.MICHI_LOG_LEVEL,
    host: env.MICHI_HOST,
    port: env.MICHI_PORT,
    publicUrl: env.MICHI_PUBLIC_URL ?? null,
    demo: env.MICHI_DEMO ?? env.DATABASE_URL === undefined,
    secret: requireSecret(env.MICHI_SECRET, env.DATABASE_URL),
    databaseUrl: env.DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    embeddings: readEmbeddings(env),
    channels: channelsOf(given),
  };
}

function channelsOf(given: Readonly<Record<string, string | undefined>>): ChannelConfig {
  const read = readChannels(given);
  if (read.kind === 'config') return read.channels;
  throw new AppError('config.invalid', { detail: { ...read.faults[0] } });
}

/** Several replicas must sign alike, so the secret cannot be made on the spot when the database is shared. */
function requireSecret(secret: string | undefined, databaseUrl: string | undefined): string | null {
  if (secret === undefined && databaseUrl !== undefined) {
    throw new AppError('config.invalid', {
      detail: { variable: 'MICHI_SECRET', problem: 'must be set when DATABASE_URL is set' },
    });
  }
  return secret ?? null;
}

function readEmbeddings(env: z.infer<typeof environmentSchema>): Config['embeddings'] {
  if (env.OPENAI_EMBEDDING_MODEL === undefined) return null;
  const missing = (['OPENAI_API_KEY', 'OPENAI_EMBEDDING_DIMENSION'] as const).find(name => env[name] === undefined);
  if (missing !== undefined || env.OPENAI_API_KEY === undefined || env.OPENAI_EMBEDDING_DIMENSION === undefined) {
    throw new AppError('config.invalid', {
      detail: { variable: missing ?? '?', problem: 'must be set when OPENAI_EMBEDDING_MODEL is set' },
    });
  }
  return {
    baseUrl: env.OPENAI_BASE_URL ?? null,
    apiKey: env.OPENAI_API_KEY,
    model: env.OPENAI_EMBEDDING_MODEL,
    dimension: env.OPENAI_EMBEDDING_DIMENSION,
  };
}
