import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingTurn } from '../../src/conversation/contract/turn.ts';
import type { Log } from '../../src/platform/log/log.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import type { StandIn } from '../support/stand-in/stand-in.ts';
import {
  activityFrom,
  createTestTeams,
  postActivity,
  serveTeams,
  startTeamsStandIn,
  teamsApp,
  teamsTenant,
  tokenFor,
} from '../support/teams-platform.ts';

let database: TestDatabase;
let standIn: StandIn;
let server: Awaited<ReturnType<typeof serveTeams>>;
const turns: IncomingTurn[] = [];
const log: string[] = [];
const write = (...line: unknown[]) => void log.push(JSON.stringify(line));
const recorded: Log = { info: write, warn: write, error: (event, _cause, facts) => write(event, facts) };

beforeAll(async () => {
  database = await testDatabase();
  standIn = await startTeamsStandIn();
  const adapter = await createTestTeams({
    db: database.db,
    standIn,
    log: recorded,
    receive: async turn => {
      if (turns.some(known => known.key === turn.key)) return { kind: 'duplicate' };
      turns.push(turn);
      return { kind: 'accepted' };
    },
  });
  server = await serveTeams(adapter);
});
beforeEach(() => {
  turns.length = 0;
});
afterAll(async () => {
  await server.stop();
  await standIn.stop();
  await database.close();
});

const asOwner = <Row extends object>(sql: string) => database.db.admin.transaction(tx => tx.query<Row>(sql));
const rows = async () =>
  Number((await asOwner<{ count: number }>('select count(*) from teams_conversations'))[0]?.count);

async function send(activity: unknown, more: Parameters<typeof tokenFor>[1] = {}): Promise<Response> {
  return postActivity(server.url, activity, await tokenFor(standIn, more));
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1_000);
const claims = () => ({
  iss: 'https://api.botframework.com',
  aud: teamsApp.id,
  serviceurl: `${standIn.url}/teams/`,
  nbf: now() - 60,
  exp: now() + 600,
});
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });

function signedWith(sign: (text: string) => string, header: object, changed: object = {}): string {
  const text = `${part(header)}.${part({ ...claims(), ...changed })}`;
  return `${text}.${sign(text)}`;
}
const rs256 = (text: string) => createSign('RSA-SHA256').update(text).sign(foreign.privateKey, 'base64url');

describe('a request that is not from Teams', () => {
  const genuine = () => tokenFor(standIn);
  const forged: Readonly<Record<string, () => string | null | Promise<string | null>>> = {
    'no token': () => null,
    'a token that is none': () => 'not-a-token',
    'a signature by another key under the known key id': () =>
      signedWith(rs256, { alg: 'RS256', typ: 'JWT', kid: 'stand-in-key' }),
    'a key id that nobody has': () => signedWith(rs256, { alg: 'RS256', typ: 'JWT', kid: 'invented' }),
    'alg none': () => signedWith(() => '', { alg: 'none', typ: 'JWT', kid: 'stand-in-key' }),
    'alg none with a signature': () => signedWith(() => 'AAAA', { alg: 'none', typ: 'JWT', kid: 'stand-in-key' }),
    'HS256 with the public key as its secret': async () => {
      const { keys } = (await (await fetch(`${standIn.url}/keys`)).json()) as { keys: object[] };
      const secret = JSON.stringify(keys[0]);
      const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
      return signedWith(sign, { alg: 'HS256', typ: 'JWT', kid: 'stand-in-key' });
    },
    'claims changed behind the signature': async () => {
      const [head, , signature] = (await genuine()).split('.');
      return `${head}.${part({ ...claims(), exp: now() + 99_999 })}.${signature}`;
    },
    'another issuer': () => tokenFor(standIn, { claims: { iss: 'https://sts.windows.net/evil/' } }),
    'the issuer of the emulator': () =>
      tokenFor(standIn, {
        claims: { iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', ver: '1.0' },
      }),
    'a token for another app': () => tokenFor(standIn, { claims: { aud: '99999999-0000-0000-0000-000000000000' } }),
    'a token that another bot was given': () => tokenFor(standIn, { claims: { appid: 'other', ver: '1.0' } }),
    'an expired token': () => tokenFor(standIn, { claims: { exp: now() - 400 } }),
    'a token without an end': () => tokenFor(standIn, { claims: { exp: undefined } }),
    'a token from the future': () => tokenFor(standIn, { claims: { nbf: now() + 400 } }),
    'a token for another service URL': () => tokenFor(standIn, { claims: { serviceurl: 'https://evil.example/' } }),
    'a token without a service URL': () => tokenFor(standIn, { claims: { serviceurl: undefined } }),
  };
  it.each(Object.keys(forged))('%s is answered 401 and leaves no row', async name => {
    const before = await rows();
    const token = (await forged[name]?.()) ?? null;
    const response = await postActivity(server.url, activityFrom('forger', standIn), token);
    expect(response.status).toBe(401);
    expect(turns).toEqual([]);
    expect(await rows()).toBe(before);
  });

  it('within five minutes of clock difference a token counts, in both directions', async () => {
    expect((await send(activityFrom('clock', standIn), { claims: { exp: now() - 200 } })).status).toBe(200);
    expect((await send(activityFrom('clock', standIn), { claims: { nbf: now() + 200 } })).status).toBe(200);
  });

  it('a flood of invented keys is refused without a flood of look-ups', async () => {
    await send(activityFrom('somebody', standIn));
    const looked = async () =>
      (await standIn.ledger()).filter(entry => entry.kind === 'request' && entry.path === '/keys').length;
    const before = await looked();
    const flood = Array.from({ length: 100 }, (_, index) =>
      postActivity(
        server.url,
        activityFrom('forger', standIn),
        signedWith(rs256, { alg: 'RS256', typ: 'JWT', kid: `invented-${index}` }),
      ),
    );
    expect(new Set((await Promise.all(flood)).map(response => response.status))).toEqual(new Set([401]));
    expect(await looked()).toBe(before);
    expect((await send(activityFrom('somebody', standIn))).status).toBe(200);
  });
});

describe('a request that is from Teams and not for us', () => {
  it.each<[string, Record<string, unknown>]>([
    [
      'a tenant that is not on the list',
      {
        conversation: { conversationType: 'personal', tenantId: 'evil', id: 'a:x' },
        channelData: { tenant: { id: 'evil' } },
      },
    ],
    ['two tenants that differ', { channelData: { tenant: { id: 'evil' } } }],
    ['no tenant at all', { conversation: { conversationType: 'personal', id: 'a:x' }, channelData: {} }],
  ])('%s is answered 403 and leaves no row', async (_name, more) => {
    const before = await rows();
    expect((await send(activityFrom('stranger', standIn, more))).status).toBe(403);
    expect(turns).toEqual([]);
    expect(await rows()).toBe(before);
  });

  it.each([
    'http://127.0.0.1:1/',
    'https://2130706433/',
    'https://[::ffff:127.0.0.1]/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'https://smba.trafficmanager.net.evil.example/',
    'file:///etc/passwd',
  ])('the service URL %s is answered 403 although the token names it too', async serviceUrl => {
    const before = await rows();
    const response = await send(activityFrom('somebody', standIn, { serviceUrl }), {
      claims: { serviceurl: serviceUrl },
    });
    expect(response.status).toBe(403);
    expect(await rows()).toBe(before);
  });

  it('a body over the limit is answered 413, broken JSON and another channel 400', async () => {
    const token = await tokenFor(standIn);
    const text = 'x'.repeat(300_000);
    expect((await postActivity(server.url, activityFrom('somebody', standIn, { text }), token)).status).toBe(413);
    expect((await postActivity(server.url, '{"type":', token)).status).toBe(400);
    expect(
      (await postActivity(server.url, activityFrom('somebody', standIn, { channelId: 'emulator' }), token)).status,
    ).toBe(400);
    expect(turns).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['an unknown type', { type: 'surprise' }, 200],
    ['an unknown invoke', { type: 'invoke', name: 'surprise/us' }, 501],
    ['a message of Michi itself', { from: { id: `28:${teamsApp.id}`, role: 'bot' } }, 200],
    ['a message of somebody without an account in the directory', { from: { id: '29:x' } }, 200],
    ['a button that Michi never drew', { value: { other: true } }, 200],
  ])('%s is acknowledged and has no effect', async (_name, more, status) => {
    expect((await send(activityFrom('somebody', standIn, more))).status).toBe(status);
    expect(turns).toEqual([]);
  });

  it('nothing that people wrote and no token is in the log', () => {
    expect(log.length).toBeGreaterThan(20);
    expect(log.join('\n')).not.toMatch(/system architect|Misaki|eyJ|app-token/);
  });
});

describe('what a genuine activity becomes', () => {
  it('a message in a direct conversation is a turn of its sender', async () => {
    expect((await send(activityFrom('somebody', standIn, { id: 'm1' }))).status).toBe(200);
    expect(turns).toMatchObject([
      {
        channel: 'teams',
        address: JSON.stringify([teamsTenant, 'a:somebody']),
        scope: 'direct',
        user: { tenant: teamsTenant, id: 'somebody' },
        content: { kind: 'text', text: 'Which skills does a system architect need?' },
      },
    ]);
  });

  it('the same activity with another time is the same turn, another conversation’s is not', async () => {
    const activity = activityFrom('somebody', standIn, { id: 'again' });
    const copies = [0, 1, 2, 3].map(index => ({ ...activity, timestamp: `2026-04-01T01:00:0${index}.000Z` }));
    const answers = await Promise.all(copies.map(copy => send(copy)));
    expect(answers.map(answer => answer.status)).toEqual([200, 200, 200, 200]);
    await send(activityFrom('another', standIn, { id: 'again' }));
    expect(turns.map(turn => turn.user.id)).toEqual(['somebody', 'another']);
  });

  it('in a channel the mention is stripped, the thread is kept for the answer, and nobody trusts who reads it', async () => {
    const conversation = { conversationType: 'channel', tenantId: teamsTenant, id: '19:c@thread.tacv2;messageid=17' };
    const text = '<at>Michi</at> what about <at>Ken</at>?&nbsp;';
    const entities = [
      { type: 'mention', text: '<at>Michi</at>', mentioned: { id: `28:${teamsApp.id}` } },
      { type: 'mention', text: '<at>Ken</at>', mentioned: { id: '29:ken' } },
    ];
    await send(activityFrom('somebody', standIn, { conversation, text, entities }));
    expect(turns).toMatchObject([
      {
        address: JSON.stringify([teamsTenant, '19:c@thread.tacv2']),
        replyTo: '19:c@thread.tacv2;messageid=17',
        scope: 'shared-channel',
        content: { kind: 'text', text: 'what about Ken?' },
      },
    ]);
  });

  it.each([
    ['members of the tenant alone', [{ id: 'somebody' }], 'channel'],
    ['a guest', [{ id: 'somebody' }, { id: 'guest', userRole: 'guest' }], 'shared-channel'],
    ['a member of another organisation', [{ id: 'somebody' }, { id: 'out', homeTenant: 'other' }], 'shared-channel'],
  ] as const)('once the members are known, a team with %s is a %s', async (name, members, scope) => {
    const id = `19:${name.replaceAll(' ', '-')}`;
    for (const member of members) await standIn.control('add-user', { tenant: teamsTenant, ...member });
    await standIn.control('add-conversation', { id, tenant: teamsTenant, members: members.map(member => member.id) });
    const conversation = { conversationType: 'groupChat', tenantId: teamsTenant, id };
    const added = { type: 'conversationUpdate', membersAdded: [{ id: `28:${teamsApp.id}` }], conversation };
    await send(activityFrom('somebody', standIn, added));
    await expect
      .poll(async () => (await asOwner(`select shared from teams_conversations where conversation = '${id}'`))[0])
      .toEqual({
        shared: scope === 'shared-channel',
      });
    await send(activityFrom('somebody', standIn, { conversation }));
    expect(turns.at(-1)?.scope).toBe(scope);
  });

  it('a pressed button comes back with its card, from either kind of client', async () => {
    const data = { michi: { intent: 'show-skill', slots: { skill: 'skl_1' }, madeFor: 'per_1' } };
    const value = { action: { type: 'Action.Execute', verb: 'michi', data }, trigger: 'manual' };
    const press = { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: '170', text: undefined };
    const answer = await send(activityFrom('somebody', standIn, press));
    expect(await answer.json()).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
    await send(activityFrom('somebody', standIn, { value: data, replyToId: '170', text: undefined }));
    const content = {
      kind: 'action',
      action: { intent: 'show-skill', slots: { skill: 'skl_1' } },
      card: { ref: '170', madeFor: 'per_1' },
    };
    expect(turns.map(turn => turn.content)).toEqual([content, content]);
  });

  it('a form brings its own values and those of no other form on the card', async () => {
    const data = {
      michi: { intent: 'report-missing', slots: {}, form: 'f0:' },
      'f0:name': 'SRE',
      'f0:place': 'company',
      'f1:name': 'of another form',
    };
    const value = { action: { type: 'Action.Execute', verb: 'michi', data } };
    await send(
      activityFrom('somebody', standIn, { type: 'invoke', name: 'adaptiveCard/action', value, replyToId: '171' }),
    );
    expect(turns[0]?.content).toMatchObject({ kind: 'form', values: { name: 'SRE', place: 'company' } });
  });

  it('a card of an older version is told so in words', async () => {
    const value = { action: { type: 'Action.Execute', verb: 'michi', data: { old: true } } };
    const press = { type: 'invoke', name: 'adaptiveCard/action', value, locale: 'ja-JP' };
    const answer = (await (await send(activityFrom('somebody', standIn, press))).json()) as { value: string };
    expect(answer.value).toContain('以前の版');
    expect(turns).toEqual([]);
  });

  it('what somebody thinks of an answer is counted without their words', async () => {
    const actionValue = { reaction: 'dislike', feedback: '{"feedbackText":"too long, says Misaki"}' };
    const feedback = { type: 'invoke', name: 'message/submitAction', value: { actionName: 'feedback', actionValue } };
    expect((await send(activityFrom('somebody', standIn, feedback))).status).toBe(200);
    expect(log.at(-1)).toContain('dislike');
    expect(log.at(-1)).not.toContain('too long');
  });

  it('an installation greets once and makes the person reachable; its end makes them unreachable', async () => {
    await send(activityFrom('newcomer', standIn, { type: 'installationUpdate', action: 'add', text: undefined }));
    expect(turns.map(turn => turn.content.kind)).toEqual(['opened']);
    const known = () => asOwner(`select user_id from teams_conversations where conversation = 'a:newcomer'`);
    expect(await known()).toEqual([{ user_id: 'newcomer' }]);
    await send(activityFrom('newcomer', standIn, { type: 'installationUpdate', action: 'remove', text: undefined }));
    expect(await known()).toEqual([]);
  });
});
