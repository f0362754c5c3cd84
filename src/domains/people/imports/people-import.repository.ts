import type { Tx } from '../../../platform/db/database.ts';
import type { ChangeCounts } from '../../../platform/files/import-report.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { StagedPerson } from './people-csv.ts';

export interface StoredCompany {
  readonly id: Id<'company'>;
  readonly code: string;
  readonly content_hash: string;
}

export async function companyHashes(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<StoredCompany>('select id, code, content_hash from companies');
  return new Map(rows.map(row => [row.id, row.content_hash]));
}

/** Company code → id. */
export async function companyCodes(tx: Tx): Promise<ReadonlyMap<string, Id<'company'>>> {
  const rows = await tx.query<StoredCompany>('select id, code, content_hash from companies');
  return new Map(rows.map(row => [row.code, row.id]));
}

export async function upsertCompanies(tx: Tx, companies: readonly StoredCompany[]): Promise<void> {
  await tx.query(
    `insert into companies select * from json_populate_recordset(null::companies, $1::json)
     on conflict (id) do update set name_ja = excluded.name_ja, name_en = excluded.name_en, country = excluded.country,
       time_zone = excluded.time_zone, locale = excluded.locale, fiscal_year_start_month = excluded.fiscal_year_start_month,
       hr_desk_ja = excluded.hr_desk_ja, hr_desk_en = excluded.hr_desk_en, hr_email = excluded.hr_email, email_domains = excluded.email_domains,
       content_hash = excluded.content_hash`,
    [JSON.stringify(companies)],
  );
}

/** What a killed run left behind is of no use to the next one, which reads its file from the start. */
export async function clearStaging(tx: Tx): Promise<void> {
  await tx.query('delete from people_staging');
}

/** Stages people and returns the lines of those who stand in the file twice: the first mention holds. */
export async function stagePeople(tx: Tx, run: string, people: readonly StagedPerson[]): Promise<readonly number[]> {
  const rows = await tx.query<{ line: number }>(
    `insert into people_staging select r.* from json_populate_recordset(null::people_staging, $1::json) r
     on conflict (run, company_id, number) do nothing returning line`,
    [JSON.stringify(people.map(person => ({ ...person, run })))],
  );
  const taken = new Set(rows.map(row => row.line));
  return people.map(person => person.line).filter(line => !taken.has(line));
}

export async function countStaged(tx: Tx, run: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>('select count(*) as count from people_staging where run = $1', [run]);
  return row?.count ?? 0;
}

/** Takes out the rows whose manager is neither in the file nor known, and returns their lines. */
export async function unstageWithoutManager(tx: Tx, run: string): Promise<readonly number[]> {
  const rows = await tx.query<{ line: number }>(
    `delete from people_staging s where s.run = $1 and s.manager_number is not null
       and not exists (select from people_staging m where m.run = $1 and m.company_id = s.manager_company_id and m.number = s.manager_number)
       and not exists (select from people m where m.company_id = s.manager_company_id and m.number = s.manager_number)
     returning s.line`,
    [run],
  );
  return rows.map(row => row.line);
}

/** Takes a run out of the staging table without having taken anything over. */
export async function dropStaged(tx: Tx, run: string): Promise<void> {
  await tx.query('delete from people_staging where run = $1', [run]);
}

/** Whoever was missing in a file has left without one that says so: a file that says so then brings nothing new. */
const differs = `p.content_hash <> s.content_hash and not (p.content_hash = '' and p.status = 'left' and s.status = 'left')`;

export async function compareStaged(tx: Tx, run: string): Promise<ChangeCounts> {
  const [row] = await tx.query<ChangeCounts>(
    `select count(*) filter (where p.id is null) as new,
       count(*) filter (where ${differs}) as changed,
       count(*) filter (where p.id is not null and not (${differs})) as unchanged
     from people_staging s left join people p on p.company_id = s.company_id and p.number = s.number where s.run = $1`,
    [run],
  );
  return row ?? { new: 0, changed: 0, unchanged: 0 };
}

export interface Heads {
  readonly company_id: Id<'company'>;
  readonly before: number;
  readonly after: number;
}

/** People who work in each company of the file, now and after the switch: a file holds everybody of its companies. */
export async function headsByCompany(tx: Tx, run: string): Promise<readonly Heads[]> {
  return tx.query<Heads>(
    `select a.company_id, coalesce(b.heads, 0) as before, a.heads as after
     from (select company_id, count(*) filter (where status <> 'left') as heads from people_staging where run = $1 group by company_id) a
     left join (select company_id, count(*) as heads from people where status <> 'left' group by company_id) b using (company_id)`,
    [run],
  );
}

/** The one visible switch: everything that the file says, at once. Returns how many people are in it no longer and count as having left. */
export async function switchToStaged(tx: Tx, run: string): Promise<number> {
  await insertNew(tx, run);
  await updateChanged(tx, run);
  await tx.query(
    `update people p set manager_id = m.id
     from people_staging s left join people m on m.company_id = s.manager_company_id and m.number = s.manager_number
     where s.run = $1 and p.company_id = s.company_id and p.number = s.number and p.manager_id is distinct from m.id`,
    [run],
  );
  const left = await tx.query<{ id: string }>(
    `update people p set status = 'left', content_hash = '', updated_at = now()
     where p.status <> 'left' and p.company_id in (select company_id from people_staging where run = $1)
       and not exists (select from people_staging s where s.run = $1 and s.company_id = p.company_id and s.number = p.number)
     returning p.id`,
    [run],
  );
  await dropStaged(tx, run);
  return left.length;
}

const employment =
  'email, locale, time_zone, division_ja, division_en, job_category, position, role_id, michi_roles, status, content_hash';

async function insertNew(tx: Tx, run: string): Promise<void> {
  await tx.query(
    `insert into people (id, company_id, number, ${employment})
     select 'per_' || replace(gen_random_uuid()::text, '-', ''), s.company_id, s.number, ${columns('s')}
     from people_staging s where s.run = $1
       and not exists (select from people p where p.company_id = s.company_id and p.number = s.number)`,
    [run],
  );
  await tx.query(
    `insert into person_names
     select p.id, s.family, s.given, s.family_kana, s.given_kana, s.family_latin, s.given_latin
     from people_staging s join people p on p.company_id = s.company_id and p.number = s.number
     where s.run = $1 and not exists (select from person_names n where n.person_id = p.id)`,
    [run],
  );
  await tx.query(
    `insert into person_skills select p.id, k.key, k.value::smallint
     from people_staging s join people p on p.company_id = s.company_id and p.number = s.number
       cross join lateral jsonb_each_text(s.skills) k
     where s.run = $1 and not exists (select from person_skills x where x.person_id = p.id)`,
    [run],
  );
}

/** A row whose content is as before is not touched. Names and skills first: the hash says that they are due. */
async function updateChanged(tx: Tx, run: string): Promise<void> {
  const changed = `people_staging s join people p on p.company_id = s.company_id and p.number = s.number
    where s.run = $1 and ${differs}`;
  await tx.query(
    `update person_names n set family = c.family, given = c.given, family_kana = c.family_kana, given_kana = c.given_kana,
       family_latin = c.family_latin, given_latin = c.given_latin
     from (select p.id, s.family, s.given, s.family_kana, s.given_kana, s.family_latin, s.given_latin from ${changed}) c
     where n.person_id = c.id`,
    [run],
  );
  await tx.query(`delete from person_skills where person_id in (select p.id from ${changed})`, [run]);
  await tx.query(
    `insert into person_skills select c.id, k.key, k.value::smallint
     from (select p.id, s.skills from ${changed}) c cross join lateral jsonb_each_text(c.skills) k`,
    [run],
  );
  await tx.query(
    `update people p set (${employment}, updated_at) = row(${columns('s')}, now())
     from people_staging s
     where s.run = $1 and p.company_id = s.company_id and p.number = s.number and ${differs}`,
    [run],
  );
}

function columns(alias: string): string {
  return employment
    .split(', ')
    .map(column => `${alias}.${column}`)
    .join(', ');
}
