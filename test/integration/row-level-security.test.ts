/**
 * The second wall alone: no service, no policy module, only raw SQL in transactions of every kind of actor. What the database hands out is
 * compared, row by row, with what the matrix allows.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, type SystemActor, systemPurposes } from '../../src/platform/access/actor.ts';
import { decide, type Question, type Subject } from '../../src/platform/access/policy.ts';
import type { SqlValue } from '../../src/platform/db/database.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { systemActor, type TestDatabase, testDatabase } from '../support/database.ts';
import { type Member, seedTwoCompanies, twoCompanies } from '../support/group-of-two-companies.ts';

type Row = Readonly<Record<string, unknown>>;

interface Meaning {
  readonly read: (row: Row) => Question;
  /** What changing or deleting the row is; absent = nobody may through the application. */
  readonly write?: (row: Row) => Question;
}

const members: readonly Member[] = twoCompanies();
const purposes: readonly SystemActor['purpose'][] = systemPurposes;
const actors: readonly { readonly name: string; readonly actor: Actor }[] = [
  ...members,
  ...purposes.map(purpose => ({ name: `Michi itself for ${purpose}`, actor: systemActor(purpose) })),
];

const question = (data: Question['data'], act: Question['act'], subject: Subject): Question => ({ data, act, subject });
// The seed writes only ids of companies and people into these columns.
const companyOf = (value: unknown): Subject => ({ companyId: value as NonNullable<Subject['companyId']> | null });
const ownerOf = (value: unknown): Subject => ({ personId: value as NonNullable<Subject['personId']> });

function personOf(id: unknown): Subject {
  const found = members.find(one => one.actor.personId === id);
  if (found === undefined) {
    throw new Error(`no person ${String(id)} was seeded`);
  }
  const reportIds = members.filter(one => one.managerId === id).map(one => one.actor.personId);
  return { personId: found.actor.personId, companyId: found.actor.companyId, managerId: found.managerId, reportIds };
}

const item: Meaning = {
  read: row => question('catalogue-item', 'read', companyOf(row.audience)),
  write: row => question('catalogue-item', 'write', companyOf(row.audience)),
};
const indexed: Meaning = { read: item.read, write: row => question('search-index', 'write', companyOf(row.audience)) };
const alias: Meaning = { read: item.read, write: row => question('catalogue-alias', 'write', companyOf(row.audience)) };

/** Of a series that lives or of an earlier one, which is the member's alone. */
function ofSeries(id: unknown): Subject {
  const member = members.find(one => String(id).endsWith(one.actor.personId));
  const managerId = String(id).startsWith('srs_former_') ? null : (member?.managerId ?? null);
  return { ...(member === undefined ? {} : { personId: member.actor.personId }), managerId };
}

const ofPoint = (row: Row): Subject => (row.visibility === 'shared' ? ofSeries(row.series_id) : ownerOf(row.author_id));
const birthDate: Meaning = {
  read: row => question('milestone-birth-date', 'read', personOf(row.person_id)),
  write: row => question('milestone-birth-date', 'write', personOf(row.person_id)),
};
const milestonePlan: Meaning = {
  read: row => question('milestone-plan', 'read', companyOf(row.company_id)),
  write: row => question('milestone-plan', 'write', companyOf(row.company_id)),
};
const milestoneOffer: Meaning = {
  read: row => question('milestone-offer', 'read', personOf(row.person_id)),
  write: row => question('milestone-offer', 'write', personOf(row.person_id)),
};

const ofChannel: Meaning = {
  read: () => question('channel-installation', 'read', {}),
  write: () => question('channel-installation', 'write', {}),
};

const preference: Meaning = {
  read: row => question('notice-preference', 'read', ownerOf(row.person_id)),
  write: row => question('notice-preference', 'write', ownerOf(row.person_id)),
};

/** What each table's rows are. A new table fails the test until it is said here. */
const outboxRow: Meaning = {
  read: () => question('outbox', 'read', {}),
  write: () => question('outbox', 'write', {}),
};

const meanings: Readonly<Record<string, Meaning>> = {
  companies: {
    read: row => question('company', 'read', companyOf(row.id)),
    write: row => question('company', 'write', companyOf(row.id)),
  },
  people: {
    read: row => question('person-profile', 'read', personOf(row.id)),
    write: row => question('person-profile', 'write', personOf(row.id)),
  },
  person_names: {
    read: row => question('person-name', 'read', personOf(row.person_id)),
    write: row => question('person-profile', 'write', personOf(row.person_id)),
  },
  person_choices: {
    read: row => question('person-profile', 'read', personOf(row.person_id)),
    write: row => question('person-locale', 'write', personOf(row.person_id)),
  },
  person_skills: {
    read: row => question('person-skills', 'read', personOf(row.person_id)),
    write: row => question('person-skills', 'write', personOf(row.person_id)),
  },
  people_staging: {
    read: row => question('person-profile', 'write', personOf(row.number)),
    write: row => question('person-profile', 'write', personOf(row.number)),
  },
  linked_users: {
    read: row => question('linked-user', 'read', ownerOf(row.person_id)),
    write: row => question('linked-user', 'write', ownerOf(row.person_id)),
  },
  slack_installations: ofChannel,
  slack_deliveries: ofChannel,
  slack_forms: ofChannel,
  slack_pictures: ofChannel,
  slack_used_states: ofChannel,
  slack_greeted: ofChannel,
  sources: {
    read: () => question('catalogue-source', 'read', companyOf(null)),
    write: () => question('catalogue-source', 'write', companyOf(null)),
  },
  skills: item,
  roles: item,
  role_skills: item,
  postings: item,
  posting_skills: item,
  courses: item,
  course_skills: item,
  course_sessions: item,
  item_names: alias,
  removed_aliases: alias,
  name_vectors: indexed,
  name_terms: indexed,
  embedding_spaces: {
    read: () => question('search-index', 'read', companyOf(null)),
    write: () => question('search-index', 'write', companyOf(null)),
  },
  missing_item_reports: {
    read: row => question('missing-item-report', 'read', companyOf(row.company_id)),
    write: row => question('missing-item-report', 'close', companyOf(row.company_id)),
  },
  // A turn that has come in names a user of a platform, not yet a person.
  inbox: { read: () => question('conversation', 'read', {}), write: () => question('conversation', 'write', {}) },
  conversation_sessions: {
    read: row => question('conversation', 'read', ownerOf(row.person)),
    write: row => question('conversation', 'write', ownerOf(row.person)),
  },
  web_messages: {
    read: row => question('conversation', 'read', ownerOf(row.person_id)),
    write: row => question('conversation', 'write', ownerOf(row.person_id)),
  },
  web_used_sign_ins: {
    read: () => question('used-sign-in', 'read', {}),
    write: () => question('used-sign-in', 'write', {}),
  },
  outbox: outboxRow,
  outbox_paces: outboxRow,
  notices: {
    read: row => question('notice', 'read', ownerOf(row.person_id)),
    write: row => question('notice', 'write', ownerOf(row.person_id)),
  },
  nudges: {
    read: row => question('nudge', 'read', companyOf(row.company_id)),
    write: row => question('nudge', 'write', companyOf(row.company_id)),
  },
  notice_preferences: preference,
  notice_kinds_off: preference,
  oneonone_series: {
    read: row => question('oneonone', 'read', ofSeries(row.id)),
    write: row => question('oneonone', 'write', ofSeries(row.id)),
  },
  oneonone_meetings: {
    read: row => question('oneonone', 'read', ofSeries(row.series_id)),
    write: row => question('oneonone', 'write', ofSeries(row.series_id)),
  },
  oneonone_points: {
    read: row => question('oneonone-point', 'read', ofPoint(row)),
    write: row => question('oneonone-point', 'write', ofPoint(row)),
  },
  oneonone_figures: {
    read: row => question('oneonone-figures', 'read', companyOf(row.company_id)),
    write: row => question('oneonone-figures', 'write', companyOf(row.company_id)),
  },
  teams_conversations: ofChannel,
  teams_users: ofChannel,
  teams_deliveries: ofChannel,
  milestone_birth_dates: birthDate,
  milestone_issues: birthDate,
  milestone_offers: milestoneOffer,
  milestone_opt_outs: milestoneOffer,
  milestone_rules: milestonePlan,
  milestone_years: milestonePlan,
  milestone_seats: milestonePlan,
  teams_forms: ofChannel,
  audit_entries: { read: row => question('audit-entry', 'read', ownerOf(row.subject_id)) },
};

/** Kept by the migration runner as the owner of the schema; the application has no right to it at all. */
const ownersTables = ['schema_migrations'];

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  await seedTwoCompanies(test, members);
});
afterAll(() => test.close());

const asOwner = <R extends object>(sql: string, values?: readonly SqlValue[]) =>
  test.db.admin.transaction(tx => tx.query<R>(sql, values));

interface TableFacts {
  readonly name: string;
  readonly secured: boolean;
  readonly readable: boolean;
}

async function tables(): Promise<readonly TableFacts[]> {
  return asOwner<TableFacts>(
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as secured, has_table_privilege('michi_app', c.oid, 'select') as readable
     from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
    [test.schema],
  );
}

/** Runs a statement as somebody and undoes it. A refusal by grant counts as no row. */
async function rowsFor(actor: Actor, sql: string): Promise<readonly Row[]> {
  const undo = new Error('undo');
  let rows: Row[] = [];
  const running = test.db.transaction(actor, async tx => {
    rows = await tx.query<Row>(sql);
    throw undo;
  });
  await running.catch(error => {
    if (error !== undo && codeOf(error) !== 'db.not-permitted') {
      throw error;
    }
  });
  return rows;
}

/** What a statement would have deleted; where another table holds on to a row, the policies have let it through. */
async function deletedFor(actor: Actor, table: string): Promise<readonly Row[]> {
  try {
    return await rowsFor(actor, `delete from ${table} returning *`);
  } catch (error) {
    if (codeOf(error) === 'db.foreign-key') {
      return rowsFor(actor, `select * from ${table}`);
    }
    throw error;
  }
}

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : 'none');
const denied = (actor: Actor, rows: readonly Row[], ask: (row: Row) => Question) =>
  rows.filter(row => decide(actor, ask(row)).kind === 'deny');

it('every table has row-level security, for its owner too, or is closed to the application', async () => {
  const open = (await tables()).filter(table => !table.secured && table.readable);
  expect(open).toEqual([]);
});

it('every table that the application can read is known to this test, and has rows in it', async () => {
  const known = (await tables()).filter(table => table.readable).map(table => table.name);
  expect(known).toEqual(Object.keys(meanings).sort());
  expect((await tables()).filter(table => !table.readable).map(table => table.name)).toEqual(ownersTables);
  for (const table of known) {
    const seen = await Promise.all(actors.map(({ actor }) => rowsFor(actor, `select * from ${table}`)));
    expect(seen.flat().length, `somebody sees a row of ${table}`).toBeGreaterThan(0);
  }
});

it('nobody reads when somebody was born: no person, whatever their roles, and no work of Michi’s but that on milestones', async () => {
  for (const table of ['milestone_birth_dates', 'milestone_issues'])
    for (const { name, actor } of actors) {
      const rows = await rowsFor(actor, `select * from ${table}`);
      const may = actor.kind === 'system' && actor.purpose === 'milestones';
      expect(rows.length > 0, `${name} sees ${table}`).toBe(may);
    }
});

it('a manager sees no offer of the people who report to them', async () => {
  const manager = members.find(one => one.name === 'manager of com_aaaa');
  if (manager === undefined) throw new Error('no manager was seeded');
  const rows = await rowsFor(manager.actor, 'select person_id from milestone_offers');
  expect(rows).toEqual([{ person_id: manager.actor.personId }]);
});

it('the role of the application can neither pass the policies by nor change the schema', async () => {
  const [role] = await asOwner<{ rolsuper: boolean; rolbypassrls: boolean; rolcanlogin: boolean }>(
    `select rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname = 'michi_app'`,
  );
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false });
  const [schema] = await asOwner<{ create: boolean }>(
    `select has_schema_privilege('michi_app', $1, 'create') as create`,
    [test.schema],
  );
  expect(schema).toEqual({ create: false });
});

describe.each(Object.entries(meanings))('raw SQL on %s', (table, meaning) => {
  it.each(actors)('gives $name no row that the matrix denies', async ({ actor }) => {
    const rows = await rowsFor(actor, `select * from ${table}`);
    expect(denied(actor, rows, meaning.read)).toEqual([]);
  });

  it('gives nothing in a transaction that forgot its actor', async () => {
    const rows = await test.db.admin.transaction(async tx => {
      await tx.query('set local role michi_app');
      return tx.query(`select * from ${table}`);
    });
    expect(rows).toEqual([]);
  });

  it.each(actors)('lets $name change and delete no row that the matrix denies', async ({ actor }) => {
    const column = await firstColumn(table);
    const updated = await rowsFor(actor, `update ${table} set ${column} = ${column} returning *`);
    const touched = [...updated, ...(await deletedFor(actor, table))];
    const { write } = meaning;
    expect(write === undefined ? touched : denied(actor, touched, write)).toEqual([]);
  });
});

/** One that may be set: identity columns may not. */
async function firstColumn(table: string): Promise<string> {
  const [row] = await asOwner<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and attidentity = '' order by attnum limit 1`,
    [`${test.schema}.${table}`],
  );
  return row?.name ?? '';
}
