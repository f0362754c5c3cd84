import type { Tx } from '../../../platform/db/database.ts';
import type { Id } from '../../../platform/ids/ids.ts';

/** A company in the columns of its file. */
export async function companyRows(tx: Tx): Promise<readonly Readonly<Record<string, string | number>>[]> {
  return tx.query<Record<string, string | number>>(
    `select code, name_ja, name_en, country, time_zone, locale, fiscal_year_start_month, hr_desk_ja, hr_desk_en, hr_email,
       array_to_string(email_domains, ';') as email_domains
     from companies order by code collate "C"`,
  );
}

/** A person in the columns of the file, except what refers to the catalogue and what holds several values. */
export interface ExportedPerson {
  readonly id: Id<'person'>;
  readonly company_id: Id<'company'>;
  readonly company: string;
  readonly number: string;
  readonly email: string | null;
  readonly family_name: string;
  readonly given_name: string;
  readonly family_kana: string | null;
  readonly given_kana: string | null;
  readonly family_latin: string;
  readonly given_latin: string;
  readonly locale: string;
  readonly time_zone: string;
  readonly division_ja: string;
  readonly division_en: string;
  readonly job_category: string;
  readonly position: string;
  readonly role_id: string | null;
  readonly manager_company: string | null;
  readonly manager_number: string | null;
  readonly michi_roles: readonly string[];
  readonly status: string;
  readonly skills: Readonly<Record<string, number>>;
}

/** Everybody, people who have left included: others may name them as manager. What a person chose in Michi is not the company's to export. */
export async function exportedPeople(tx: Tx): Promise<readonly ExportedPerson[]> {
  return tx.query<ExportedPerson>(
    `select p.id, p.company_id, c.code as company, p.number, p.email, n.family as family_name, n.given as given_name, n.family_kana, n.given_kana,
       n.family_latin, n.given_latin, p.locale, p.time_zone, p.division_ja, p.division_en, p.job_category, p.position, p.role_id,
       mc.code as manager_company, m.number as manager_number, p.michi_roles, p.status,
       coalesce((select jsonb_object_agg(s.skill_id, s.level) from person_skills s where s.person_id = p.id), '{}') as skills
     from people p join companies c on c.id = p.company_id join person_names n on n.person_id = p.id
       left join people m on m.id = p.manager_id left join companies mc on mc.id = m.company_id
     order by c.code collate "C", p.number collate "C"`,
  );
}
