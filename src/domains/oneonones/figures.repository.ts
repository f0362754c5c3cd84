import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { Tally } from './figures.rules.ts';
import type { FigureRow } from './oneonones.types.ts';

export interface MonthOfDivision extends Tally {
  readonly companyId: Id<'company'>;
  readonly divisionEn: string;
  readonly month: string;
}

/**
 * Meetings that should have taken place, by company, division and month of the member's zone, from that instant until now. What was skipped
 * beforehand was not due; what nobody has said anything about within a week did not take place.
 */
export async function tallyMonths(tx: Tx, since: Date, closedBefore: Date): Promise<readonly MonthOfDivision[]> {
  return tx.query<MonthOfDivision>(
    `select p.company_id as "companyId", p.division_ja as division, min(p.division_en) as "divisionEn",
       to_char(m.starts_at at time zone p.time_zone, 'YYYY-MM') as month,
       count(distinct p.id) as people, count(*) as due, count(*) filter (where m.state = 'took-place') as held
     from oneonone_meetings m join oneonone_series s on s.id = m.series_id join people p on p.id = s.member_id
     where m.starts_at >= $1
       and (m.state in ('took-place', 'moved', 'did-not') or (m.state = 'planned' and m.starts_at < $2))
     group by p.company_id, p.division_ja, 4 order by 1, 4, 2`,
    [since, closedBefore],
  );
}

export interface StoredFigure {
  readonly companyId: Id<'company'>;
  readonly division: string;
  readonly divisionEn: string;
  readonly month: string;
  readonly due: number;
  readonly held: number;
  readonly hidden: number;
}

/** Replaces everything from that month on. */
export async function replaceFigures(tx: Tx, fromMonth: string, figures: readonly StoredFigure[]): Promise<void> {
  await tx.query('delete from oneonone_figures where month >= $1', [fromMonth]);
  await tx.query(
    `insert into oneonone_figures (company_id, division_ja, division_en, month, due, held, hidden)
     select f."companyId", f.division, f."divisionEn", f.month, f.due, f.held, f.hidden
     from jsonb_to_recordset($1::jsonb)
       f ("companyId" text, division text, "divisionEn" text, month text, due integer, held integer, hidden integer)`,
    [JSON.stringify(figures)],
  );
}

interface FigureColumns {
  readonly ja: string;
  readonly en: string;
  readonly month: string;
  readonly due: number;
  readonly held: number;
  readonly hidden: number;
}

/** Of one company, by month and division; the whole company first in each month. */
export async function listFigures(
  tx: Tx,
  companyId: Id<'company'>,
): Promise<readonly (FigureRow & { readonly hidden: number })[]> {
  const rows = await tx.query<FigureColumns>(
    `select division_ja as ja, division_en as en, month, due, held, hidden from oneonone_figures
     where company_id = $1 order by month, division_ja`,
    [companyId],
  );
  return rows.map(({ ja, en, ...row }) => ({ ...row, division: ja === '' ? null : { ja, en } }));
}
