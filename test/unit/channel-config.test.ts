import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { createKeyRing } from '../../src/platform/secrets/key-ring.ts';

const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const slack = {
  SLACK_SIGNING_SECRET: 'sign',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'client',
  SLACK_STATE_SECRET: 's'.repeat(32),
  SLACK_ALLOWED_TEAMS: 'T1, E2 T3,T1',
};
const teams = { TEAMS_APP_ID: 'app', TEAMS_APP_PASSWORD: 'word', TEAMS_ALLOWED_TENANTS: 'tenant-1' };
const keys = { MICHI_KEYS: `${key('new', 1)}, ${key('old', 2)}` };
const channelsOf = (environment: Readonly<Record<string, string>>) => readConfig(environment).channels;

function faultOf(environment: Readonly<Record<string, string>>): unknown {
  try {
    channelsOf(environment);
    return null;
  } catch (fault) {
    return fault;
  }
}

describe('platforms in the environment', () => {
  it('are off when nothing is set', () => {
    expect(channelsOf({ SLACK_SIGNING_SECRET: '', TEAMS_APP_ID: '' })).toEqual({
      keys: null,
      slack: null,
      teams: null,
    });
  });

  it('can both be on at once, with several workspaces, organisations and tenants', () => {
    const config = channelsOf({ ...slack, ...teams, ...keys });
    expect(config.slack?.allowedTeams).toEqual(['T1', 'E2', 'T3']);
    expect(config.teams?.allowedTenants).toEqual(['tenant-1']);
    expect(config.keys?.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(() => createKeyRing(config.keys ?? [])).not.toThrow();
  });

  const complete = { ...slack, ...teams, ...keys };
  it.each(Object.keys(complete))('are refused when only %s is missing, and the fault names it', variable => {
    const { [variable as keyof typeof complete]: _, ...rest } = complete; // the keys of the object above
    expect(faultOf(rest)).toMatchObject({ code: 'config.invalid', detail: { variable, problem: 'needed' } });
  });

  it.each([
    ['SLACK_STATE_SECRET', 'short'],
    ['SLACK_APP_TOKEN', 'xoxb-not-an-app-token'],
    ['SLACK_API_URL', 'https://slack.example/api/'],
    ['TEAMS_SERVICE_URL', 'http://169.254.169.254/'],
    ['TEAMS_OPENID_METADATA_URL', 'not a url'],
    ['MICHI_KEYS', 'new'],
    ['MICHI_KEYS', `new:${Buffer.alloc(16, 7).toString('base64')}`],
    ['MICHI_KEYS', `${key('new', 1)},${key('new', 2)}`],
  ])('are refused when %s is "%s", and the fault names the variable and not its value', (variable, value) => {
    const fault = faultOf({ ...complete, [variable]: value });
    expect(fault).toMatchObject({ code: 'config.invalid', detail: { variable } });
    expect(JSON.stringify(fault)).not.toContain(value);
  });

  it('may be served by stand-ins on loopback', () => {
    const config = channelsOf({ ...complete, SLACK_API_URL: 'http://127.0.0.1:4010/api/' });
    expect(config.slack?.apiUrl).toBe('http://127.0.0.1:4010/api/');
  });

  it('are all in the example file', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    for (const variable of Object.keys(complete)) expect(example).toContain(`\n${variable}=`);
  });
});
