import { z } from 'zod';
import { michiRoles } from '../../platform/access/actor.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type {
  AttributeFilter,
  Attributes,
  Company,
  FoundPeople,
  NamedPerson,
  Person,
  PersonName,
  PersonProfile,
  PersonSkill,
} from './people.types.ts';

const rolesSchema = z.array(z.enum(michiRoles));

interface CompanyRow {
  readonly id: Id<'company'>;
  readonly code: string;
  readonly name_ja: string;
  readonly name_en: string;
  readonly country: string;
  readonly time_zone: string;
  readonly locale: Locale;
  readonly hr_desk_ja: string;
  readonly hr_desk_en: string;
  readonly hr_email: string;
}

interface PersonRow {
  readonly id: Id<'person'>;
  readonly company_id: Id<'company'>;
  readonly number: string;
  readonly email: string | null;
  readonly locale: Locale;
  readonly time_zone: string;
  readonly division_ja: string;
  readonly division_en: string;
  readonly job_category: string;
  readonly position: string;
  readonly role_id: Id<'role'> | null;
  readonly manager_id: Id<'person'> | null;
  readonly michi_roles: unknown;
  readonly status: PersonProfile['status'];
}

const personColumns = `p.id, p.company_id, p.number, p.email, coalesce(c.locale, p.locale) as locale, p.time_zone, p.division_ja, p.division_en,
  p.job_category, p.position, p.role_id, p.manager_id, p.michi_roles, p.status`;

export async function findPerson(tx: Tx, id: Id<'person'>): Promise<Person | null> {
  const [row] = await tx.query<PersonRow>(
    `select ${personColumns} from people p left join person_choices c on c.person_id = p.id where p.id = $1`,
    [id],
  );
  return row === undefined ? null : personOf(row);
}

/** A person with what is said of their company to whoever writes to them. */
export async function findAtWork(
  tx: Tx,
  id: Id<'person'>,
): Promise<{ readonly person: Person; readonly company: Pick<Company, 'name' | 'country'> } | null> {
  const [row] = await tx.query<PersonRow & Pick<CompanyRow, 'name_ja' | 'name_en' | 'country'>>(
    `select ${personColumns}, k.name_ja, k.name_en, k.country
     from people p join companies k on k.id = p.company_id left join person_choices c on c.person_id = p.id where p.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  return { person: personOf(row), company: { name: { ja: row.name_ja, en: row.name_en }, country: row.country } };
}

export async function findIdByNumber(tx: Tx, companyCode: string, number: string): Promise<Id<'person'> | null> {
  const [row] = await tx.query<{ id: Id<'person'> }>(
    `select p.id from people p join companies c on c.id = p.company_id
     where c.code = $1 and p.number = $2 and p.status <> 'left'`,
    [companyCode, number],
  );
  return row?.id ?? null;
}

function personOf(row: PersonRow): Person {
  return {
    id: row.id,
    companyId: row.company_id,
    number: row.number,
    email: row.email,
    locale: row.locale,
    timeZone: row.time_zone,
    division: { ja: row.division_ja, en: row.division_en },
    jobCategory: row.job_category,
    position: row.position,
    roleId: row.role_id,
    managerId: row.manager_id,
    michiRoles: rolesSchema.parse(row.michi_roles),
    status: row.status,
  };
}

interface NameRow {
  readonly person_id: Id<'person'>;
  readonly family: string;
  readonly given: string;
  readonly family_kana: string | null;
  readonly given_kana: string | null;
  readonly family_latin: string;
  readonly given_latin: string;
}

export async function findName(tx: Tx, id: Id<'person'>): Promise<PersonName | null> {
  const [row] = await tx.query<NameRow>(
    'select person_id, family, given, family_kana, given_kana, family_latin, given_latin from person_names where person_id = $1',
    [id],
  );
  return row === undefined ? null : nameOf(row);
}

function nameOf(row: NameRow): PersonName {
  return {
    family: row.family,
    given: row.given,
    familyKana: row.family_kana,
    givenKana: row.given_kana,
    familyLatin: row.family_latin,
    givenLatin: row.given_latin,
  };
}

export async function findCompany(tx: Tx, id: Id<'company'>): Promise<Company | null> {
  const [row] = await tx.query<CompanyRow>(
    `select id, code, name_ja, name_en, country, time_zone, locale, hr_desk_ja, hr_desk_en, hr_email from companies where id = $1`,
    [id],
  );
  if (row === undefined) return null;
  return {
    id: row.id,
    code: row.code,
    name: { ja: row.name_ja, en: row.name_en },
    country: row.country,
    timeZone: row.time_zone,
    locale: row.locale,
    hrDesk: { ja: row.hr_desk_ja, en: row.hr_desk_en },
    hrEmail: row.hr_email,
  };
}

/** Best known first. */
export async function findSkills(tx: Tx, id: Id<'person'>): Promise<readonly PersonSkill[]> {
  return tx.query<{ skillId: Id<'skill'>; level: number }>(
    'select skill_id as "skillId", level from person_skills where person_id = $1 order by level desc, skill_id',
    [id],
  );
}

/** People who work here and report to that person, by their Latin name. */
export async function listReports(tx: Tx, managerId: Id<'person'>): Promise<readonly NamedPerson[]> {
  const rows = await tx.query<NameRow & { readonly time_zone: string }>(
    `select n.*, p.time_zone from people p join person_names n on n.person_id = p.id
     where p.manager_id = $1 and p.status <> 'left' order by n.family_latin, n.given_latin, p.id`,
    [managerId],
  );
  return rows.map(row => ({ id: row.person_id, name: nameOf(row), timeZone: row.time_zone }));
}

export async function findWithAttributes(
  tx: Tx,
  company: Id<'company'>,
  { divisions, jobCategories, positions }: AttributeFilter,
): Promise<FoundPeople> {
  const matches = (column: string, at: number) => `(cardinality($${at}::text[]) = 0 or ${column} = any($${at}))`;
  const people = await tx.query<{ id: Id<'person'>; timeZone: string }>(
    `select id, time_zone as "timeZone" from people where company_id = $1 and status <> 'left'
       and ${matches('division_en', 2)} and ${matches('job_category', 3)} and ${matches('position', 4)} order by id`,
    [company, divisions, jobCategories, positions],
  );
  const [count] = await tx.query<{ total: number }>(
    `select count(*)::integer as total from people where company_id = $1 and status <> 'left'`,
    [company],
  );
  return { people, total: count?.total ?? 0 };
}

interface AttributeRow extends Omit<Attributes, 'positions'> {
  readonly positionCodes: readonly string[];
}

export async function listAttributes(tx: Tx, company: Id<'company'>): Promise<AttributeRow> {
  const [row] = await tx.query<AttributeRow>(
    `with own as (select * from people where company_id = $1 and status <> 'left')
     select coalesce((select jsonb_agg(jsonb_build_object('en', d.division_en, 'ja', d.ja) order by d.division_en)
         from (select division_en, min(division_ja) as ja from own group by division_en) d), '[]') as divisions,
       array(select distinct job_category from own order by 1) as "jobCategories",
       array(select distinct position from own order by 1) as "positionCodes"`,
    [company],
  );
  return row ?? { divisions: [], jobCategories: [], positionCodes: [] };
}

export async function saveLocale(tx: Tx, id: Id<'person'>, locale: Locale): Promise<void> {
  await tx.query(
    'insert into person_choices (person_id, locale) values ($1, $2) on conflict (person_id) do update set locale = $2',
    [id, locale],
  );
}

interface DemoRow extends NameRow {
  readonly locale: Locale;
  readonly division_ja: string;
  readonly division_en: string;
  readonly company_ja: string;
  readonly company_en: string;
}

export interface DemoPerson {
  readonly id: Id<'person'>;
  readonly name: PersonName;
  readonly locale: Locale;
  readonly label: PersonProfile['division'];
}

/** People who work, by company and number. */
export async function listDemoPeople(tx: Tx): Promise<readonly DemoPerson[]> {
  const rows = await tx.query<DemoRow>(
    `select n.*, p.locale, p.division_ja, p.division_en, c.name_ja as company_ja, c.name_en as company_en
     from people p join person_names n on n.person_id = p.id join companies c on c.id = p.company_id
     where p.status <> 'left' order by c.code, p.number`,
  );
  return rows.map(row => ({
    id: row.person_id,
    name: nameOf(row),
    locale: row.locale,
    label: { ja: `${row.company_ja}・${row.division_ja}`, en: `${row.company_en}, ${row.division_en}` },
  }));
}
