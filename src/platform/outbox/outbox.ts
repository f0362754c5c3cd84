import type { Outbox } from './outbox.types.ts';

/** Puts what is to be told later into the caller's transaction, whoever its actor is. */
export function createOutbox(): Outbox {
  return {
    async put(tx, entries) {
      if (entries.length > 0) await tx.query('select outbox_put($1::jsonb)', [JSON.stringify(entries)]);
    },
    async cancel(tx, { kind, subjects }) {
      const [row] = await tx.query<{ count: number }>('select outbox_cancel($1, $2) as count', [kind, [...subjects]]);
      return row?.count ?? 0;
    },
    async move(tx, { kind, subjects }, dueAt) {
      const values = [kind, [...subjects], dueAt];
      const [row] = await tx.query<{ count: number }>('select outbox_move($1, $2, $3) as count', values);
      return row?.count ?? 0;
    },
  };
}
