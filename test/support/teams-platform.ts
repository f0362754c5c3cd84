import { createTeamsAdapter, type TeamsAdapter } from '../../adapters/teams/teams-adapter.ts';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Views } from '../../src/conversation/contract/views.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { createHttpServer } from '../../src/platform/http/http-server.ts';
import { createMetrics } from '../../src/platform/http/metrics.ts';
import { createLog, type Log } from '../../src/platform/log/log.ts';
import { type Clock, systemClock } from '../../src/platform/time/clock.ts';
import { type StandIn, startStandIn } from './stand-in/stand-in.ts';

export const teamsTenant = 'aaaaaaaa-0000-4000-8000-000000000001';
export const teamsApp = { id: '11111111-2222-3333-4444-555555555555', password: 'a password of tests' } as const;

export const startTeamsStandIn = (): Promise<StandIn> => startStandIn(new URL('./stand-in/teams.ts', import.meta.url));

export interface TeamsOptions {
  readonly db: Database;
  readonly standIn: StandIn;
  readonly receive?: (turn: IncomingTurn) => Promise<{ readonly kind: 'accepted' | 'duplicate' }>;
  readonly views?: Views;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly tenants?: readonly string[];
}

/** The adapter as the product makes it, with Teams played by the stand-in. */
export function createTestTeams(options: TeamsOptions): Promise<TeamsAdapter> {
  const { url } = options.standIn;
  return createTeamsAdapter({
    receive: options.receive ?? (async () => ({ kind: 'accepted' })),
    views: options.views ?? { of: async () => null },
    db: options.db,
    clock: options.clock ?? systemClock,
    log: options.log ?? createLog('silent'),
    appId: teamsApp.id,
    appPassword: teamsApp.password,
    allowedTenants: options.tenants ?? [teamsTenant],
    standIn: { serviceUrl: `${url}/teams/`, openIdMetadataUrl: `${url}/openid`, loginUrl: `${url}/login` },
    timeoutMs: 1_500,
  });
}

/** The adapter behind a real port of loopback. */
export async function serveTeams(adapter: TeamsAdapter): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const http = createHttpServer({
    routers: [adapter.router],
    readiness: [],
    metrics: createMetrics(),
    log: createLog('silent'),
  });
  const { url } = await http.listen({ host: '127.0.0.1', port: 0 });
  return { url, stop: () => http.close(1_000) };
}

/** What Teams would send, as recorded from it; `more` replaces parts. */
export function activityFrom(user: string, standIn: StandIn, more: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'message',
    id: `${Math.round(performance.now() * 1_000)}`,
    timestamp: '2026-04-01T01:00:00.000Z',
    serviceUrl: `${standIn.url}/teams/`,
    channelId: 'msteams',
    from: { id: `29:${user}`, name: 'Misaki Sato', aadObjectId: user },
    conversation: { conversationType: 'personal', tenantId: teamsTenant, id: `a:${user}` },
    recipient: { id: `28:${teamsApp.id}`, name: 'Michi' },
    channelData: { tenant: { id: teamsTenant } },
    locale: 'en-US',
    textFormat: 'plain',
    text: 'Which skills does a system architect need?',
    ...more,
  };
}

/** Signs as the Bot Framework does; `more` replaces claims and header. */
export async function tokenFor(
  standIn: StandIn,
  more: {
    readonly claims?: Readonly<Record<string, unknown>>;
    readonly header?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    iss: 'https://api.botframework.com',
    aud: teamsApp.id,
    serviceurl: `${standIn.url}/teams/`,
    nbf: now - 60,
    exp: now + 3_600,
    ...more.claims,
  };
  return String(await standIn.control('sign', { claims, header: more.header ?? {} }));
}

export function postActivity(url: string, activity: unknown, token: string | null): Promise<Response> {
  return fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: typeof activity === 'string' ? activity : JSON.stringify(activity),
  });
}
