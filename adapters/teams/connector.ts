import { z } from 'zod';
import type { Undelivered } from '../../src/conversation/contract/channel.ts';
import { judgeOutbound, type OutboundRules } from '../../src/platform/http/outbound-host.ts';
import type { AppTokens } from './app-token.ts';
import { teamsLimits } from './limits.ts';

export interface ConnectorCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly serviceUrl: string;
  /** Parts of the path behind `v3/conversations`, encoded here. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** `ok` carries what the connector answered, null when that was no JSON. */
export type ConnectorAnswer = { readonly kind: 'ok'; readonly body: unknown } | Undelivered;

/** One attempt to call the connector, with a deadline. Whoever calls waits and tries again. */
export type Connector = (call: ConnectorCall) => Promise<ConnectorAnswer>;

export interface ConnectorDeps {
  readonly tokens: AppTokens;
  readonly outbound: OutboundRules;
  readonly timeoutMs?: number;
}

/** Microsoft's global clouds. `trafficmanager.net` itself is open to everybody, so whole names are listed. */
export const connectorHosts = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
] as const;

export function createConnector({ tokens, outbound, timeoutMs = 10_000 }: ConnectorDeps): Connector {
  return async call => {
    const verdict = judgeOutbound(call.serviceUrl, outbound);
    if (verdict.kind === 'refused') return { kind: 'forbidden' };
    const token = await tokens.current();
    if (token.kind === 'none') return { kind: 'temporary', reason: token.reason };
    const response = await attempt(call, urlOf(verdict.url, call), token.token, timeoutMs);
    if (response.kind !== 'answered') return response;
    if (response.status === 401) tokens.discard();
    return judge(call.method, response);
  };
}

function urlOf(serviceUrl: URL, { path, query = {} }: ConnectorCall): string {
  const base = `${serviceUrl.origin}${serviceUrl.pathname.replace(/[/]+$/, '')}`;
  const search = new URLSearchParams(query).toString();
  const whole = [base, 'v3', 'conversations', ...path.map(encodeURIComponent)].join('/');
  return search === '' ? whole : `${whole}?${search}`;
}

interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** A redirect is not followed: it could lead anywhere, with our token. */
async function attempt(
  call: ConnectorCall,
  url: string,
  token: string,
  timeoutMs: number,
): Promise<Answered | Undelivered> {
  try {
    const response = await fetch(url, {
      method: call.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    const text = await response.text();
    return { kind: 'answered', status: response.status, retryAfter: response.headers.get('retry-after'), text };
  } catch (fault) {
    return wasNeverSent(fault) || call.method !== 'POST'
      ? { kind: 'temporary', reason: 'unreachable' }
      : { kind: 'ambiguous' };
  }
}

/** Faults before a byte has left: nothing can have arrived. */
function wasNeverSent(fault: unknown): boolean {
  const codes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH'];
  const cause = fault instanceof Error ? fault.cause : null;
  return cause instanceof Error && 'code' in cause && codes.includes(String(cause.code));
}

function judge(method: ConnectorCall['method'], { status, retryAfter, text }: Answered): ConnectorAnswer {
  if (status >= 200 && status < 300) return { kind: 'ok', body: json(text) };
  if (status === 429) return { kind: 'rate-limited', retryAfterMs: waitMs(retryAfter) };
  if (status === 404 || status === 410) return { kind: 'gone' };
  // A precondition that failed, a token that ended or a service that is off: nothing was done.
  if (status === 401 || status === 412 || status === 503) return { kind: 'temporary', reason: `status-${status}` };
  if (status >= 500)
    return method === 'POST' ? { kind: 'ambiguous' } : { kind: 'temporary', reason: `status-${status}` };
  return { kind: 'forbidden' };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function waitMs(retryAfter: string | null): number {
  const seconds = z.coerce
    .number()
    .positive()
    .max(3_600)
    .safeParse(retryAfter ?? 'none');
  return seconds.success ? Math.ceil(seconds.data * 1_000) : teamsLimits.retryAfterMs;
}
