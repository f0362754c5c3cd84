import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';
import type { QuietHours } from './notifications.types.ts';

/** What a person chose; what they did not choose is null. */
export interface Preferences {
  readonly quiet: QuietHours | null;
  readonly snoozedUntil: PlainDateText | null;
  readonly off: ReadonlySet<string>;
}

interface Row {
  readonly from: number | null;
  readonly to: number | null;
  readonly until: PlainDateText | null;
  readonly off: readonly string[];
}

export async function findPreferences(tx: Tx, person: Id<'person'>): Promise<Preferences> {
  const [row] = await tx.query<Row>(
    `select p.quiet_from as "from", p.quiet_to as "to", to_char(p.snoozed_until, 'YYYY-MM-DD') as until,
       array(select o.kind from notice_kinds_off o where o.person_id = $1) as off
     from (select $1::text as id) me left join notice_preferences p on p.person_id = me.id`,
    [person],
  );
  const { from = null, to = null, until = null, off = [] } = row ?? {};
  return { quiet: from === null || to === null ? null : { from, to }, snoozedUntil: until, off: new Set(off) };
}

export async function saveQuietHours(tx: Tx, person: Id<'person'>, quiet: QuietHours | null): Promise<void> {
  await tx.query(
    `insert into notice_preferences (person_id, quiet_from, quiet_to) values ($1, $2, $3)
     on conflict (person_id) do update set quiet_from = $2, quiet_to = $3`,
    [person, quiet?.from ?? null, quiet?.to ?? null],
  );
}

export async function saveSnooze(tx: Tx, person: Id<'person'>, until: PlainDateText | null): Promise<void> {
  await tx.query(
    `insert into notice_preferences (person_id, snoozed_until) values ($1, $2::date)
     on conflict (person_id) do update set snoozed_until = $2::date`,
    [person, until],
  );
}

export async function saveKind(tx: Tx, person: Id<'person'>, kind: string, on: boolean): Promise<void> {
  await tx.query(
    on
      ? 'delete from notice_kinds_off where person_id = $1 and kind = $2'
      : 'insert into notice_kinds_off (person_id, kind) values ($1, $2) on conflict do nothing',
    [person, kind],
  );
}
