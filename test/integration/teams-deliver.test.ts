import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addressOf } from '../../adapters/teams/address.ts';
import { createAppTokens } from '../../adapters/teams/app-token.ts';
import { renderReply } from '../../adapters/teams/render/reply.ts';
import type { TeamsAdapter } from '../../adapters/teams/teams-adapter.ts';
import type { Reply } from '../../src/conversation/contract/reply.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import type { StandIn } from '../support/stand-in/stand-in.ts';
import type { Fault } from '../support/stand-in/stand-in.types.ts';
import { createTestTeams, startTeamsStandIn, teamsApp, teamsTenant } from '../support/teams-platform.ts';
import { sampleReplies } from '../support/web-replies.ts';

let database: TestDatabase;
let standIn: StandIn;
let teams: TeamsAdapter;
let address: string;
const path = '/teams/v3/conversations/a%3Aperson/activities';

beforeAll(async () => {
  database = await testDatabase();
  standIn = await startTeamsStandIn();
  teams = await createTestTeams({ db: database.db, standIn });
  await standIn.control('add-user', { tenant: teamsTenant, id: 'person' });
  address = await opened('person');
});
beforeEach(() => standIn.setFaults([]));
afterAll(async () => {
  await standIn.stop();
  await database.close();
});

async function opened(id: string): Promise<string> {
  const outcome = await teams.channel.openDirect({ channel: 'teams', tenant: teamsTenant, id });
  return outcome.kind === 'opened' ? outcome.address : outcome.kind;
}

const short = sampleReplies.en.courses;
const long: Reply = {
  locale: 'en',
  preview: 'A long message',
  blocks: [
    {
      kind: 'list',
      ordered: true,
      items: Array.from({ length: 200 }, (_, index) => ({
        title: `Skill ${index}`,
        action: { intent: 'show-skill', slots: { skill: `skl_${index}` } },
      })),
    },
  ],
};
const parts = renderReply(long).length;
const sent = async () => (await standIn.effects('sent')).length;
const status = (code: number, when: Fault['when'] = 'before-effect'): Fault => ({ kind: 'status', when, status: code });

let deliveries = 0;
const nextId = () => {
  deliveries += 1;
  return `delivery-${deliveries}`;
};

describe('what comes of a sending', () => {
  const faults: readonly [string, Fault, string, number][] = [
    ['429', status(429), 'rate-limited', 1],
    ['412', status(412), 'temporary', 1],
    ['503', status(503), 'temporary', 1],
    ['500 before the effect', status(500), 'ambiguous', 1],
    ['500 after the effect', status(500, 'after-effect'), 'ambiguous', 2],
    ['502 after the effect', status(502, 'after-effect'), 'ambiguous', 2],
    ['504 after the effect', status(504, 'after-effect'), 'ambiguous', 2],
    ['a cut connection before the effect', { kind: 'reset', when: 'before-effect' }, 'ambiguous', 1],
    ['a cut connection after the effect', { kind: 'reset', when: 'after-effect' }, 'ambiguous', 2],
    ['no answer', { kind: 'hang', when: 'before-effect' }, 'ambiguous', 1],
    ['an answer that is none', { kind: 'garbage', when: 'after-effect' }, 'ambiguous', 2],
    ['401', status(401), 'temporary', 1],
    ['400', status(400), 'forbidden', 1],
    ['403', status(403), 'forbidden', 1],
    ['404', status(404), 'gone', 1],
    ['a redirect', status(302), 'forbidden', 1],
  ];
  it.each(faults)(
    '%s is told as what it is, and trying again costs at most one duplicate',
    async (_name, fault, kind, effects) => {
      const id = nextId();
      const before = await sent();
      await standIn.setFaults([{ path, fault }]);
      expect((await teams.channel.send(address, id, short)).kind).toBe(kind);
      expect((await teams.channel.send(address, id, short)).kind).toBe('sent');
      expect((await teams.channel.send(address, id, short)).kind).toBe('sent');
      expect((await sent()) - before).toBe(effects);
    },
  );

  it('waits as long as the answer says, and a little when it does not', async () => {
    await standIn.setFaults([{ path, fault: { kind: 'status', when: 'before-effect', status: 429, retryAfter: 7 } }]);
    expect(await teams.channel.send(address, nextId(), short)).toEqual({ kind: 'rate-limited', retryAfterMs: 7_000 });
    await standIn.setFaults([{ path, fault: status(429) }]);
    expect(await teams.channel.send(address, nextId(), short)).toEqual({ kind: 'rate-limited', retryAfterMs: 2_000 });
  });

  it('after a token was not taken another is asked for', async () => {
    const asked = async () =>
      (await standIn.ledger()).filter(entry => entry.kind === 'request' && entry.path.startsWith('/login')).length;
    const before = await asked();
    await standIn.setFaults([{ path, fault: status(401) }]);
    await teams.channel.send(address, nextId(), short);
    await teams.channel.send(address, nextId(), short);
    expect((await asked()) - before).toBe(1);
  });

  it('an answer of several messages goes on where it stopped', async () => {
    expect(parts).toBeGreaterThan(1);
    const [id, before] = [nextId(), await sent()];
    await standIn.setFaults([{ path, from: 2, fault: status(503) }]);
    expect((await teams.channel.send(address, id, long)).kind).toBe('temporary');
    expect((await teams.channel.send(address, id, long)).kind).toBe('sent');
    expect((await sent()) - before).toBe(parts);
  });

  it('another process knows what arrived', async () => {
    const [id, before] = [nextId(), await sent()];
    const first = await teams.channel.send(address, id, short);
    const other = await createTestTeams({ db: database.db, standIn });
    expect(await other.channel.send(address, id, short)).toEqual(first);
    expect((await sent()) - before).toBe(1);
  });

  it('an update to a shorter answer deletes what is too much, one to a longer answer sends what is missing', async () => {
    const delivered = await teams.channel.send(address, nextId(), long);
    const ref = delivered.kind === 'sent' ? delivered.ref : '';
    const shorter = await teams.channel.update(address, ref, short);
    expect(shorter).toEqual({ kind: 'sent', ref: ref.split(' ')[0] });
    expect((await standIn.effects('deleted')).map(effect => effect.id)).toEqual(ref.split(' ').slice(1));
    const before = await sent();
    const longer = await teams.channel.update(address, shorter.kind === 'sent' ? shorter.ref : '', long);
    expect(longer.kind === 'sent' && longer.ref.split(' ').length).toBe(parts);
    expect((await sent()) - before).toBe(parts - 1);
  });
});

describe('reaching people', () => {
  it('where the app is not installed it is forbidden; once it is, the person is reached', async () => {
    await standIn.control('add-user', { tenant: teamsTenant, id: 'later', installed: false });
    expect(await opened('later')).toBe('forbidden');
    await standIn.control('add-user', { tenant: teamsTenant, id: 'later', installed: true });
    expect(await opened('later')).toBe(addressOf({ tenant: teamsTenant, conversation: 'a:later' }));
  });

  it('after Teams refused a direct conversation it is opened anew', async () => {
    await standIn.control('add-user', { tenant: teamsTenant, id: 'moved' });
    const first = await opened('moved');
    await standIn.setFaults([{ path: '/teams/v3/conversations/a%3Amoved/activities', fault: status(403) }]);
    await teams.channel.send(first, nextId(), short);
    const requests = async () =>
      (await standIn.ledger()).filter(entry => entry.kind === 'request' && entry.path === '/teams/v3/conversations')
        .length;
    const before = await requests();
    expect(await opened('moved')).toBe(first);
    expect((await requests()) - before).toBe(1);
  });

  it.each([
    ['no answer', { kind: 'hang', when: 'after-effect' }],
    ['a cut connection', { kind: 'reset', when: 'after-effect' }],
    ['an answer that is none', { kind: 'garbage', when: 'after-effect' }],
  ] as const)('%s to an opening is temporary, because opening again gives the same one', async (name, fault) => {
    const id = `open-${name.replaceAll(' ', '-')}`;
    await standIn.control('add-user', { tenant: teamsTenant, id });
    await standIn.setFaults([{ path: '/teams/v3/conversations', fault }]);
    expect(await opened(id)).toBe('temporary');
    expect(await opened(id)).toBe(addressOf({ tenant: teamsTenant, conversation: `a:${id}` }));
  });

  it('nobody of a tenant that is not served is reached, nor through an address that somebody made up', async () => {
    const user = { channel: 'teams', tenant: 'evil', id: 'person' } as const;
    expect(await teams.channel.openDirect(user)).toEqual({ kind: 'gone' });
    for (const made of [addressOf({ tenant: 'evil', conversation: 'a:person' }), 'nonsense', '{}'])
      expect(await teams.channel.send(made, nextId(), short)).toEqual({ kind: 'gone' });
  });

  it('while the sign-in service is away everything is temporary, and many who wait ask once', async () => {
    const tokens = (loginUrl: string) =>
      createAppTokens({
        appId: teamsApp.id,
        appPassword: teamsApp.password,
        tenant: 't',
        loginUrl,
        clock: systemClock,
      });
    expect(await tokens('http://127.0.0.1:1').current()).toEqual({ kind: 'none', reason: 'sign-in-unreachable' });
    const asked = async () =>
      (await standIn.ledger()).filter(entry => entry.kind === 'request' && entry.path.startsWith('/login/t/')).length;
    const shared = tokens(`${standIn.url}/login`);
    await Promise.all(Array.from({ length: 10 }, () => shared.current()));
    expect(await asked()).toBe(1);
  });
});

describe('who somebody is', () => {
  const people: readonly [string, Record<string, unknown>, string, string | null][] = [
    [
      'a member',
      { email: 'Misaki@aoba.example', userPrincipalName: 'm.sato@aoba.example' },
      'member',
      'misaki@aoba.example',
    ],
    [
      'a member whose mail address is in a domain that nobody has proven',
      { email: 'ceo@victim.example', userPrincipalName: 'x@aoba.example' },
      'member',
      'x@aoba.example',
    ],
    ['a guest', { userRole: 'guest', userPrincipalName: 'g_x.example#EXT#@aoba.example' }, 'guest', null],
    [
      'somebody of another tenant',
      { homeTenant: 'other', userPrincipalName: 'x@other.example' },
      'external',
      'x@other.example',
    ],
    ['somebody anonymous', { userRole: 'anonymous' }, 'external', null],
  ];
  it.each(people)('%s is told as such', async (name, more, standing, email) => {
    const id = name.replaceAll(' ', '-');
    await standIn.control('add-user', { tenant: teamsTenant, id, ...more });
    await opened(id);
    const user = { channel: 'teams', tenant: teamsTenant, id } as const;
    expect(await teams.directory.lookUp(user)).toEqual({
      kind: 'found',
      user: { ...user, standing, claims: { email, employeeNumber: null } },
    });
  });

  it('who is not in the roster is gone, and a roster that cannot be asked is unavailable', async () => {
    const user = { channel: 'teams', tenant: teamsTenant, id: 'nobody' } as const;
    expect(await teams.directory.lookUp(user)).toEqual({ kind: 'gone' });
    await opened('person');
    await standIn.setFaults([{ path: '/teams/v3/conversations/a%3Aperson/members/person', fault: status(502) }]);
    expect((await teams.directory.lookUp({ ...user, id: 'person' })).kind).toBe('unavailable');
  });
});

it('retention deletes deliveries and users that nobody needs any more, and keeps whom Michi can write to', async () => {
  const soon = new Date(Date.now() + 60_000);
  expect(await teams.deleteBefore(soon)).toBeGreaterThan(0);
  expect(await teams.deleteBefore(soon)).toBe(0);
  expect(await opened('later')).toBe(addressOf({ tenant: teamsTenant, conversation: 'a:later' }));
});
