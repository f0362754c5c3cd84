import { z } from 'zod';
import { replySchema } from '../../src/conversation/contract/reply.schema.ts';
import type { SystemActor } from '../../src/platform/access/actor.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { locales } from '../../src/platform/i18n/locale.ts';
import { wellFormed } from './activity.ts';
import type { KeptForm } from './render/kept-form.ts';

const channel: SystemActor = { kind: 'system', purpose: 'channel' };

export type TeamsFormRepository = ReturnType<typeof createTeamsFormRepository>;

/** The forms behind buttons that open a dialog. */
export function createTeamsFormRepository(db: Database) {
  return {
    keep: (forms: ReadonlyMap<string, KeptForm>, at: Date): Promise<void> =>
      db.transaction(channel, async tx => {
        for (const [id, { form, locale, madeFor }] of forms)
          await tx.query(
            `insert into teams_forms (id, form, locale, made_for, at) values ($1, $2::jsonb, $3, $4, $5)
             on conflict (id) do update set at = excluded.at`,
            [id, JSON.stringify(wellFormed(form)), locale, madeFor, at],
          );
      }),

    /** Null when it is not kept any more, or in a form that this version does not know. */
    find: (id: string): Promise<KeptForm | null> =>
      db.transaction(channel, async tx => {
        const [row] = await tx.query('select form, locale, made_for from teams_forms where id = $1', [id]);
        return toKept(row);
      }),

    /** Retention. */
    deleteBefore: (instant: Date): Promise<number> =>
      db.transaction(
        channel,
        async tx => (await tx.query('delete from teams_forms where at < $1 returning id', [instant])).length,
      ),
  };
}

const rowSchema = z.object({ form: z.unknown(), locale: z.enum(locales), made_for: z.string().nullable() });

/** A stored form is read by the schema that stored replies are read by. */
function toKept(row: unknown): KeptForm | null {
  const parsed = rowSchema.safeParse(row);
  if (!parsed.success) return null;
  const { form, locale, made_for: madeFor } = parsed.data;
  const reply = replySchema.safeParse({ locale, preview: '', blocks: [{ kind: 'form', form }] });
  const [block] = reply.success ? reply.data.blocks : [];
  return block?.kind === 'form' ? { form: block.form, locale, madeFor } : null;
}
