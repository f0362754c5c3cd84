import type { Tx } from '../../../platform/db/database.ts';
import { type Id, newId } from '../../../platform/ids/ids.ts';
import type { Cadence } from '../series.rules.ts';

export interface Worker {
  readonly id: Id<'person'>;
  /** `HQ/000123` */
  readonly key: string;
  readonly managerId: Id<'person'> | null;
  readonly leads: boolean;
}

/** People who work here by company code and number, with their manager. */
export async function findWorkers(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, Worker>> {
  const rows = await tx.query<Worker>(
    `select p.id, c.code || '/' || p.number as key, p.manager_id as "managerId",
       exists (select from people r where r.manager_id = p.id and r.status <> 'left') as leads
     from people p join companies c on c.id = p.company_id
     where c.code || '/' || p.number = any($1) and p.status <> 'left'`,
    [keys],
  );
  return new Map(rows.map(row => [row.key, row]));
}

export interface KnownCadence extends Pick<Cadence, 'rule' | 'start' | 'zone' | 'minutes' | 'until'> {
  readonly id: Id<'series'>;
  readonly memberId: Id<'person'>;
}

/** The series that live of these members. */
export async function findCadences(
  tx: Tx,
  members: readonly Id<'person'>[],
): Promise<ReadonlyMap<Id<'person'>, KnownCadence>> {
  const rows = await tx.query<KnownCadence>(
    `select id, member_id as "memberId", rule, starts_local as start, time_zone as zone, minutes, until_day as until
     from oneonone_series where member_id = any($1) and state in ('active', 'paused', 'waiting')`,
    [members],
  );
  return new Map(rows.map(row => [row.memberId, row]));
}

export interface CadenceRow extends Cadence {
  readonly managerId: Id<'person'>;
  readonly memberId: Id<'person'>;
}

/** Their meetings are planned by the job that keeps meetings planned. */
export async function addSeries(tx: Tx, rows: readonly CadenceRow[]): Promise<void> {
  await tx.query(
    `insert into oneonone_series (id, manager_id, member_id, rule, starts_local, time_zone, minutes, until_day, state)
     select r.id, r."managerId", r."memberId", r.rule, r.start, r.zone, r.minutes, r.until, 'active'
     from jsonb_to_recordset($1::jsonb) r
       (id text, "managerId" text, "memberId" text, rule text, start text, zone text, minutes smallint, until date)`,
    [JSON.stringify(rows.map(row => ({ ...row, id: newId('series') })))],
  );
}

export async function changeCadences(
  tx: Tx,
  rows: readonly (Cadence & { readonly id: Id<'series'> })[],
): Promise<void> {
  await tx.query(
    `update oneonone_series s set rule = r.rule, starts_local = r.start, time_zone = r.zone, minutes = r.minutes, until_day = r.until,
       planned_to = null, revision = s.revision + 1
     from jsonb_to_recordset($1::jsonb) r (id text, rule text, start text, zone text, minutes smallint, until date)
     where s.id = r.id`,
    [JSON.stringify(rows)],
  );
}

export async function hasAnySeries(tx: Tx): Promise<boolean> {
  return (await tx.query('select from oneonone_series limit 1')).length > 0;
}
