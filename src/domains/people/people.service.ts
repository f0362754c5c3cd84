import type { Actor, PersonActor } from '../../platform/access/actor.ts';
import { recordAudit, recordAudits } from '../../platform/access/audit.ts';
import { authorise, decide, type Question } from '../../platform/access/policy.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { auditLink, identifyUser } from './identify-user.ts';
import {
  findLink,
  listFirstLinks,
  listLinks,
  removeLink,
  saveLink,
  savePreferredChannel,
} from './identity.repository.ts';
import {
  findAtWork,
  findCompany,
  findIdByNumber,
  findName,
  findPerson,
  findSkills,
  findWithAttributes,
  listAttributes,
  listDemoPeople,
  listReports,
  saveLocale,
} from './people.repository.ts';
import { actorOf } from './people.rules.ts';
import type {
  AddressedPerson,
  Company,
  NamedPerson,
  OwnPlace,
  PeopleService,
  Person,
  PersonProfile,
} from './people.types.ts';
import { positionName } from './position-name.ts';

export interface PeopleServiceDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export function createPeopleService(deps: PeopleServiceDeps): PeopleService {
  const { db, clock } = deps;

  /** A look at all people of one's own company at once, which is one entry of the audit trail. */
  function ofOwnCompany<Result>(actor: PersonActor, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const { companyId } = actor;
    authorise(actor, { data: 'person-profile', act: 'read', subject: { companyId } });
    return db.transaction(actor, async tx => {
      const entry = { action: 'person-profile.search', subjectKind: 'company', subjectId: companyId, companyId };
      await recordAudit(tx, actor, entry);
      return work(tx);
    });
  }

  return {
    async identify(actor, user, directory = null) {
      authorise(actor, { data: 'linked-user', act: 'read' });
      authorise(actor, { data: 'linked-user', act: 'write' });
      return identifyUser(deps, actor, user, directory);
    },

    async linkUser(actor, user, personId) {
      authorise(actor, { data: 'linked-user', act: 'write' });
      await db.transaction(actor, async tx => {
        await saveLink(tx, user, { personId, by: 'operator', at: clock.now() });
        await auditLink(tx, actor, { ...user, personId }, 'linked-user.write', 'operator');
      });
    },

    async unlinkUser(actor, user) {
      authorise(actor, { data: 'linked-user', act: 'write' });
      return db.transaction(actor, async tx => {
        const link = await findLink(tx, user);
        if (link === null) return { kind: 'not-linked' };
        await removeLink(tx, user);
        await auditLink(tx, actor, link, 'linked-user.remove', 'operator');
        return { kind: 'unlinked' };
      });
    },

    async linkedUsers(actor, personId) {
      authorise(actor, { data: 'linked-user', act: 'read', subject: { personId } });
      return db.transaction(actor, tx => listLinks(tx, personId));
    },

    async addressed(actor, tx, personId) {
      authorise(actor, { data: 'person-profile', act: 'read' });
      authorise(actor, { data: 'linked-user', act: 'read' });
      return addressedPerson(tx, personId);
    },

    async firstAccounts(actor, people) {
      authorise(actor, { data: 'linked-user', act: 'read' });
      return db.transaction(actor, tx => listFirstLinks(tx, people));
    },

    withAttributes: (actor, filter) => ofOwnCompany(actor, tx => findWithAttributes(tx, actor.companyId, filter)),

    attributes: actor =>
      ofOwnCompany(actor, async tx => {
        const { positionCodes, ...found } = await listAttributes(tx, actor.companyId);
        return { ...found, positions: positionCodes.map(position => ({ position, name: positionName(position) })) };
      }),

    async ownPlace(actor) {
      authorise(actor, { data: 'person-profile', act: 'read', subject: { personId: actor.personId } });
      return db.transaction(actor, async tx => {
        const found = await findAtWork(tx, actor.personId);
        return found === null ? null : placeOf(found);
      });
    },

    async setPreferredChannel(actor, channel) {
      authorise(actor, { data: 'person-channel', act: 'write', subject: { personId: actor.personId } });
      await db.transaction(actor, tx => savePreferredChannel(tx, actor.personId, channel));
    },

    profile: (actor, id) =>
      db.transaction(actor, async tx => {
        const person = await readAbout(tx, actor, id, 'person-profile');
        const profile = person === null ? null : await profileOf(tx, actor, person);
        return profile === null ? { kind: 'gone' } : { kind: 'found', profile };
      }),

    line: actor =>
      db.transaction(actor, async tx => {
        const me = await findPerson(tx, actor.personId);
        return { manager: me === null ? null : await managerOf(tx, actor, me), reports: await reportsOf(tx, actor) };
      }),

    skills: (actor, id) =>
      db.transaction(actor, async tx => {
        // Whose own they are needs no look at the person first.
        if (actor.kind === 'person' && actor.personId === id)
          authorise(actor, { data: 'person-skills', act: 'read', subject: { personId: id } });
        else if ((await readAbout(tx, actor, id, 'person-skills')) === null) return [];
        return findSkills(tx, id);
      }),

    async setLocale(actor, locale) {
      authorise(actor, { data: 'person-locale', act: 'write', subject: { personId: actor.personId } });
      await db.transaction(actor, tx => saveLocale(tx, actor.personId, locale));
    },

    async ownCompany(actor) {
      authorise(actor, { data: 'company', act: 'read', subject: { companyId: actor.companyId } });
      return db.transaction(actor, tx => companyOf(tx, actor.companyId));
    },

    async findByNumber(actor, companyCode, number) {
      authorise(actor, { data: 'linked-user', act: 'read' });
      return db.transaction(actor, tx => findIdByNumber(tx, companyCode, number));
    },

    async demoPeople(actor) {
      authorise(actor, { data: 'demo-people', act: 'read' });
      return db.transaction(actor, listDemoPeople);
    },
  };
}

async function addressedPerson(tx: Tx, id: Id<'person'>): Promise<AddressedPerson | null> {
  const found = await findAtWork(tx, id);
  if (found === null) return null;
  const { person, company } = found;
  const accounts = (await listLinks(tx, id)).map(({ channel, tenant, id: user }) => ({ channel, tenant, id: user }));
  const { country } = company;
  return { actor: actorOf(person), standing: person.status, country, place: placeOf(found), accounts };
}

function placeOf({ person, company }: NonNullable<Awaited<ReturnType<typeof findAtWork>>>): OwnPlace {
  const { division, jobCategory, position } = person;
  return { company: company.name, division, jobCategory, position, positionName: positionName(position) };
}

/**
 * Loads a person whom the actor may read about, and writes the reading down where that is due. Row-level security hides people whom the
 * actor has nothing to do with; a question about them is refused as one about a stranger, so that the answer does not tell who exists.
 */
async function readAbout(
  tx: Tx,
  actor: Actor,
  id: Id<'person'>,
  data: 'person-profile' | 'person-skills',
): Promise<Person | null> {
  const person = await findPerson(tx, id);
  const { audited } = authorise(actor, questionAbout(data, id, person));
  if (person === null || !audited) return person;
  await recordAudit(tx, actor, {
    action: `${data}.read`,
    subjectKind: 'person',
    subjectId: person.id,
    companyId: person.companyId,
  });
  return person;
}

function questionAbout(data: Question['data'], id: Id<'person'>, person: Person | null): Question {
  if (person === null) return { data, act: 'read', subject: { personId: id } };
  return { data, act: 'read', subject: { personId: id, managerId: person.managerId, companyId: person.companyId } };
}

async function profileOf(tx: Tx, actor: Actor, person: Person): Promise<PersonProfile | null> {
  const name = await findName(tx, person.id);
  if (name === null) return null;
  const { companyId, managerId: _, ...shown } = person;
  const [company, manager] = [await companyOf(tx, companyId), await managerOf(tx, actor, person)];
  return { ...shown, company, name, manager };
}

/** The name of the manager, where the actor may see it: people see whom they report to. */
async function managerOf(tx: Tx, actor: Actor, person: Person): Promise<PersonProfile['manager']> {
  const { managerId } = person;
  if (managerId === null) return null;
  const manager = await findPerson(tx, managerId);
  const subject = {
    personId: managerId,
    reportIds: [person.id],
    ...(manager === null ? {} : { companyId: manager.companyId }),
  };
  if (decide(actor, { data: 'person-name', act: 'read', subject }).kind === 'deny') return null;
  const name = await findName(tx, managerId);
  return name === null ? null : { id: managerId, name };
}

async function reportsOf(tx: Tx, actor: PersonActor): Promise<readonly NamedPerson[]> {
  const reports = await listReports(tx, actor.personId);
  const about = (id: Id<'person'>): Question => ({
    data: 'person-name',
    act: 'read',
    subject: { personId: id, managerId: actor.personId },
  });
  const audited = reports.filter(({ id }) => authorise(actor, about(id)).audited);
  const entry = { action: 'person-name.read', subjectKind: 'person', companyId: actor.companyId };
  if (audited.length > 0)
    await recordAudits(
      tx,
      actor,
      audited.map(({ id }) => ({ ...entry, subjectId: id })),
    );
  return reports;
}

async function companyOf(tx: Tx, id: Id<'company'>): Promise<Company> {
  const company = await findCompany(tx, id);
  if (company === null) throw new AppError('people.company-missing', { detail: { company: id } });
  return company;
}
