import { z } from 'zod';
import type { Clock } from '../../src/platform/time/clock.ts';

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
/** A token is renewed this long before it ends, so that it does not end on its way. */
const renewBeforeMs = 5 * 60_000;
const timeoutMs = 10_000;

export type TokenOutcome =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none'; readonly reason: string };

export interface AppTokens {
  /** The token with which Michi calls the connector; asked for once, however many wait for it. */
  current(): Promise<TokenOutcome>;
  /** The connector did not take it. */
  discard(): void;
}

export interface AppTokenDeps {
  readonly appId: string;
  readonly appPassword: string;
  /** The tenant in which the app is registered. */
  readonly tenant: string;
  /** Without a slash at the end. */
  readonly loginUrl: string;
  readonly clock: Clock;
}

/** The client-credentials grant of Microsoft's sign-in service. The token is kept in memory only. */
export function createAppTokens(deps: AppTokenDeps): AppTokens {
  let kept: { readonly token: string; readonly until: number } | null = null;
  let asking: Promise<TokenOutcome> | null = null;

  async function renewed(): Promise<TokenOutcome> {
    const outcome = await ask(deps);
    if (outcome.kind === 'none') return outcome;
    kept = { token: outcome.token, until: deps.clock.now().getTime() + outcome.seconds * 1_000 - renewBeforeMs };
    return { kind: 'token', token: outcome.token };
  }
  return {
    async current() {
      if (kept !== null && deps.clock.now().getTime() < kept.until) return { kind: 'token', token: kept.token };
      asking ??= renewed().finally(() => {
        asking = null;
      });
      return asking;
    },
    discard() {
      kept = null;
    },
  };
}

type Asked =
  | { readonly kind: 'token'; readonly token: string; readonly seconds: number }
  | { readonly kind: 'none'; readonly reason: string };

async function ask({ appId, appPassword, tenant, loginUrl }: AppTokenDeps): Promise<Asked> {
  try {
    const response = await fetch(`${loginUrl}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: appPassword,
        scope: 'https://api.botframework.com/.default',
      }),
    });
    if (!response.ok) return { kind: 'none', reason: `sign-in-${response.status}` };
    const parsed = tokenSchema.safeParse(await response.json());
    if (!parsed.success) return { kind: 'none', reason: 'sign-in-garbage' };
    return { kind: 'token', token: parsed.data.access_token, seconds: parsed.data.expires_in };
  } catch {
    return { kind: 'none', reason: 'sign-in-unreachable' };
  }
}
