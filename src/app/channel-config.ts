import { z } from 'zod';

/** A variable of a platform that is not right: what it should be, never its value. */
export interface ChannelFault {
  readonly variable: string;
  readonly problem: 'url' | 'choice' | 'length' | 'needed' | 'excluded';
  readonly expected: string;
}

/** Travels through zod as the message of an issue. */
const problem = (kind: ChannelFault['problem'], expected: string) => `${kind} ${expected}`;
const keyBytes = 32;
const shortestSecret = 32;

/** Ids separated by commas or spaces; an empty list allows nobody. */
const ids = z.string().transform(text => [...new Set(text.split(/[\s,]+/).filter(id => id !== ''))]);
/** Where a stand-in listens: encryption is not needed on loopback, and nowhere else does anybody need a stand-in. */
const standInUrl = z
  .string()
  .refine(text => URL.canParse(text) && ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(text).hostname), {
    message: problem('url', 'http://127.0.0.1'),
  });
/** `<id>:<base64 of 32 bytes>`, separated by commas; the first one encrypts. */
const keyRing = z
  .string()
  .transform(text => text.split(',').map(entry => /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=?)$/.exec(entry.trim())))
  .refine(entries => entries.every(entry => entry !== null), {
    message: problem('choice', `<id>:<base64, ${keyBytes} bytes>`),
  })
  .transform(entries =>
    entries.map(entry => ({ id: entry?.[1] ?? '', bytes: Buffer.from(entry?.[2] ?? '', 'base64') })),
  )
  .refine(keys => new Set(keys.map(key => key.id)).size === keys.length, {
    message: problem('choice', '<id> ≠ <id>'),
  });

const schema = z.object({
  MICHI_KEYS: keyRing.optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_STATE_SECRET: z
    .string()
    .min(shortestSecret, { message: problem('length', String(shortestSecret)) })
    .optional(),
  SLACK_ALLOWED_TEAMS: ids.optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', problem('choice', 'xapp-…')).optional(),
  SLACK_EMPLOYEE_NUMBER_FIELD: z.string().optional(),
  SLACK_API_URL: standInUrl.optional(),
  TEAMS_APP_ID: z.string().optional(),
  TEAMS_APP_PASSWORD: z.string().optional(),
  TEAMS_ALLOWED_TENANTS: ids.optional(),
  TEAMS_SERVICE_URL: standInUrl.optional(),
  TEAMS_OPENID_METADATA_URL: standInUrl.optional(),
  TEAMS_LOGIN_URL: standInUrl.optional(),
});
type Variable = keyof typeof schema.shape;
type Environment = z.infer<typeof schema>;

/** Which variables each platform needs as soon as one of its variables is set. */
const needed: Readonly<Record<'slack' | 'teams', readonly Variable[]>> = {
  slack: [
    'SLACK_SIGNING_SECRET',
    'SLACK_CLIENT_ID',
    'SLACK_CLIENT_SECRET',
    'SLACK_STATE_SECRET',
    'SLACK_ALLOWED_TEAMS',
    'MICHI_KEYS',
  ],
  teams: ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_ALLOWED_TENANTS', 'MICHI_KEYS'],
};

export interface ChannelConfig {
  /** Encrypts tokens in the database, the first one new ones; null = no platform is configured that has any. */
  readonly keys: readonly { readonly id: string; readonly bytes: Uint8Array }[] | null;
  readonly slack: {
    readonly signingSecret: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** Signs the state of an installation on its way through the browser. */
    readonly stateSecret: string;
    /** Ids of teams and enterprises; nobody else is served or may install. */
    readonly allowedTeams: readonly string[];
    /** Socket Mode instead of HTTP, for development. */
    readonly appToken: string | null;
    /** The id of the profile field with the employee number; only one that people cannot edit themselves. */
    readonly employeeNumberField: string | null;
    readonly apiUrl: string | null;
  } | null;
  readonly teams: {
    readonly appId: string;
    readonly appPassword: string;
    /** Ids of Entra tenants; nobody else is served. */
    readonly allowedTenants: readonly string[];
    /** Where stand-ins listen; null = Microsoft's. */
    readonly standIn: {
      readonly serviceUrl: string | null;
      readonly openIdMetadataUrl: string | null;
      readonly loginUrl: string | null;
    };
  } | null;
}

/** The platforms that the variables configure, or everything that is wrong with them; empty variables are left out before. */
export function readChannels(
  given: Readonly<Record<string, string | undefined>>,
):
  | { readonly kind: 'config'; readonly channels: ChannelConfig }
  | { readonly kind: 'faults'; readonly faults: readonly ChannelFault[] } {
  const parsed = schema.safeParse(given);
  const faults = parsed.success ? missingOf(parsed.data) : parsed.error.issues.map(faultOf);
  if (!parsed.success || faults.length > 0) return { kind: 'faults', faults };
  const env = parsed.data;
  return { kind: 'config', channels: { keys: env.MICHI_KEYS ?? null, slack: slackOf(env), teams: teamsOf(env) } };
}

function faultOf(issue: z.core.$ZodIssue): ChannelFault {
  const [kind = '', ...expected] = issue.message.split(' ');
  // Every schema above words its issues with `problem`.
  return { variable: String(issue.path[0]), problem: kind as ChannelFault['problem'], expected: expected.join(' ') };
}

function missingOf(env: Environment): readonly ChannelFault[] {
  return (['slack', 'teams'] as const).flatMap(platform => {
    const prefix = `${platform.toUpperCase()}_`;
    const set = Object.keys(env).find(variable => variable.startsWith(prefix));
    if (set === undefined) return [];
    const missing = needed[platform].filter(variable => env[variable] === undefined);
    return missing.map(variable => ({ variable, problem: 'needed' as const, expected: set }));
  });
}

function slackOf(env: Environment): ChannelConfig['slack'] {
  if (env.SLACK_SIGNING_SECRET === undefined) return null;
  return {
    signingSecret: env.SLACK_SIGNING_SECRET,
    clientId: env.SLACK_CLIENT_ID ?? '',
    clientSecret: env.SLACK_CLIENT_SECRET ?? '',
    stateSecret: env.SLACK_STATE_SECRET ?? '',
    allowedTeams: env.SLACK_ALLOWED_TEAMS ?? [],
    appToken: env.SLACK_APP_TOKEN ?? null,
    employeeNumberField: env.SLACK_EMPLOYEE_NUMBER_FIELD ?? null,
    apiUrl: env.SLACK_API_URL ?? null,
  };
}

function teamsOf(env: Environment): ChannelConfig['teams'] {
  if (env.TEAMS_APP_ID === undefined) return null;
  return {
    appId: env.TEAMS_APP_ID,
    appPassword: env.TEAMS_APP_PASSWORD ?? '',
    allowedTenants: env.TEAMS_ALLOWED_TENANTS ?? [],
    standIn: {
      serviceUrl: env.TEAMS_SERVICE_URL ?? null,
      openIdMetadataUrl: env.TEAMS_OPENID_METADATA_URL ?? null,
      loginUrl: env.TEAMS_LOGIN_URL ?? null,
    },
  };
}
