import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import type { OutboxEntry } from './outbox.types.ts';

/** A claimed row; `attempt` fences off a slower process. */
export interface ClaimedRow extends OutboxEntry {
  readonly id: string;
  readonly deliveryId: string;
  readonly attempt: number;
  readonly maybeSent: boolean;
}

/** A row that was given out: to be delivered at `at`, under a name that is new each time. */
export interface GivenOut {
  readonly id: string;
  readonly round: number;
  readonly at: Date;
}

const rowSchema = z.object({
  id: z.string(),
  key: z.string(),
  delivery_id: z.string(),
  kind: z.string(),
  subject: z.string(),
  tenant: z.string().nullable(),
  priority: z.union([z.literal(1), z.literal(5), z.literal(9)]),
  due_at: z.date(),
  not_after: z.date().nullable(),
  attempts: z.number(),
  maybe_sent: z.boolean(),
});
const columns =
  'id::text as id, key, delivery_id, kind, subject, tenant, priority, due_at, not_after, attempts, maybe_sent';

function toRow(row: unknown): ClaimedRow {
  const { delivery_id: deliveryId, due_at: dueAt, not_after: notAfter, ...rest } = rowSchema.parse(row);
  const { attempts: attempt, maybe_sent: maybeSent, ...entry } = rest;
  return { ...entry, deliveryId, dueAt, notAfter, attempt, maybeSent };
}

/** Rows that are due soon and of which nobody has asked yet whose limits apply. */
export async function listUnsettled(tx: Tx, until: Date, max: number): Promise<readonly ClaimedRow[]> {
  const sql = `select ${columns} from outbox where state = 'scheduled' and tenant is null and due_at <= $1 order by due_at limit $2`;
  return (await tx.query(sql, [until, max])).map(toRow);
}

export async function settleTenants(
  tx: Tx,
  settled: readonly { readonly id: string; readonly tenant: string }[],
): Promise<void> {
  // A join with a list would be planned as if the table were as small as it was before ten thousand rows came at once.
  const sql = 'update outbox set tenant = $1 where id = any($2::bigint[]) and tenant is null';
  for (const [tenant, own] of Map.groupBy(settled, row => row.tenant))
    await tx.query(sql, [tenant, own.map(({ id }) => id)]);
}

/** The pace that was set for each tenant that has one, in messages a second; it may go more slowly for a while. */
export async function listPaces(tx: Tx): Promise<readonly { readonly tenant: string; readonly most: number }[]> {
  return tx.query('select tenant, most_per_second as most from outbox_paces');
}

/** Tenants with something due that have no pace yet. */
export async function listNewTenants(tx: Tx, now: Date): Promise<readonly string[]> {
  const sql = `select distinct o.tenant from outbox o where o.state = 'scheduled' and o.tenant is not null and o.due_at <= $1
    and not exists (select from outbox_paces p where p.tenant = o.tenant)`;
  return (await tx.query<{ tenant: string }>(sql, [now])).map(row => row.tenant);
}

export async function savePace(tx: Tx, tenant: string, perSecond: number, now: Date): Promise<void> {
  const sql = `insert into outbox_paces (tenant, per_second, most_per_second, next_at, spent_until) values ($1, $2, $2, $3, $3)
    on conflict (tenant) do update set most_per_second = excluded.most_per_second,
      per_second = least(outbox_paces.per_second, excluded.most_per_second)`;
  await tx.query(sql, [tenant, perSecond, now]);
}

/**
 * Gives out what is due: per tenant one place after the other in the rhythm of its pace, urgent rows first. Places are given for `horizonMs`
 * ahead only, so that what comes later and is urgent does not wait behind ten thousand; urgent rows take the next moment. Tenants that another
 * process is at work on are left to it.
 */
const giveOutSql = `with pace as (
    select tenant, per_second, greatest(next_at, $1::timestamptz) as base from outbox_paces
    where next_at <= $1::timestamptz + $2::float8 * interval '1 ms' for update skip locked
  ), room as (
    select tenant, per_second, base,
      ceil(extract(epoch from $1::timestamptz + $2::float8 * interval '1 ms' - base) * per_second)::int as places
    from pace
  ), due as (
    select r.tenant, r.per_second, r.base, r.places, o.id, o.priority,
      row_number() over (partition by r.tenant order by o.priority, o.due_at, o.id) - 1 as place
    from room r cross join (values (1), (5), (9)) p(priority)
    cross join lateral (
      select id, priority, due_at from outbox
      where tenant = r.tenant and outbox.priority = p.priority and state = 'scheduled' and due_at <= $1::timestamptz
      order by due_at limit r.places
    ) o
  ), given as (
    update outbox set state = 'queued', rounds = rounds + 1,
      slot_at = case when due.priority = 1 then $1::timestamptz
        else date_trunc('milliseconds', due.base + due.place * interval '1 s' / due.per_second) end
    from due where outbox.id = due.id and due.place < due.places and outbox.state = 'scheduled'
    returning outbox.id, outbox.tenant, outbox.rounds, outbox.slot_at
  ), moved as (
    update outbox_paces set next_at = r.base + n.count * interval '1 s' / r.per_second
    from (select tenant, count(*) from given group by tenant) n join room r using (tenant)
    where outbox_paces.tenant = n.tenant
  )
  select id::text as id, rounds, slot_at from given order by slot_at`;

export async function giveOut(tx: Tx, now: Date, horizonMs: number): Promise<readonly GivenOut[]> {
  const rows = await tx.query<{ id: string; rounds: number; slot_at: Date }>(giveOutSql, [now, horizonMs]);
  return rows.map(({ id, rounds, slot_at }) => ({ id, round: rounds, at: slot_at }));
}

/** It may go only after that instant: others of the tenant went late and took its place. */
export interface Wait {
  readonly tenant: string;
  readonly until: Date;
  /** Between two places of the tenant. */
  readonly everyMs: number;
}

/** Its time has come; timers may be a little early. */
const isDue = "o.id = $1::bigint and o.state = 'queued' and o.slot_at <= $2::timestamptz + interval '20 ms'";
/** What is late catches up by a twentieth: then the limit of the platform is reached. */
const admitted = 'p.per_second * 1.05';

/**
 * Pays for a place of the tenant (the generic cell rate algorithm of ITU-T I.371, with a tolerance of one place or a quarter of a second). The
 * pace is locked before the row, as everywhere.
 */
const claimSql = `with admitted as (
    update outbox_paces p set spent_until = greatest(p.spent_until, $2::timestamptz) + interval '1 s' / (${admitted})
    from outbox o
    where ${isDue} and p.tenant = o.tenant
      and (o.priority = 1 or p.spent_until <= $2::timestamptz + greatest(interval '1 s' / p.per_second, interval '250 ms'))
    returning p.tenant
  )
  update outbox o set state = 'sending', attempts = attempts + 1, lease_until = $3
  where ${isDue} and exists (select from admitted) returning ${columns}`;

const waitSql = `select p.tenant, p.spent_until as until, 1000 / (${admitted}) as "everyMs"
  from outbox o join outbox_paces p using (tenant) where ${isDue}`;

/** Null when somebody else has it, or it is not wanted any more. */
export async function claim(tx: Tx, id: string, now: Date, leaseUntil: Date): Promise<ClaimedRow | Wait | null> {
  const [row] = await tx.query(claimSql, [id, now, leaseUntil]);
  if (row !== undefined) return toRow(row);
  const [wait] = await tx.query<Wait>(waitSql, [id, now]);
  return wait ?? null;
}

export type Mark =
  | { readonly state: 'sent'; readonly ref: string }
  | { readonly state: 'dropped' | 'failed'; readonly reason: string }
  | {
      readonly state: 'scheduled';
      readonly dueAt: Date;
      readonly reason: string | null;
      readonly maybeSent: boolean;
      /** It was no attempt: nothing was sent and nothing failed. */
      readonly free: boolean;
    };

/** False when the claim was lost meanwhile; then nothing is changed. */
export async function markRow(tx: Tx, { id, attempt }: ClaimedRow, mark: Mark, now: Date): Promise<boolean> {
  const fenced = "where id = $1::bigint and attempts = $2 and state = 'sending' returning id";
  if (mark.state === 'scheduled') {
    const sql = `update outbox set state = 'scheduled', slot_at = null, lease_until = null, due_at = $3, reason = $4, maybe_sent = $5,
      attempts = attempts - $6::int ${fenced}`;
    const values = [id, attempt, mark.dueAt, mark.reason, mark.maybeSent, mark.free ? 1 : 0];
    return (await tx.query(sql, values)).length === 1;
  }
  const sql = `update outbox set state = $3, lease_until = null, sent_ref = $4, reason = $5, ended_at = $6 ${fenced}`;
  const [ref, reason] = mark.state === 'sent' ? [mark.ref, null] : [null, mark.reason];
  return (await tx.query(sql, [id, attempt, mark.state, ref, reason, now])).length === 1;
}

/** What is due and not sent yet, and the pace, of tenants that have one. */
export async function countAhead(
  tx: Tx,
  tenants: readonly string[],
  now: Date,
): Promise<readonly { readonly tenant: string; readonly perSecond: number; readonly waiting: number }[]> {
  const sql = `select p.tenant, p.per_second as "perSecond",
      (select count(*)::int from outbox o where o.tenant = p.tenant and o.state in ('scheduled', 'queued') and o.due_at <= $2) as waiting
    from outbox_paces p where p.tenant = any($1)`;
  return tx.query(sql, [[...tenants], now]);
}

/**
 * The platform has had enough of this tenant: nothing goes out before `until`, and then more slowly. Several complaints within five seconds are
 * about the same burst.
 */
export async function slowDown(tx: Tx, tenant: string, until: Date, now: Date): Promise<void> {
  await tx.query(
    `update outbox_paces set next_at = greatest(next_at, $2), spent_until = greatest(spent_until, $2), limited_at = $3,
       per_second = case when limited_at > $3::timestamptz - interval '5 s' then per_second
         else greatest(per_second * 0.7, most_per_second * 0.05) end
     where tenant = $1`,
    [tenant, until, now],
  );
  await tx.query("update outbox set state = 'scheduled', slot_at = null where tenant = $1 and state = 'queued'", [
    tenant,
  ]);
}

/** A tenth more for each twenty seconds without complaint. */
export async function speedUp(tx: Tx, now: Date): Promise<void> {
  await tx.query(
    `update outbox_paces set per_second = least(per_second * 1.1, most_per_second), limited_at = $1
     where per_second < most_per_second and (limited_at is null or limited_at < $1::timestamptz - interval '20 s')`,
    [now],
  );
}

/** What nobody works on any more is given out again; what may have been sent is looked up first. */
export async function takeBack(tx: Tx, now: Date, queuedSince: Date): Promise<number> {
  const stuck = await tx.query(
    "update outbox set state = 'scheduled', slot_at = null where state = 'queued' and slot_at < $1 returning id",
    [queuedSince],
  );
  const dead = await tx.query(
    `update outbox set state = 'scheduled', slot_at = null, lease_until = null, maybe_sent = true, reason = 'lease-over'
     where state = 'sending' and lease_until < $1 returning id`,
    [now],
  );
  return stuck.length + dead.length;
}

/** Taken back by an operator, and its owner does not know it yet. */
export async function listCancelled(tx: Tx): Promise<readonly ClaimedRow[]> {
  const sql = `select ${columns} from outbox where state = 'cancelled' and ended_at is null order by id limit 200`;
  return (await tx.query(sql)).map(toRow);
}

export async function endCancelled(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await tx.query('update outbox set ended_at = $2 where id = any($1::bigint[])', [[...ids], now]);
}

/** Redis was emptied: whatever was in it is given out again. */
export async function takeBackQueued(tx: Tx): Promise<number> {
  const sql = "update outbox set state = 'scheduled', slot_at = null where state = 'queued' returning id";
  return (await tx.query(sql)).length;
}

/** At the start of the only process that there is: everything on its way belongs to one that is dead. */
export async function takeBackAll(tx: Tx): Promise<number> {
  const sql = `update outbox set maybe_sent = maybe_sent or state = 'sending', state = 'scheduled', slot_at = null, lease_until = null
    where state in ('queued', 'sending') returning id`;
  return (await tx.query(sql)).length;
}
