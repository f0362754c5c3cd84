import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInstallationRepository } from '../../adapters/slack/installation.repository.ts';
import { createInstallations } from '../../adapters/slack/installations.ts';
import { createSlackApi } from '../../adapters/slack/web-api.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { createKeyRing } from '../../src/platform/secrets/key-ring.ts';
import { createTestClock } from '../support/conversation.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { eventBody } from '../support/slack-payloads.ts';
import { installationOf, type SlackWorld, startSlackWorld, testKeys } from '../support/slack-world.ts';

let database: TestDatabase;
let world: SlackWorld;
const clock = createTestClock('2026-11-23T03:00:00Z');
const channel = { kind: 'system', purpose: 'channel' } as const;

beforeAll(async () => {
  database = await testDatabase();
  const more = { employeeNumberField: 'Xf1', publicUrl: 'https://michi.example', installed: [] };
  world = await startSlackWorld({ db: database.db, clock, ...more });
});
afterAll(async () => {
  await world.stop();
  await database.close();
});

const secrets = () =>
  database.db.transaction(channel, tx =>
    tx.query<{ id: string; secret: string }>('select id, secret from slack_installations'),
  );
const remove = () => database.db.transaction(channel, tx => tx.query('delete from slack_installations'));

async function begin() {
  const response = await fetch(`${world.url}/slack/install`, { redirect: 'manual' });
  const url = new URL(response.headers.get('location') ?? '');
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { url, cookie, state: url.searchParams.get('state') ?? '', flags: response.headers.get('set-cookie') ?? '' };
}

function comeBack(query: Record<string, string>, cookie: string) {
  return fetch(`${world.url}/slack/callback?${new URLSearchParams(query)}`, { headers: { cookie } });
}

describe('installing', () => {
  it('asks for the scopes with a state that is bound to the browser, and keeps the token encrypted', async () => {
    const { url, cookie, state, flags } = await begin();
    expect(url.searchParams.get('scope')).toContain('chat:write');
    expect(url.searchParams.get('redirect_uri')).toBe('https://michi.example/slack/callback');
    expect(flags).toMatch(/HttpOnly.*Secure.*SameSite=Lax/i);
    expect((await comeBack({ code: 'good', state }, cookie)).status).toBe(200);
    const [row] = await secrets();
    expect(row?.id).toBe('T1');
    expect(JSON.stringify(row)).not.toContain('xoxb');
    expect(await world.adapter.installations.token('T1')).toMatchObject({ botUserId: 'UMICHI' });
    expect((await comeBack({ code: 'good', state }, cookie)).status).toBe(403);
  });

  it('an org-wide installation serves every workspace of the Grid under one id', async () => {
    await world.slack.control('grant', {
      team: null,
      enterprise: { id: 'E1', name: 'grid' },
      is_enterprise_install: true,
    });
    const { cookie, state } = await begin();
    expect((await comeBack({ code: 'good', state }, cookie)).status).toBe(200);
    expect(await world.adapter.installations.reaching('E1')).toEqual(['E1']);
    await remove();
  });

  it.each<readonly [string, (begun: { state: string; cookie: string }) => [Record<string, string>, string]]>([
    ['without a state', ({ cookie }) => [{ code: 'good' }, cookie]],
    ['with a state of somebody else', ({ state, cookie }) => [{ code: 'good', state: `${state}x` }, cookie]],
    ['in another browser', ({ state }) => [{ code: 'good', state }, '']],
    ['after the approval was cancelled', ({ state, cookie }) => [{ error: 'access_denied', state }, cookie]],
    ['with a code that Slack does not know', ({ state, cookie }) => [{ code: 'bad', state }, cookie]],
  ])('coming back %s is refused and saves nothing', async (_name, change) => {
    const [query, cookie] = change(await begin());
    expect((await comeBack(query, cookie)).status).toBe(403);
    expect(await secrets()).toEqual([]);
  });

  it('coming back too late, or from a workspace that is not on the allow-list, is refused and saves nothing', async () => {
    await world.slack.control('grant', { team: { id: 'T9' }, enterprise: null, is_enterprise_install: false });
    const foreign = await begin();
    expect((await comeBack({ code: 'good', state: foreign.state }, foreign.cookie)).status).toBe(403);
    const late = await begin();
    clock.forward(21 * 60_000);
    expect((await comeBack({ code: 'good', state: late.state }, late.cookie)).status).toBe(403);
    expect(await secrets()).toEqual([]);
  });
});

describe('tokens', () => {
  it('one that ends soon is renewed once, however many ask at the same time', async () => {
    await world.slack.control('rotate');
    const expires_at = new Date(clock.now().getTime() + 60 * 60_000);
    await world.adapter.installations.save({ ...installationOf('T1'), refresh: 'xoxe-1', expires_at });
    const before = (await world.slack.effects('token-issued')).length;
    const found = await Promise.all(Array.from({ length: 8 }, () => world.adapter.installations.token('T1')));
    expect((await world.slack.effects('token-issued')).length - before).toBe(1);
    for (const one of found) expect(one?.token).toMatch(/^xoxb-(T1|token-\d+)$/);
    expect((await world.adapter.installations.token('T1'))?.token).toMatch(/^xoxb-token-/);
  });

  it('what an older key encrypted is encrypted anew, and a secret of another row cannot be read', async () => {
    await remove();
    await world.adapter.installations.save(installationOf('T1'));
    const keys = createKeyRing([
      { id: 'newer', bytes: Buffer.alloc(32, 9) },
      { id: 'test', bytes: Buffer.alloc(32, 7) },
    ]);
    const renewed = createInstallations({
      ...{ keys, clock, log: createLog('silent'), clientId: 'c', clientSecret: 's' },
      repository: createInstallationRepository(database.db),
      api: createSlackApi({ url: world.slack.url }),
    });
    expect(await renewed.renewAll()).toBe(1);
    const [row] = await secrets();
    expect(row?.secret).toMatch(/^v1\.newer\./);
    expect(await renewed.token('T1')).toMatchObject({ token: 'xoxb-T1' });
    expect(() =>
      testKeys.decrypt(row?.secret ?? '', { table: 'slack_installations', column: 'secret', row: 'T2' }),
    ).toThrow();
  });

  it('an uninstalled app and a revoked token are forgotten at once', async () => {
    for (const event of [
      { type: 'app_uninstalled' },
      { type: 'tokens_revoked', tokens: { oauth: [], bot: ['UMICHI'] } },
    ]) {
      await world.adapter.installations.save(installationOf('T1'));
      expect((await world.post(eventBody(event))).status).toBe(200);
      expect(await world.adapter.installations.token('T1')).toBeNull();
    }
  });
});

describe('who somebody is', () => {
  const confirmed = {
    is_email_confirmed: true,
    profile: { email: 'a@aoba.example', fields: { Xf1: { value: ' 000123 ' } } },
  };
  it.each([
    ['a member', { team_id: 'T1', ...confirmed }, 'member', { email: 'a@aoba.example', employeeNumber: '000123' }],
    [
      'an address that nobody confirmed',
      { team_id: 'T1', profile: { email: 'a@aoba.example' } },
      'member',
      { email: null, employeeNumber: null },
    ],
    ['a switched-off account', { team_id: 'T1', deleted: true, ...confirmed }, 'leaver', null],
    ['a guest', { team_id: 'T1', is_restricted: true, ...confirmed }, 'guest', null],
    ['a guest of one channel', { team_id: 'T1', is_ultra_restricted: true, ...confirmed }, 'guest', null],
    ['somebody of a shared channel', { team_id: 'T7', is_stranger: true, ...confirmed }, 'shared-channel', null],
    ['a member of another workspace', { team_id: 'T7', ...confirmed }, 'external', null],
    ['a bot', { team_id: 'T1', is_bot: true, ...confirmed }, 'bot', null],
  ])('%s', async (_name, user, standing, claims) => {
    await world.adapter.installations.save(installationOf('T1'));
    await world.slack.control('add-user', { id: 'U7', ...user });
    const found = await world.adapter.directory.lookUp({ channel: 'slack', tenant: 'T1', id: 'U7' });
    expect(found).toMatchObject({
      kind: 'found',
      user: { standing, claims: claims ?? { email: null, employeeNumber: null } },
    });
  });

  it('nobody, and a Slack that does not answer', async () => {
    expect(await world.adapter.directory.lookUp({ channel: 'slack', tenant: 'T1', id: 'U404' })).toEqual({
      kind: 'gone',
    });
    const fault = { kind: 'status', when: 'before-effect', status: 503 } as const;
    await world.slack.setFaults([{ path: '/api/users.info', fault }]);
    expect((await world.adapter.directory.lookUp({ channel: 'slack', tenant: 'T1', id: 'U7' })).kind).toBe(
      'unavailable',
    );
  });
});
