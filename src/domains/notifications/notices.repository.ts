import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { NoticeCounts, NoticeKind, NoticeState } from './notifications.types.ts';

/** A notice as it stands in its row. */
export interface StoredNotice {
  readonly id: Id<'notice'>;
  readonly kind: string;
  readonly urgency: NoticeKind['urgency'];
  readonly inDigests: boolean;
  readonly person: Id<'person'>;
  readonly subject: string;
  readonly dueAt: Date;
  readonly notAfter: Date | null;
  readonly state: NoticeState;
  readonly reserved: boolean;
  readonly sentAt: Date | null;
  /** Whose message carries it, too; its own id for the first of a digest. */
  readonly digest: Id<'notice'> | null;
}

export interface NewNotice
  extends Pick<StoredNotice, 'id' | 'kind' | 'urgency' | 'inDigests' | 'person' | 'subject' | 'dueAt' | 'notAfter'> {
  readonly key: string;
  /** What its recipient wanted to see again. */
  readonly againOf: Id<'notice'> | null;
}

const columns = `id, kind, urgency, in_digests as "inDigests", person_id as person, subject, due_at as "dueAt", not_after as "notAfter",
  state, reserved_at is not null as reserved, sent_at as "sentAt", digest_id as digest`;

/** In any transaction, whoever its actor is. A key that is known is passed over. */
export async function insertNotices(tx: Tx, notices: readonly NewNotice[]): Promise<void> {
  await tx.query('select plan_notices($1::jsonb)', [JSON.stringify(notices)]);
}

/** In any transaction, whoever its actor is; gives the ids. */
export async function withdrawNotices(
  tx: Tx,
  match: { readonly subject: string; readonly person?: Id<'person'>; readonly kind?: string },
): Promise<readonly Id<'notice'>[]> {
  const rows = await tx.query<{ id: Id<'notice'> }>('select withdraw_notices($1, $2, $3) as id', [
    match.subject,
    match.person ?? null,
    match.kind ?? null,
  ]);
  return rows.map(({ id }) => id);
}

/** In any transaction, whoever its actor is: what was taken back is planned again. */
export async function replanNotices(
  tx: Tx,
  subject: string,
  kind: string,
): Promise<readonly Pick<StoredNotice, 'id' | 'urgency' | 'dueAt' | 'notAfter'>[]> {
  return tx.query('select * from replan_notices($1, $2)', [subject, kind]);
}

export async function findNotice(tx: Tx, id: Id<'notice'>): Promise<StoredNotice | null> {
  const [row] = await tx.query<StoredNotice>(`select ${columns} from notices where id = $1`, [id]);
  return row ?? null;
}

export async function findLastSent(tx: Tx, person: Id<'person'>, since: Date): Promise<StoredNotice | null> {
  const [row] = await tx.query<StoredNotice>(
    `select ${columns} from notices where person_id = $1 and state = 'sent' and coalesce(sent_at, reserved_at) >= $2
     order by sent_at desc, id limit 1`,
    [person, since],
  );
  return row ?? null;
}

export async function recipientsOf(
  tx: Tx,
  ids: readonly string[],
): Promise<readonly { readonly id: string; readonly person: Id<'person'> }[]> {
  return tx.query('select id, person_id as person from notices where id = any($1)', [ids]);
}

/** Until the end of the transaction nobody else decides about notices of the person whom that one is for: a budget is kept only one by one. */
export async function lockPersonOf(tx: Tx, id: Id<'notice'>): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('notices:' || person_id, 0)) as locked from notices where id = $1`,
    [id],
  );
}

/** One message with nudges that arrived, or is on its way. */
export interface ToldNudges {
  readonly at: Date;
  readonly kinds: readonly string[];
  readonly opened: boolean;
}

/** The messages since then, the newest first; a digest is one. */
export async function listToldNudges(
  tx: Tx,
  person: Id<'person'>,
  since: Date,
  except: Id<'notice'> | null = null,
): Promise<readonly ToldNudges[]> {
  return tx.query(
    `select min(coalesce(sent_at, reserved_at)) as at, array_agg(distinct kind) as kinds, bool_or(opened_at is not null) as opened
     from notices
     where person_id = $1 and urgency = 'nudge' and state in ('planned', 'sent') and coalesce(sent_at, reserved_at) >= $2
       and coalesce(digest_id, id) is distinct from $3
     group by coalesce(digest_id, id) order by 1 desc`,
    [person, since, except],
  );
}

/** Other nudges of the person that are due and may go into a digest, the oldest first. */
export async function listWaiting(tx: Tx, notice: StoredNotice, now: Date): Promise<readonly StoredNotice[]> {
  return tx.query<StoredNotice>(
    `select ${columns} from notices
     where person_id = $1 and id <> $2 and state = 'planned' and urgency = 'nudge' and in_digests and due_at <= $3
       and (not_after is null or not_after >= $3) and reserved_at is null and digest_id is null
       and not exists (select from notice_kinds_off o where o.person_id = notices.person_id and o.kind = notices.kind)
     order by due_at, id limit 50`,
    [notice.person, notice.id, now],
  );
}

/** Whether a later one of the kind about the same thing is due, or was sent: it says all that this one could. */
export async function isSuperseded(
  tx: Tx,
  { id, person, subject, kind, dueAt }: StoredNotice,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `select from notices where person_id = $1 and subject = $2 and kind = $3 and id <> $4 and state in ('planned', 'sent')
       and due_at > $5 and due_at <= $6 limit 1`,
    [person, subject, kind, id, dueAt, now],
  );
  return rows.length > 0;
}

/** The others that go into the message of that notice. */
export async function listMembers(tx: Tx, digest: Id<'notice'>): Promise<readonly StoredNotice[]> {
  return tx.query<StoredNotice>(
    `select ${columns} from notices where digest_id = $1 and id <> $1 and state in ('planned', 'sent') order by due_at, id`,
    [digest],
  );
}

/** It is on its way, alone or with others. */
export async function reserve(
  tx: Tx,
  {
    id,
    company,
    at,
    members,
  }: {
    readonly id: Id<'notice'>;
    readonly company: Id<'company'>;
    readonly at: Date;
    readonly members: readonly Id<'notice'>[];
  },
): Promise<void> {
  await tx.query(
    `update notices set reserved_at = $3, company_id = $2, digest_id = case when cardinality($4::text[]) > 0 then $1 end
     where state = 'planned' and id = any(array_append($4::text[], $1))`,
    [id, company, at, members],
  );
}

/** It does not go now, nor do those that were to go with it. */
export async function release(tx: Tx, id: Id<'notice'>): Promise<void> {
  await tx.query(
    `update notices set reserved_at = null, digest_id = null where state = 'planned' and (id = $1 or digest_id = $1)`,
    [id],
  );
}

/** One that was given up is wanted again. */
export async function reopen(tx: Tx, id: Id<'notice'>): Promise<void> {
  await tx.query("update notices set state = 'planned', reason = null where id = $1 and state = 'failed'", [id]);
}

/** Arrived, with everything that went with it, even if it was taken back meanwhile; gives the ids of the others. */
export async function markSent(tx: Tx, id: Id<'notice'>, at: Date): Promise<readonly Id<'notice'>[]> {
  const rows = await tx.query<{ id: Id<'notice'> }>(
    `update notices set state = 'sent', sent_at = $2
     where (id = $1 and state in ('planned', 'withdrawn')) or (digest_id = $1 and state = 'planned') returning id`,
    [id, at],
  );
  return rows.map(row => row.id).filter(other => other !== id);
}

/** Over without having arrived. */
export async function markEnded(
  tx: Tx,
  id: Id<'notice'>,
  state: 'dropped' | 'failed' | 'withdrawn',
  reason: string,
): Promise<void> {
  await tx.query(
    `update notices set state = $2, reason = $3, reserved_at = null, digest_id = null where id = $1 and state = 'planned'`,
    [id, state, reason],
  );
}

/** Retention: what was due before that instant and is over. */
export async function deleteOver(tx: Tx, before: Date): Promise<number> {
  const rows = await tx.query("delete from notices where due_at < $1 and state <> 'planned' returning id", [before]);
  return rows.length;
}

const marks = { answered: 'answered_at', snoozed: 'snoozed_at', stopped: 'stopped_at' } as const;

/** The first time counts; whatever was pressed, it was opened. A press on a digest opens all of it. */
export async function mark(tx: Tx, id: Id<'notice'>, how: 'opened' | keyof typeof marks, at: Date): Promise<void> {
  const also = how === 'opened' ? '' : `, ${marks[how]} = coalesce(${marks[how]}, $2)`;
  await tx.query(
    `update notices set opened_at = coalesce(opened_at, $2)${also}
     where state = 'sent' and (id = $1 or digest_id = $1)`,
    [id, at],
  );
}

/** Takes back what was to come again instead of that notice and those of its digest; gives the ids. */
export async function withdrawAgain(tx: Tx, id: Id<'notice'>): Promise<readonly Id<'notice'>[]> {
  const rows = await tx.query<{ id: Id<'notice'> }>(
    `update notices set state = 'withdrawn'
     where state = 'planned' and again_of in (select o.id from notices o where o.id = $1 or o.digest_id = $1) returning id`,
    [id],
  );
  await tx.query('update notices set snoozed_at = null where id = $1 or digest_id = $1', [id]);
  return rows.map(row => row.id);
}

/** Counts of the actor's own company; nothing for anybody but HR. */
export async function countFigures(
  tx: Tx,
  since: Date,
  timeZone: string,
  kind: string | null,
): Promise<readonly NoticeCounts[]> {
  return tx.query<NoticeCounts>('select * from notice_figures($1, $2, $3) order by month, kind', [
    kind,
    since,
    timeZone,
  ]);
}
