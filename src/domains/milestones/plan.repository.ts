import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';
import type { CompanyYear, MilestoneRule, OfferKind } from './milestones.types.ts';

const companyColumns = `c.id as "companyId", c.country, c.time_zone as "timeZone", c.fiscal_year_start_month::int as "startMonth"`;

export async function findCompanyYear(tx: Tx, id: Id<'company'>): Promise<CompanyYear | null> {
  const [row] = await tx.query<CompanyYear>(`select ${companyColumns} from companies c where c.id = $1`, [id]);
  return row ?? null;
}

/** Companies that have started any year. */
export async function findPlanningCompanies(tx: Tx): Promise<readonly CompanyYear[]> {
  return tx.query<CompanyYear>(
    `select ${companyColumns} from companies c
     where exists (select from milestone_years y where y.company_id = c.id) order by c.id`,
  );
}

export async function isStarted(tx: Tx, companyId: Id<'company'>, year: number): Promise<boolean> {
  const rows = await tx.query('select company_id from milestone_years where company_id = $1 and fiscal_year = $2', [
    companyId,
    year,
  ]);
  return rows.length > 0;
}

/** False when it was started before. */
export async function saveStart(tx: Tx, companyId: Id<'company'>, year: number, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `insert into milestone_years (company_id, fiscal_year, started_at) values ($1, $2, $3) on conflict do nothing returning company_id`,
    [companyId, year, at],
  );
  return rows.length > 0;
}

export async function deleteStart(tx: Tx, companyId: Id<'company'>, year: number): Promise<void> {
  await tx.query('delete from milestone_years where company_id = $1 and fiscal_year = $2', [companyId, year]);
}

export async function findRules(tx: Tx, companyId: Id<'company'>): Promise<readonly MilestoneRule[]> {
  return tx.query<MilestoneRule>(
    `select id, company_id as "companyId", age::int as age, offer, course_id as "courseId" from milestone_rules
     where company_id = $1 order by age, offer`,
    [companyId],
  );
}

export async function insertRule(tx: Tx, rule: MilestoneRule): Promise<void> {
  await tx.query('insert into milestone_rules (id, company_id, age, offer, course_id) values ($1, $2, $3, $4, $5)', [
    rule.id,
    rule.companyId,
    rule.age,
    rule.offer,
    rule.courseId,
  ]);
}

export async function saveRuleCourse(tx: Tx, id: Id<'milestoneRule'>, courseId: Id<'course'>): Promise<void> {
  await tx.query('update milestone_rules set course_id = $2 where id = $1', [id, courseId]);
}

export async function deleteRule(tx: Tx, id: Id<'milestoneRule'>): Promise<MilestoneRule | null> {
  const [row] = await tx.query<MilestoneRule>(
    `delete from milestone_rules where id = $1
     returning id, company_id as "companyId", age::int as age, offer, course_id as "courseId"`,
    [id],
  );
  return row ?? null;
}

/** Planning runs one at a time, over all companies: somebody who is on the way from one to another is offered everything once. */
export async function lockPlanning(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('milestones'))`);
}

export interface Candidate {
  readonly personId: Id<'person'>;
  readonly bornOn: PlainDateText;
  readonly timeZone: string;
  readonly keys: readonly string[];
}

/** People who work in the company, were born in one of the years and did not opt out, there or where they were before. */
export async function findCandidates(
  tx: Tx,
  companyId: Id<'company'>,
  years: readonly number[],
): Promise<readonly Candidate[]> {
  return tx.query<Candidate>(
    `select p.id as "personId", b.born_on::text as "bornOn", p.time_zone as "timeZone", b.keys
     from people p join milestone_birth_dates b on b.person_id = p.id
     where p.company_id = $1 and p.status = 'active' and extract(year from b.born_on)::int = any ($2::int[])
       and not exists (
         select from milestone_opt_outs o left join milestone_birth_dates e on e.person_id = o.person_id
         where o.person_id = p.id or e.keys && b.keys)
     order by p.id`,
    [companyId, years],
  );
}

export interface Issue {
  readonly personId: Id<'person'>;
  readonly milestone: string;
  readonly keys: readonly string[];
}

/** What any of these people has had, under this id or another. */
export async function findIssues(tx: Tx, candidates: readonly Candidate[]): Promise<readonly Issue[]> {
  return tx.query<Issue>(
    `select person_id as "personId", milestone, keys from milestone_issues where person_id = any ($1) or keys && $2::text[]`,
    [candidates.map(one => one.personId), [...new Set(candidates.flatMap(one => one.keys))]],
  );
}

export interface NewOffer extends Issue {
  readonly id: Id<'milestoneOffer'>;
  readonly companyId: Id<'company'>;
  readonly offer: OfferKind;
  readonly courseId: Id<'course'>;
  readonly year: number;
}

export async function insertOffers(tx: Tx, offers: readonly NewOffer[]): Promise<void> {
  const rows = JSON.stringify(offers);
  await tx.query(
    `insert into milestone_offers (id, person_id, company_id, offer, course_id, fiscal_year, state)
     select r.id, r."personId", r."companyId", r.offer, r."courseId", r.year, 'offered'
     from jsonb_to_recordset($1::jsonb) r (id text, "personId" text, "companyId" text, offer text, "courseId" text, year smallint)`,
    [rows],
  );
  await tx.query(
    `insert into milestone_issues (person_id, milestone, keys, offer_id)
     select r."personId", r.milestone, array(select jsonb_array_elements_text(r.keys)), r.id
     from jsonb_to_recordset($1::jsonb) r (id text, "personId" text, milestone text, keys jsonb)`,
    [rows],
  );
}

export interface CarriedOffer {
  readonly id: Id<'milestoneOffer'>;
  readonly personId: Id<'person'>;
  readonly timeZone: string;
  readonly courseId: Id<'course'>;
  readonly offer: OfferKind;
}

/** Offers of earlier years in one of the states, of people who still work in the company. */
export async function findCarried(
  tx: Tx,
  companyId: Id<'company'>,
  year: number,
  states: readonly string[],
): Promise<readonly CarriedOffer[]> {
  return tx.query<CarriedOffer>(
    `select o.id, o.person_id as "personId", p.time_zone as "timeZone", o.course_id as "courseId", o.offer
     from milestone_offers o join people p on p.id = o.person_id
     where o.company_id = $1 and o.fiscal_year < $2 and o.state = any ($3) and p.company_id = $1 and p.status = 'active'
     order by o.id for update of o`,
    [companyId, year, states],
  );
}

export async function carryOver(tx: Tx, ids: readonly Id<'milestoneOffer'>[], year: number): Promise<void> {
  await tx.query(
    `update milestone_offers set state = 'offered', session_id = null, queued_at = null, fiscal_year = $2, carried = true where id = any ($1)`,
    [ids, year],
  );
}

/** Offers of the year that nobody has answered. */
export async function findUnanswered(
  tx: Tx,
  companyId: Id<'company'>,
  year: number,
): Promise<readonly { readonly id: Id<'milestoneOffer'>; readonly carried: boolean }[]> {
  return tx.query(
    `select id, carried from milestone_offers where company_id = $1 and fiscal_year = $2 and state = 'offered' order by id for update`,
    [companyId, year],
  );
}

/** As if it had never been offered; one that came from an earlier year goes back there. */
export async function takeBackOffer(tx: Tx, id: Id<'milestoneOffer'>, carried: boolean, year: number): Promise<void> {
  if (carried)
    await tx.query(`update milestone_offers set state = 'next-year', fiscal_year = $2, carried = false where id = $1`, [
      id,
      year - 1,
    ]);
  else await tx.query('delete from milestone_offers where id = $1', [id]);
}

interface AdoptedRow {
  readonly id: Id<'milestoneOffer'>;
  readonly from: Id<'person'>;
  readonly to: Id<'person'>;
  readonly courseId: Id<'course'>;
}

/**
 * Offers that somebody had not settled when they left for this company go with them: they come again at once, or in the year asked for. Gives
 * them with the id that the person had before.
 */
export async function adoptOffers(
  tx: Tx,
  companyId: Id<'company'>,
  year: number,
): Promise<readonly { readonly id: Id<'milestoneOffer'>; readonly person: Id<'person'> }[]> {
  const rows = await tx.query<AdoptedRow>(
    `select distinct on (o.id) o.id, i.person_id as "from", p.id as "to", r.course_id as "courseId"
     from milestone_issues i join milestone_offers o on o.id = i.offer_id
       join people before on before.id = i.person_id and before.status = 'left'
       join milestone_birth_dates b on b.keys && i.keys and b.person_id <> i.person_id
       join people p on p.id = b.person_id and p.company_id = $1 and p.status = 'active'
       join milestone_rules r on r.company_id = $1 and r.offer || ':' || r.age = i.milestone
     where o.state in ('offered', 'next-year', 'waitlisted')
       and not exists (select from milestone_issues n where n.person_id = p.id and n.milestone = i.milestone)
     order by o.id, p.id`,
    [companyId],
  );
  if (rows.length === 0) return [];
  const adopted = `jsonb_to_recordset($1::jsonb) a (id text, "to" text, "courseId" text)`;
  await tx.query(
    `update milestone_offers o set person_id = a."to", company_id = $2, course_id = a."courseId", state = 'next-year',
       session_id = null, queued_at = null, fiscal_year = case when o.state = 'next-year' then o.fiscal_year else $3 end
     from ${adopted} where o.id = a.id`,
    [JSON.stringify(rows), companyId, year - 1],
  );
  await tx.query(`update milestone_issues i set person_id = a."to" from ${adopted} where i.offer_id = a.id`, [
    JSON.stringify(rows),
  ]);
  return rows.map(({ id, from }) => ({ id, person: from }));
}

/** Company code → id. */
export async function findCompanies(tx: Tx): Promise<ReadonlyMap<string, Id<'company'>>> {
  const rows = await tx.query<{ code: string; id: Id<'company'> }>('select code, id from companies');
  return new Map(rows.map(({ code, id }) => [code, id]));
}
