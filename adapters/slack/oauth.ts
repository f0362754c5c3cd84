import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Locale } from '../../src/platform/i18n/locale.ts';
import type { Log } from '../../src/platform/log/log.ts';
import type { Clock } from '../../src/platform/time/clock.ts';
import type { InstallationRepository } from './installation.repository.ts';
import type { Installations } from './installations.ts';
import { botScopes } from './manifest.ts';
import { slackMessages } from './slack.messages.ts';
import type { StateTokens } from './state-token.ts';
import type { SlackApi } from './web-api.ts';

export interface OauthDeps {
  readonly api: SlackApi;
  readonly installations: Installations;
  readonly repository: Pick<InstallationRepository, 'useState'>;
  readonly states: StateTokens;
  readonly clock: Clock;
  readonly log: Log;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly allowedTeams: readonly string[];
  /** Where Slack sends the browser back to. */
  readonly publicUrl: string;
  readonly authorizeUrl: string;
}

const cookieName = 'michi-slack-install';
const named = z.looseObject({ id: z.string().regex(/^[A-Z0-9]{2,40}$/) });
const grantSchema = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().nullish(),
  expires_in: z.number().nullish(),
  scope: z.string().default(''),
  bot_user_id: z.string(),
  app_id: z.string(),
  is_enterprise_install: z.boolean().nullish(),
  team: named.nullish(),
  enterprise: named.nullish(),
});
type Grant = z.infer<typeof grantSchema>;

type Refusal = 'state' | 'denied' | 'not-allowed' | 'slack';

/** OAuth v2, for one workspace or a whole Grid. Nothing is saved before the state, the browser and the allow-list agree. */
export function createInstallRoutes(deps: OauthDeps): {
  readonly start: RequestHandler;
  readonly callback: RequestHandler;
} {
  const { states, publicUrl } = deps;
  const redirect = `${publicUrl.replace(/\/$/, '')}/slack/callback`;
  return {
    start(_request, response) {
      const { id, token, expires } = states.make();
      const secure = publicUrl.startsWith('https:');
      response.cookie(cookieName, id, { httpOnly: true, secure, sameSite: 'lax', expires, path: '/slack/callback' });
      const url = new URL(deps.authorizeUrl);
      for (const [name, value] of Object.entries({
        client_id: deps.clientId,
        scope: botScopes.join(','),
        state: token,
        redirect_uri: redirect,
      }))
        url.searchParams.set(name, value);
      response.redirect(302, url.href);
    },
    async callback(request, response) {
      const outcome = await install(deps, request, redirect);
      response.clearCookie(cookieName, { path: '/slack/callback' });
      if (outcome !== 'installed') deps.log.warn('slack.install-refused', { reason: outcome });
      show(request, response, outcome);
    },
  };
}

async function install(deps: OauthDeps, request: Request, redirect: string): Promise<'installed' | Refusal> {
  const state = deps.states.read(textOf(request.query.state));
  if (state === null || cookieOf(request) !== state.id) return 'state';
  if (!(await deps.repository.useState(state.id, new Date(state.expires)))) return 'state';
  const code = textOf(request.query.code);
  if (code === '') return 'denied';
  const called = await deps.api
    .call('oauth.v2.access', '', {
      code,
      client_id: deps.clientId,
      client_secret: deps.clientSecret,
      redirect_uri: redirect,
    })
    .catch(() => null);
  const grant = called?.kind === 'ok' ? grantSchema.safeParse(called.data) : null;
  if (grant?.success !== true) return 'slack';
  return save(deps, grant.data);
}

async function save(deps: OauthDeps, grant: Grant): Promise<'installed' | Refusal> {
  const [enterprise, team] = [grant.enterprise?.id ?? null, grant.team?.id ?? null];
  const id = grant.is_enterprise_install === true ? enterprise : team;
  const tenant = enterprise ?? team;
  if (id === null || tenant === null) return 'slack';
  if (![enterprise, team].some(name => name !== null && deps.allowedTeams.includes(name))) {
    // A token that nobody may use is given back.
    await deps.api.call('auth.revoke', grant.access_token, {}).catch(() => null);
    return 'not-allowed';
  }
  const { expires_in, refresh_token } = grant;
  await deps.installations.save({
    id,
    tenant,
    enterprise_id: enterprise,
    team_id: team,
    app_id: grant.app_id,
    bot_user_id: grant.bot_user_id,
    access: grant.access_token,
    refresh: refresh_token ?? null,
    expires_at:
      expires_in === null || expires_in === undefined
        ? null
        : new Date(deps.clock.now().getTime() + expires_in * 1_000),
    scopes: grant.scope,
  });
  deps.log.info('slack.installed', { installation: id });
  return 'installed';
}

function show(request: Request, response: Response, outcome: 'installed' | Refusal): void {
  const locale: Locale = request.acceptsLanguages('ja', 'en') === 'ja' ? 'ja' : 'en';
  const { installed, installRefused } = slackMessages[locale];
  const [title, text] =
    outcome === 'installed' ? [installed.title, installed.text] : [installRefused.title, installRefused[outcome]];
  // Our own words alone, so nothing has to be escaped.
  const page = `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>`;
  response
    .status(outcome === 'installed' ? 200 : 403)
    .type('html')
    .send(page);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function cookieOf(request: Request): string | null {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  return cookies.find(one => one.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? null;
}
