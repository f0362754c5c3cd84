/** Accounts of platforms and the people behind them: how they are linked, checked again and refused. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlatformUser, UserLookUp, UserRef } from '../../src/conversation/contract/identity.ts';
import { createPeopleService } from '../../src/domains/people/people.service.ts';
import type { PeopleService, Person } from '../../src/domains/people/people.types.ts';
import { type Id, newId } from '../../src/platform/ids/ids.ts';
import { createTestClock } from '../support/conversation.ts';
import { anEmployee, systemActor, type TestDatabase, testDatabase } from '../support/database.ts';

const identifying = systemActor('identify');
const hour = 60 * 60_000;
let test: TestDatabase;
let companyId: Id<'company'>;
let people: PeopleService;
let clock: ReturnType<typeof createTestClock>;
let accounts = 0;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  clock = createTestClock();
  people = createPeopleService({ db: test.db, clock });
  companyId = await addCompany();
});

async function addCompany(code = newId('company').slice(4, 12), domains: readonly string[] = [`${code}.example`]) {
  const id = newId('company');
  await test.db.transaction(systemActor('import'), tx =>
    tx.query(
      `insert into companies (id, code, name_ja, name_en, country, time_zone, locale, fiscal_year_start_month, hr_desk_ja, hr_desk_en,
         hr_email, content_hash, email_domains)
       values ($1, $2, '会社', 'Company', 'JP', 'Asia/Tokyo', 'ja', 4, '人事', 'HR', 'hr@example.test', 'h', $3)`,
      [id, code, [...domains]],
    ),
  );
  return id;
}

async function codeOf(company: Id<'company'>): Promise<string> {
  const [row] = await test.db.transaction(identifying, tx =>
    tx.query<{ code: string }>('select code from companies where id = $1', [company]),
  );
  return row?.code ?? '';
}

async function addPerson(wanted: Partial<Pick<Person, 'email' | 'status' | 'number' | 'companyId'>> = {}) {
  const id = newId('person');
  await test.db.transaction(systemActor('import'), tx =>
    tx.query(
      `insert into people (id, company_id, number, email, locale, time_zone, division_ja, division_en, job_category, position, michi_roles,
         status, content_hash)
       values ($1, $2, $3, $4, 'en', 'Asia/Tokyo', '部', 'Division', 'it', 'staff', '{employee}', $5, 'h')`,
      [
        id,
        wanted.companyId ?? companyId,
        wanted.number ?? id.slice(4, 14),
        wanted.email ?? null,
        wanted.status ?? 'active',
      ],
    ),
  );
  return id;
}

const setStatus = (id: Id<'person'>, status: Person['status']) =>
  test.db.transaction(systemActor('import'), tx =>
    tx.query('update people set status = $2 where id = $1', [id, status]),
  );

function anAccount(more: Partial<UserRef> = {}): UserRef {
  accounts += 1;
  return { channel: 'slack', tenant: 'T1', id: `U${accounts}`, ...more };
}

/** A platform that says what the test wants of an account, and counts how often it is asked. */
function platform(claims: Partial<PlatformUser['claims']>, standing: PlatformUser['standing'] = 'member') {
  const state = { asked: 0, claims, standing, answer: null as UserLookUp | null };
  return {
    state,
    lookUp: async (user: UserRef): Promise<UserLookUp> => {
      state.asked += 1;
      const all = { email: null, employeeNumber: null, ...state.claims };
      return state.answer ?? { kind: 'found', user: { ...user, standing: state.standing, claims: all } };
    },
  };
}

const audited = (id: Id<'person'>) =>
  test.db.transaction(anEmployee({ personId: id }), tx =>
    tx.query('select actor_purpose, action, detail from audit_entries order by at, id'),
  );
const known = (personId: Id<'person'>) => ({ kind: 'known', actor: expect.objectContaining({ personId }) });

describe('at first contact an account is linked', () => {
  it('by the verified e-mail, whatever its case, and that is written down once', async () => {
    const [person, account] = [await addPerson({ email: 'Hanako.Sato@Example.test' }), anAccount()];
    const slack = platform({ email: 'hanako.sato@example.TEST' });
    expect(await people.identify(identifying, account, slack)).toEqual(known(person));
    expect(await people.identify(identifying, account, slack)).toEqual(known(person));
    expect(slack.state.asked).toBe(1);
    expect(await audited(person)).toEqual([
      { actor_purpose: 'identify', action: 'linked-user.write', detail: { channel: 'slack', why: 'email' } },
    ]);
  });

  it('by the employee number with the code of the company', async () => {
    const person = await addPerson({ number: '000123' });
    const claims = { employeeNumber: `${await codeOf(companyId)}/000123` };
    expect(await people.identify(identifying, anAccount(), platform(claims))).toEqual(known(person));
  });

  it('by the employee number alone when the mail domain is that of one company', async () => {
    const person = await addPerson({ number: '000124' });
    await addPerson({ number: '000124', companyId: await addCompany() });
    const claims = { employeeNumber: '000124', email: `someone.else@${await codeOf(companyId)}.example` };
    expect(await people.identify(identifying, anAccount(), platform(claims))).toEqual(known(person));
  });

  it('on both platforms and in several tenants to the same person', async () => {
    const person = await addPerson({ email: 'both@example.test' });
    const claims = platform({ email: 'both@example.test' });
    for (const place of [{ channel: 'slack' }, { channel: 'slack', tenant: 'T2' }, { channel: 'teams' }] as const)
      expect(await people.identify(identifying, anAccount(place), claims)).toEqual(known(person));
    expect(await people.linkedUsers(identifying, person)).toHaveLength(3);
  });

  it('at once when two of its events come together', async () => {
    const [person, account] = [await addPerson({ email: 'twice@example.test' }), anAccount()];
    const slack = platform({ email: 'twice@example.test' });
    const both = await Promise.all([1, 2].map(() => people.identify(identifying, account, slack)));
    expect(both).toEqual([known(person), known(person)]);
    expect(await people.linkedUsers(identifying, person)).toHaveLength(1);
  });
});

describe('an account stays unknown', () => {
  it.each([
    ['nobody has its e-mail', { email: 'nobody@example.test' }],
    ['it has no claim at all', {}],
    ['it has a number without a company', { employeeNumber: '000999' }],
    ['its number is no number', { employeeNumber: "' or 1=1 --" }],
  ])('when %s', async (_why, claims) => {
    await addPerson({ number: '000999' });
    expect(await people.identify(identifying, anAccount(), platform(claims))).toEqual({ kind: 'unknown' });
  });

  it('when two people have its e-mail', async () => {
    await addPerson({ email: 'shared@example.test' });
    await addPerson({ email: 'shared@example.test' });
    const slack = platform({ email: 'shared@example.test' });
    expect(await people.identify(identifying, anAccount(), slack)).toEqual({ kind: 'unknown' });
  });

  it('when its e-mail and its number are those of two people', async () => {
    await addPerson({ email: 'one@example.test' });
    await addPerson({ number: '000555' });
    const slack = platform({ email: 'one@example.test', employeeNumber: `${await codeOf(companyId)}/000555` });
    expect(await people.identify(identifying, anAccount(), slack)).toEqual({ kind: 'unknown' });
  });

  it('when no platform can be asked and nobody has linked it', async () => {
    expect(await people.identify(identifying, anAccount())).toEqual({ kind: 'unknown' });
  });

  it('when it claims the tenant of our own signature on another channel, or another tenant on ours', async () => {
    const person = await addPerson();
    const forged = { channel: 'slack', tenant: 'signed', id: person } as const;
    expect(await people.identify(identifying, forged)).toEqual({ kind: 'unknown' });
    expect(await people.identify(identifying, { channel: 'web', tenant: 'T1', id: person })).toEqual({
      kind: 'unknown',
    });
    expect(await people.identify(identifying, { channel: 'web', tenant: 'signed', id: person })).toEqual(known(person));
  });
});

describe('an account is refused', () => {
  it.each(['guest', 'external', 'shared-channel', 'foreign-tenant', 'bot'] as const)(
    'when the platform says that it is a %s, though its e-mail is that of an employee',
    async standing => {
      await addPerson({ email: `${standing}@example.test` });
      const slack = platform({ email: `${standing}@example.test` }, standing);
      expect(await people.identify(identifying, anAccount(), slack)).toEqual({ kind: 'refused', reason: standing });
    },
  );

  it('without being looked up when the event itself shows that it is an outsider’s', async () => {
    const slack = platform({});
    const outsider = { ...anAccount(), outside: 'shared-channel' } as const;
    expect(await people.identify(identifying, outsider, slack)).toEqual({ kind: 'refused', reason: 'shared-channel' });
    expect(slack.state.asked).toBe(0);
  });

  it('from the moment its person has left, and served again under the new number of whoever comes back', async () => {
    const [person, account] = [await addPerson({ email: 'back@example.test' }), anAccount()];
    const slack = platform({ email: 'back@example.test' });
    await people.identify(identifying, account, slack);
    await setStatus(person, 'left');
    expect(await people.identify(identifying, account, slack)).toEqual({ kind: 'refused', reason: 'leaver' });
    const again = await addPerson({ email: 'back@example.test' });
    expect(await people.identify(identifying, account, slack)).toEqual(known(again));
  });

  it('never merely because its person is on leave', async () => {
    const person = await addPerson({ email: 'away@example.test', status: 'on-leave' });
    const slack = platform({ email: 'away@example.test' });
    expect(await people.identify(identifying, anAccount(), slack)).toEqual(known(person));
  });
});

describe('a link is checked again after a day', () => {
  async function linked(email: string) {
    const [person, account, slack] = [await addPerson({ email }), anAccount(), platform({ email })];
    await people.identify(identifying, account, slack);
    clock.forward(25 * hour);
    return { person, account, slack };
  }

  it('and stays when nothing has changed', async () => {
    const { person, account, slack } = await linked('same@example.test');
    expect(await people.identify(identifying, account, slack)).toEqual(known(person));
    expect(await people.identify(identifying, account, slack)).toEqual(known(person));
    expect(slack.state.asked).toBe(2);
    expect(await audited(person)).toHaveLength(1);
  });

  it('and ends when the account became a guest’s', async () => {
    const { person, account, slack } = await linked('guest-now@example.test');
    slack.state.standing = 'guest';
    expect(await people.identify(identifying, account, slack)).toEqual({ kind: 'refused', reason: 'guest' });
    expect(await people.linkedUsers(identifying, person)).toEqual([]);
    expect((await audited(person)).at(-1)).toMatchObject({ action: 'linked-user.remove', detail: { why: 'guest' } });
  });

  it('and goes over to whom the e-mail belongs now', async () => {
    const { person, account, slack } = await linked('old@example.test');
    const successor = await addPerson({ email: 'new@example.test' });
    slack.state.claims = { email: 'new@example.test' };
    expect(await people.identify(identifying, account, slack)).toEqual(known(successor));
    expect(await people.linkedUsers(identifying, person)).toEqual([]);
  });

  it('and holds for a week while the platform cannot be asked', async () => {
    const { person, account, slack } = await linked('silent@example.test');
    slack.state.answer = { kind: 'unavailable', reason: 'timeout' };
    expect(await people.identify(identifying, account, slack)).toEqual(known(person));
    clock.forward(7 * 24 * hour);
    await expect(people.identify(identifying, account, slack)).rejects.toMatchObject({
      code: 'people.directory-unavailable',
      retry: 'later',
    });
    slack.state.answer = { kind: 'gone' };
    expect(await people.identify(identifying, account, slack)).toEqual({ kind: 'unknown' });
    expect(await people.linkedUsers(identifying, person)).toEqual([]);
  });

  it('and one that an operator made stays, as long as the account is a member’s', async () => {
    const [person, account, slack] = [await addPerson(), anAccount(), platform({ email: 'unknown@example.test' })];
    await people.linkUser(identifying, account, person);
    clock.forward(25 * hour);
    expect(await people.identify(identifying, account, slack)).toEqual(known(person));
    expect(slack.state.asked).toBe(1);
    clock.forward(25 * hour);
    slack.state.standing = 'external';
    expect(await people.identify(identifying, account, slack)).toEqual({ kind: 'refused', reason: 'external' });
  });
});

describe('an operator', () => {
  it('links and unlinks an account, and both are written down for the person to see', async () => {
    const [person, account] = [await addPerson(), anAccount({ channel: 'teams' })];
    await people.linkUser(identifying, account, person);
    expect(await people.linkedUsers(identifying, person)).toEqual([
      { ...account, personId: person, verifiedBy: 'operator', verifiedAt: clock.now() },
    ]);
    expect(await people.unlinkUser(identifying, account)).toEqual({ kind: 'unlinked' });
    expect(await people.unlinkUser(identifying, account)).toEqual({ kind: 'not-linked' });
    expect((await audited(person)).map(row => row)).toEqual([
      { actor_purpose: 'identify', action: 'linked-user.write', detail: { channel: 'teams', why: 'operator' } },
      { actor_purpose: 'identify', action: 'linked-user.remove', detail: { channel: 'teams', why: 'operator' } },
    ]);
  });

  it('who links a second account of one tenant replaces the first', async () => {
    const [person, first, second] = [await addPerson(), anAccount(), anAccount()];
    await people.linkUser(identifying, first, person);
    await people.linkUser(identifying, second, person);
    expect((await people.linkedUsers(identifying, person)).map(({ id }) => id)).toEqual([second.id]);
  });

  it.each(['employee', 'hr', 'admin'] as const)('is nobody in the chat: %s may not link', async role => {
    const [person, actor] = [await addPerson(), anEmployee({ companyId, roles: [role] })];
    await expect(people.linkUser(actor, anAccount(), person)).rejects.toMatchObject({ code: 'access.denied' });
    await expect(people.unlinkUser(actor, anAccount())).rejects.toMatchObject({ code: 'access.denied' });
    await expect(people.linkedUsers(actor, person)).rejects.toMatchObject({ code: 'access.denied' });
  });
});

describe('uninvited messages', () => {
  it('go to the account seen last until the person prefers a channel', async () => {
    const person = await addPerson();
    const [slack, teams] = [anAccount(), anAccount({ channel: 'teams' })];
    await people.linkUser(identifying, slack, person);
    clock.forward(hour);
    await people.linkUser(identifying, teams, person);
    const order = async () => (await people.linkedUsers(identifying, person)).map(({ channel }) => channel);
    expect(await order()).toEqual(['teams', 'slack']);
    const actor = anEmployee({ personId: person, companyId });
    await people.setPreferredChannel(actor, 'slack');
    expect(await order()).toEqual(['slack', 'teams']);
    expect((await people.linkedUsers(actor, person)).map(({ channel }) => channel)).toEqual(['slack', 'teams']);
    await people.setLocale(actor, 'ja');
    expect(await order()).toEqual(['slack', 'teams']);
  });
});
