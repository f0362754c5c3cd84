import type { Tx } from '../../../platform/db/database.ts';
import type { ChangeCounts } from '../../../platform/files/import-report.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { PlainDateText } from '../../../platform/time/clock.ts';

export interface KnownPerson {
  readonly id: Id<'person'>;
  readonly company: string;
  readonly number: string;
  readonly email: string | null;
}

/** Everybody of every company, those who have left as well: whoever comes back is known again. */
export async function findPeople(tx: Tx): Promise<readonly KnownPerson[]> {
  return tx.query<KnownPerson>(
    'select p.id, c.code as company, p.number, p.email from people p join companies c on c.id = p.company_id',
  );
}

export interface ImportedDate {
  readonly personId: Id<'person'>;
  readonly bornOn: PlainDateText;
  readonly keys: readonly string[];
}

/** Keys that a person had stay while the day is the same: an address that changed must not make a stranger of them. */
export async function saveBirthDates(tx: Tx, dates: readonly ImportedDate[], dryRun: boolean): Promise<ChangeCounts> {
  const given = `(select r."personId" as person_id, r."bornOn" as born_on, array(select jsonb_array_elements_text(r.keys)) as keys
    from jsonb_to_recordset($1::jsonb) r ("personId" text, "bornOn" date, keys jsonb))`;
  const rows = JSON.stringify(dates);
  const [counts] = await tx.query<ChangeCounts>(
    `select count(*) filter (where b.person_id is null)::int as new,
       count(*) filter (where b.person_id is not null and not (b.born_on = g.born_on and b.keys @> g.keys))::int as changed,
       count(*) filter (where b.born_on = g.born_on and b.keys @> g.keys)::int as unchanged
     from ${given} g left join milestone_birth_dates b on b.person_id = g.person_id`,
    [rows],
  );
  if (!dryRun)
    await tx.query(
      `insert into milestone_birth_dates (person_id, born_on, keys) select person_id, born_on, keys from ${given} g
       on conflict (person_id) do update set born_on = excluded.born_on,
         keys = case when milestone_birth_dates.born_on = excluded.born_on
           then array(select distinct unnest(milestone_birth_dates.keys || excluded.keys) order by 1) else excluded.keys end
       where not (milestone_birth_dates.born_on = excluded.born_on and milestone_birth_dates.keys @> excluded.keys)`,
      [rows],
    );
  return counts ?? { new: 0, changed: 0, unchanged: 0 };
}
