import { createHmac } from 'node:crypto';
import { createSlackAdapter, type SlackAdapter } from '../../adapters/slack/slack-adapter.ts';
import type { Home } from '../../src/conversation/contract/home.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { createHttpServer } from '../../src/platform/http/http-server.ts';
import { createMetrics } from '../../src/platform/http/metrics.ts';
import type { Log, LogFacts } from '../../src/platform/log/log.ts';
import { createKeyRing } from '../../src/platform/secrets/key-ring.ts';
import { type Clock, systemClock } from '../../src/platform/time/clock.ts';
import { type StandIn, startStandIn } from './stand-in/stand-in.ts';

export const signingSecret = 'a signing secret of tests';
export const testKeys = createKeyRing([{ id: 'test', bytes: Buffer.alloc(32, 7) }]);

/** The headers that Slack puts on a body, at a time of the test's choice. */
export function signedHeaders(body: string, now: Date, secret = signingSecret): Record<string, string> {
  const time = String(Math.floor(now.getTime() / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${signature}` };
}

export interface SlackWorld {
  readonly slack: StandIn;
  readonly adapter: SlackAdapter;
  readonly url: string;
  /** Every turn that was handed in, duplicates too. */
  readonly turns: IncomingTurn[];
  readonly logged: { readonly event: string; readonly facts: LogFacts }[];
  /** Sends a signed event, interaction or command, as Slack does. */
  post(body: object, form?: 'json' | 'payload' | 'fields', headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

export interface SlackWorldOptions {
  readonly db: Database;
  readonly receive?: (turn: IncomingTurn) => Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly home?: Home;
  readonly clock?: Clock;
  readonly employeeNumberField?: string;
  readonly allowedTeams?: readonly string[];
  readonly publicUrl?: string;
  readonly timeoutMs?: number;
  /** The ids of teams where Michi is installed already. */
  readonly installed?: readonly string[];
}

const emptyHome: Home = {
  of: async (_user, locale) => ({ locale: locale ?? 'ja', madeFor: null, sections: [], prompts: [] }),
};

/** Slack in a process of its own, and the adapter on a real port of loopback. */
export async function startSlackWorld(options: SlackWorldOptions): Promise<SlackWorld> {
  const slack = await startStandIn(new URL('stand-in/slack-stand-in.ts', import.meta.url));
  const clock = options.clock ?? systemClock;
  const turns: IncomingTurn[] = [];
  const { log, logged } = recordingLog();
  const adapter = createSlackAdapter({
    settings: {
      signingSecret,
      clientId: 'client',
      clientSecret: 'client secret',
      stateSecret: 'a state secret of tests, long enough',
      allowedTeams: options.allowedTeams ?? ['T1', 'E1'],
      appToken: null,
      employeeNumberField: options.employeeNumberField ?? null,
      apiUrl: slack.url,
    },
    async receive(turn) {
      turns.push(turn);
      return options.receive?.(turn) ?? { kind: 'accepted' };
    },
    home: options.home ?? emptyHome,
    db: options.db,
    keys: testKeys,
    clock,
    log,
    publicUrl: options.publicUrl ?? null,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  for (const team of options.installed ?? ['T1']) await adapter.installations.save(installationOf(team));
  const http = createHttpServer({ routers: [adapter.router], readiness: [], metrics: createMetrics(), log });
  const { url } = await http.listen({ host: '127.0.0.1', port: 0 });
  return {
    slack,
    adapter,
    url,
    turns,
    logged,
    post(body, form = 'json', headers) {
      const [text, contentType] = encoded(body, form);
      return fetch(`${url}/slack/events`, {
        method: 'POST',
        headers: { 'content-type': contentType, ...signedHeaders(text, clock.now()), ...headers },
        body: text,
      });
    },
    async stop() {
      adapter.close();
      await adapter.settled();
      await http.close(1_000);
      await slack.stop();
    },
  };
}

export function installationOf(team: string) {
  return {
    id: team,
    tenant: team,
    enterprise_id: team.startsWith('E') ? team : null,
    team_id: team.startsWith('E') ? null : team,
    app_id: 'A1',
    bot_user_id: 'UMICHI',
    access: `xoxb-${team}`,
    refresh: null,
    expires_at: null,
    scopes: 'chat:write',
  };
}

export function encoded(body: object, form: 'json' | 'payload' | 'fields'): readonly [string, string] {
  if (form === 'json') return [JSON.stringify(body), 'application/json'];
  const fields = form === 'payload' ? { payload: JSON.stringify(body) } : Object.entries(body).map(pairOf);
  const text = new URLSearchParams(Array.isArray(fields) ? fields : Object.entries(fields)).toString();
  return [text, 'application/x-www-form-urlencoded'];
}

const pairOf = ([name, value]: [string, unknown]): [string, string] => [name, String(value)];

function recordingLog() {
  const logged: { event: string; facts: LogFacts }[] = [];
  const write = (event: string, facts: LogFacts = {}) => void logged.push({ event, facts });
  const log: Log = {
    info: write,
    warn: write,
    error: (event, cause, facts = {}) =>
      write(event, { ...facts, code: cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause) }),
  };
  return { log, logged };
}
