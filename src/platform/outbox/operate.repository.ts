import type { Database, Tx } from '../db/database.ts';

const delivering = { kind: 'system', purpose: 'deliver' } as const;

export interface KindCount {
  readonly kind: string;
  readonly state: string;
  readonly count: number;
}

export interface DeadLetter {
  readonly id: string;
  readonly kind: string;
  readonly tenant: string | null;
  readonly attempts: number;
  /** A code. */
  readonly reason: string | null;
  readonly endedAt: Date;
}

/** What should have gone out. */
export interface Backlog {
  readonly due: number;
  /** 0 when nothing is. */
  readonly oldestSeconds: number;
  readonly deadLetters: number;
}

const nothing: Backlog = { due: 0, oldestSeconds: 0, deadLetters: 0 };

/** What an operator sees and does: numbers and codes, never whom a message is for or what it says. */
export function createOutboxDesk(db: Database) {
  const run = <Result>(work: (tx: Tx) => Promise<Result>) => db.transaction(delivering, work);
  return {
    counts: (): Promise<readonly KindCount[]> =>
      run(tx =>
        tx.query('select kind, state, count(*)::int as count from outbox group by kind, state order by kind, state'),
      ),

    backlog: (now: Date): Promise<Backlog> =>
      run(async tx => {
        const [row] = await tx.query<Backlog>(
          `select count(*)::int as due, coalesce(extract(epoch from $1::timestamptz - min(due_at)), 0)::float8 as "oldestSeconds",
             (select count(*)::int from outbox where state = 'failed') as "deadLetters"
           from outbox where state in ('scheduled', 'queued') and due_at <= $1::timestamptz`,
          [now],
        );
        return row ?? nothing;
      }),

    /** The newest first. */
    deadLetters: (max: number): Promise<readonly DeadLetter[]> =>
      run(tx =>
        tx.query(
          `select id::text as id, kind, tenant, attempts, reason, ended_at as "endedAt" from outbox
           where state = 'failed' order by ended_at desc limit $1`,
          [max],
        ),
      ),

    /** Tries dead letters again, as often as new ones; null = all of them. What is too late by now is dropped at its turn. Gives how many. */
    replay: (id: string | null, now: Date): Promise<number> =>
      run(async tx => {
        const sql = `update outbox set state = 'scheduled', attempts = 0, slot_at = null, ended_at = null, due_at = $2
          where state = 'failed' and ($1::bigint is null or id = $1::bigint) returning id`;
        return (await tx.query(sql, [id, now])).length;
      }),

    /** False when it is over or on its way already. Its owner is told by the next process that delivers. */
    cancel: (id: string): Promise<boolean> =>
      run(async tx => {
        const sql = `update outbox set state = 'cancelled', reason = 'operator', slot_at = null
          where id = $1::bigint and state in ('scheduled', 'queued') returning id`;
        return (await tx.query(sql, [id])).length === 1;
      }),

    /** Retention: what was over before that instant. */
    forgetBefore: (instant: Date): Promise<number> =>
      run(async tx => (await tx.query('delete from outbox where ended_at < $1 returning id', [instant])).length),
  };
}
