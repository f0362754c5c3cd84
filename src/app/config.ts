import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../platform/errors/app-error.ts';
import { type Killing, type KillPoint, killPoints } from '../platform/faults/kill-points.ts';
import { locales } from '../platform/i18n/locale.ts';
import { logLevels } from '../platform/log/log.ts';
import { type ChannelConfig, readChannels } from './channel-config.ts';

/** What a variable should be; the sentence for each stands in the messages of the command line. */
export type ConfigProblem = 'url' | 'choice' | 'number' | 'length' | 'needed' | 'excluded';

/** A variable that is not right: what it should be, and of which kind or range. Never its value. */
export interface ConfigFault {
  readonly variable: string;
  readonly problem: ConfigProblem;
  readonly expected: string;
}

/** Travels through zod as the message of an issue. */
const problem = (kind: ConfigProblem, expected: string) => `${kind} ${expected}`;

const choice = <const Choices extends readonly string[]>(choices: Choices) =>
  z.enum(choices, problem('choice', choices.join(', ')));
const flag = choice(['true', 'false']).transform(text => text === 'true');
const url = (protocols: readonly string[]) =>
  z.string().refine(text => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: problem('url', protocols.map(protocol => `${protocol}//`).join(', ')),
  });
const integer = (min: number, max: number) =>
  z
    .string()
    .refine(text => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      message: problem('number', `${min}–${max}`),
    })
    .transform(Number);
/** `turn-claimed`, or `turn-claimed:3` for the third time. */
const killing = z
  .string()
  .refine(text => killPoints.some(point => text.replace(/:[1-9]\d{0,3}$/, '') === point), {
    message: problem('choice', killPoints.join(', ')),
  })
  .transform((text): Killing => {
    const [point, nth = '1'] = text.split(':');
    return { point: point as KillPoint, nth: Number(nth) }; // it is one of them: refined above
  });
const shortestSecret = 32;

const environmentSchema = z.object({
  MICHI_DATA_DIR: z.string().default('.michi'),
  MICHI_LANGUAGE: choice(locales).optional(),
  MICHI_LOG_LEVEL: choice(logLevels).default('info'),
  MICHI_HOST: z.string().default('127.0.0.1'),
  MICHI_PORT: integer(0, 65_535).default(3030),
  MICHI_PUBLIC_URL: url(['http:', 'https:']).optional(),
  MICHI_DEMO: flag.optional(),
  MICHI_SECRET: z
    .string()
    .min(shortestSecret, { message: problem('length', String(shortestSecret)) })
    .optional(),
  MICHI_EMBEDDER_FILE: z.string().optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  REDIS_URL: url(['redis:', 'rediss:']).optional(),
  OPENAI_BASE_URL: url(['http:', 'https:']).optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_EMBEDDING_MODEL: z.string().optional(),
  OPENAI_EMBEDDING_DIMENSION: integer(8, 2_000).optional(),
  KILL_AT: killing.optional(),
});
type Environment = z.infer<typeof environmentSchema>;

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
  /** A model file that was adapted to the group's own names; null = the one in this repository. */
  readonly embedderFile: string | null;
  readonly embeddings: {
    readonly baseUrl: string | null;
    readonly apiKey: string;
    readonly model: string;
    readonly dimension: number;
  } | null;
  readonly channels: ChannelConfig;
  /** For trials with the demo group: the process kills itself there. */
  readonly killAt: Killing | null;
}

/**
 * Reads the environment once, at start. An empty variable counts as missing.
 * @throws AppError `config.invalid` whose detail names the first variable that is not right and what it should be, never its value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const checked = checkConfig(environment);
  if (checked.kind === 'config') return checked.config;
  const [first] = checked.faults;
  throw new AppError('config.invalid', { detail: { ...first } });
}

/** The configuration, or everything that is wrong with it. */
export function checkConfig(
  environment: Readonly<Record<string, string | undefined>>,
):
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'faults'; readonly faults: readonly ConfigFault[] } {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  const channels = readChannels(given);
  const faults = [
    ...(parsed.error?.issues ?? []).map(faultOf),
    ...faultsBetween(given),
    ...(channels.kind === 'faults' ? channels.faults : []),
  ];
  return parsed.success && channels.kind === 'config' && faults.length === 0
    ? { kind: 'config', config: configOf(parsed.data, channels.channels) }
    : { kind: 'faults', faults };
}

function faultOf(issue: z.core.$ZodIssue): ConfigFault {
  const [kind = '', ...expected] = issue.message.split(' ');
  // Every schema above words its issues with `problem`.
  return { variable: String(issue.path[0]), problem: kind as ConfigProblem, expected: expected.join(' ') };
}

/** What single variables cannot tell: which of them need or exclude each other. */
function faultsBetween(env: Readonly<Partial<Record<keyof Environment, unknown>>>): readonly ConfigFault[] {
  const needed = (variable: keyof Environment, by: keyof Environment): readonly ConfigFault[] =>
    env[by] !== undefined && env[variable] === undefined ? [{ variable, problem: 'needed', expected: by }] : [];
  const isDemo = env.MICHI_DEMO === undefined ? env.DATABASE_URL === undefined : env.MICHI_DEMO === 'true';
  const twoEmbedders = env.MICHI_EMBEDDER_FILE !== undefined && env.OPENAI_EMBEDDING_MODEL !== undefined;
  return [
    // Several replicas must sign alike, so the secret cannot be made on the spot when the database is shared.
    ...needed('MICHI_SECRET', 'DATABASE_URL'),
    ...needed('OPENAI_API_KEY', 'OPENAI_EMBEDDING_MODEL'),
    ...needed('OPENAI_EMBEDDING_DIMENSION', 'OPENAI_EMBEDDING_MODEL'),
    // Nobody who serves people can want it.
    ...(env.KILL_AT !== undefined && !isDemo
      ? [{ variable: 'MICHI_DEMO', problem: 'needed', expected: 'KILL_AT' } as const]
      : []),
    ...(twoEmbedders
      ? [{ variable: 'MICHI_EMBEDDER_FILE', problem: 'excluded', expected: 'OPENAI_EMBEDDING_MODEL' } as const]
      : []),
  ];
}

function configOf(env: Environment, channels: ChannelConfig): Config {
  return {
    dataDir: resolve(env.MICHI_DATA_DIR),
    logLevel: env.MICHI_LOG_LEVEL,
    host: env.MICHI_HOST,
    port: env.MICHI_PORT,
    publicUrl: env.MICHI_PUBLIC_URL ?? null,
    demo: env.MICHI_DEMO ?? env.DATABASE_URL === undefined,
    secret: env.MICHI_SECRET ?? null,
    databaseUrl: env.DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    embedderFile: env.MICHI_EMBEDDER_FILE === undefined ? null : resolve(env.MICHI_EMBEDDER_FILE),
    embeddings: embeddingsOf(env),
    channels,
    killAt: env.KILL_AT ?? null,
  };
}

function embeddingsOf({
  OPENAI_BASE_URL: baseUrl,
  OPENAI_API_KEY: apiKey,
  OPENAI_EMBEDDING_MODEL: model,
  OPENAI_EMBEDDING_DIMENSION: dimension,
}: Environment): Config['embeddings'] {
  return model === undefined || apiKey === undefined || dimension === undefined
    ? null
    : { baseUrl: baseUrl ?? null, apiKey, model, dimension };
}
