import type { Tx } from '../db/database.ts';
import { type Id, newId } from '../ids/ids.ts';
import type { Actor } from './actor.ts';

export interface AuditEntry {
  /** What was done, noun first: `person-profile.read`, `missing-item-report.close`. */
  readonly action: string;
  /** `person` makes the entry readable to that person: "who saw my record". */
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly companyId: Id<'company'> | null;
  /** Ids, field names and counts; never contents. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Writes down who did it, in the transaction in which it is done: both are kept or neither. The transaction must be the actor's own;
 * an entry in somebody else's name is refused by the database (`db.not-permitted`).
 */
export async function recordAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<Id<'audit'>> {
  const [id = newId('audit')] = await recordAudits(tx, actor, [entry]);
  return id;
}

/** The same for many entries at once. */
export async function recordAudits(
  tx: Tx,
  actor: Actor,
  entries: readonly AuditEntry[],
): Promise<readonly Id<'audit'>[]> {
  const [person, purpose] = actor.kind === 'person' ? [actor.personId, null] : [null, actor.purpose];
  const rows = entries.map(entry => ({ ...entry, id: newId('audit'), detail: entry.detail ?? {} }));
  await tx.query(
    `insert into audit_entries (id, actor_person, actor_purpose, company, action, subject_kind, subject_id, detail)
     select e.id, $1, $2, e."companyId", e.action, e."subjectKind", e."subjectId", e.detail
     from jsonb_to_recordset($3::jsonb) e (id text, action text, "subjectKind" text, "subjectId" text, "companyId" text, detail jsonb)`,
    [person, purpose, JSON.stringify(rows)],
  );
  return rows.map(row => row.id);
}
