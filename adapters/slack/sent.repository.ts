import type { Form } from '../../src/conversation/contract/form.ts';
import { replySchema } from '../../src/conversation/contract/reply.schema.ts';
import type { SystemActor } from '../../src/platform/access/actor.ts';
import type { Database, Tx } from '../../src/platform/db/database.ts';
import type { SealedJson } from '../../src/platform/secrets/sealed-json.ts';

const channel: SystemActor = { kind: 'system', purpose: 'channel' };

export type Attempt =
  | { readonly kind: 'new' }
  | { readonly kind: 'sent'; readonly ts: string }
  /** Tried before, and nobody knows what came of it. */
  | { readonly kind: 'unknown'; readonly since: Date };

export type SentRepository = ReturnType<typeof createSentRepository>;

/** What was sent under which id, the forms behind the buttons, and who has been greeted. */
export function createSentRepository(db: Database, sealed: SealedJson) {
  return {
    begin: (key: string, address: string, now: Date): Promise<Attempt> =>
      db.transaction(channel, tx => begin(tx, key, address, now)),

    finish: (key: string, ts: string): Promise<void> =>
      db.transaction(channel, async tx => {
        await tx.query('update slack_deliveries set ts = $2 where key = $1', [key, ts]);
      }),

    /** It certainly did not arrive, so nobody need look for it. */
    undo: (key: string): Promise<void> =>
      db.transaction(channel, async tx => {
        await tx.query('delete from slack_deliveries where key = $1 and ts is null', [key]);
      }),

    keepForms: (forms: ReadonlyMap<string, Form>): Promise<void> =>
      db.transaction(channel, async tx => {
        for (const [id, form] of forms)
          await tx.query(
            'insert into slack_forms (id, form) values ($1, $2::jsonb) on conflict (id) do update set form = excluded.form, at = now()',
            [id, sealed.seal(form, placeOf(id))],
          );
      }),

    findForm: (id: string): Promise<Form | null> =>
      db.transaction(channel, async tx => {
        const [row] = await tx.query<{ form: unknown }>('select form from slack_forms where id = $1', [id]);
        return row === undefined ? null : toForm(sealed.open(row.form, placeOf(id)));
      }),

    wasGreeted: (tenant: string, user: string): Promise<boolean> =>
      db.transaction(channel, async tx => {
        const sql = 'select 1 as one from slack_greeted where tenant = $1 and user_id = $2';
        return (await tx.query(sql, [tenant, user])).length === 1;
      }),

    greeted: (tenant: string, user: string): Promise<void> =>
      db.transaction(channel, async tx => {
        await tx.query('insert into slack_greeted (tenant, user_id) values ($1, $2) on conflict do nothing', [
          tenant,
          user,
        ]);
      }),

    /** Retention. */
    deleteBefore: (instant: Date): Promise<number> => db.transaction(channel, tx => deleteBefore(tx, instant)),
  };
}

async function begin(tx: Tx, key: string, address: string, now: Date): Promise<Attempt> {
  const isNew = await tx.query(
    'insert into slack_deliveries (key, address, attempted_at) values ($1, $2, $3) on conflict do nothing returning key',
    [key, address, now],
  );
  if (isNew.length === 1) return { kind: 'new' };
  const [row] = await tx.query<{ ts: string | null; attempted_at: Date }>(
    'select ts, attempted_at from slack_deliveries where key = $1',
    [key],
  );
  if (row === undefined || row.ts === null) return { kind: 'unknown', since: row?.attempted_at ?? now };
  return { kind: 'sent', ts: row.ts };
}

async function deleteBefore(tx: Tx, instant: Date): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `with sent as (delete from slack_deliveries where attempted_at < $1 returning 1),
       forms as (delete from slack_forms where at < $1 returning 1)
     select (select count(*) from sent) + (select count(*) from forms) as count`,
    [instant],
  );
  return Number(row?.count ?? 0);
}

/** A stored form is read by the schema that stored replies are read by. */
function toForm(form: unknown): Form | null {
  const parsed = replySchema.safeParse({ locale: 'ja', preview: '', blocks: [{ kind: 'form', form }] });
  const [block] = parsed.success ? parsed.data.blocks : [];
  return block?.kind === 'form' ? block.form : null;
}

/** A form holds what somebody wrote before, such as a note that is being changed. */
function placeOf(row: string) {
  return { table: 'slack_forms', column: 'form', row };
}
