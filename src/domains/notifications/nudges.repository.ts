import { z } from 'zod';
import type { Tx } from '../../platform/db/database.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { NudgeDraft } from './nudges.rules.ts';
import type { Nudge } from './nudges.types.ts';

const conditionSchema = z.object({
  divisions: z.array(z.string()).default([]),
  jobCategories: z.array(z.string()).default([]),
  positions: z.array(z.string()).default([]),
});

interface Row extends Omit<Nudge, 'condition' | 'text'> {
  readonly condition: unknown;
  readonly ja: string;
  readonly en: string;
}

const columns = `id, name, condition, text_ja as ja, text_en as en, to_char(starts_at, 'YYYY-MM-DD"T"HH24:MI') as "startsAt", rule, state,
  audience, round, created_by as "createdBy", approved_by as "approvedBy"`;

function nudgeOf({ ja, en, condition, ...row }: Row): Nudge {
  return { ...row, text: { ja, en }, condition: conditionSchema.parse(condition) };
}

export async function insertNudge(
  tx: Tx,
  draft: NudgeDraft & { readonly id: Id<'nudge'>; readonly companyId: Id<'company'>; readonly createdBy: Id<'person'> },
): Promise<void> {
  const { id, companyId, name, condition, text, startsAt, rule, createdBy } = draft;
  await tx.query(
    `insert into nudges (id, company_id, name, condition, text_ja, text_en, starts_at, rule, created_by)
     values ($1, $2, $3, $4::jsonb, $5, $6, $7::timestamp, $8, $9)`,
    [id, companyId, name, JSON.stringify(condition), text.ja, text.en, startsAt, rule, createdBy],
  );
}

export async function findNudge(tx: Tx, id: string): Promise<Nudge | null> {
  const [row] = await tx.query<Row>(`select ${columns} from nudges where id = $1`, [id]);
  return row === undefined ? null : nudgeOf(row);
}

/** The newest first. */
export async function listNudges(tx: Tx, company: Id<'company'>): Promise<readonly Nudge[]> {
  const rows = await tx.query<Row>(
    `select ${columns} from nudges where company_id = $1 order by created_at desc, id limit 200`,
    [company],
  );
  return rows.map(nudgeOf);
}

export async function saveAudience(tx: Tx, id: Id<'nudge'>, people: number): Promise<void> {
  await tx.query('update nudges set audience = $2 where id = $1', [id, people]);
}

export async function saveApproval(tx: Tx, id: Id<'nudge'>, by: Id<'person'>): Promise<void> {
  await tx.query('update nudges set approved_by = $2 where id = $1', [id, by]);
}

export async function saveState(tx: Tx, id: Id<'nudge'>, state: Nudge['state'], round: number): Promise<void> {
  await tx.query('update nudges set state = $2, round = $3 where id = $1', [id, state, round]);
}
