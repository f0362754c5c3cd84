import { signingSecret } from './slack-world.ts';
import { teamsApp, teamsTenant } from './teams-platform.ts';

/** Variables of a product that several processes and platforms share. */
export const sharedVariables = {
  MICHI_PUBLIC_URL: 'https://michi.example',
  MICHI_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
} as const;

/** `api`: where Slack is; `teams`: the workspaces that may install Michi. */
export const slackVariables = (api: string, teams = 'T1') => ({
  SLACK_SIGNING_SECRET: signingSecret,
  SLACK_CLIENT_ID: 'client',
  SLACK_CLIENT_SECRET: 'client secret',
  SLACK_STATE_SECRET: 'a state secret of tests, long enough',
  SLACK_ALLOWED_TEAMS: teams,
  SLACK_API_URL: api,
});

/** `url`: where the stand-in of Teams is. */
export const teamsVariables = (url: string) => ({
  TEAMS_APP_ID: teamsApp.id,
  TEAMS_APP_PASSWORD: teamsApp.password,
  TEAMS_ALLOWED_TENANTS: teamsTenant,
  TEAMS_SERVICE_URL: `${url}/teams/`,
  TEAMS_OPENID_METADATA_URL: `${url}/openid`,
  TEAMS_LOGIN_URL: `${url}/login`,
});

/** Installs Michi at `url` as an administrator of the workspace would, through the browser. */
export async function installSlack(url: string): Promise<void> {
  const begun = await fetch(`${url}/slack/install`, { redirect: 'manual' });
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const query = new URLSearchParams({ code: 'good', state });
  const back = await fetch(`${url}/slack/callback?${query}`, { headers: { cookie } });
  if (back.status !== 200) throw new Error(`Slack could not be installed: ${back.status}`);
}
