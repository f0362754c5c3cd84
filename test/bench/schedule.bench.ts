import { migrate } from '../../src/platform/db/migrate.ts';
import type { OpenDatabase } from '../../src/platform/db/open-database.ts';
import { openDatabase } from '../../src/platform/db/open-database.ts';
import { giveOut, savePace } from '../../src/platform/outbox/outbox.repository.ts';
import { createOutbox } from '../../src/platform/outbox/outbox.ts';

const rows = 1_000_000;
const tenants = 20;
/** Of one company of a thousand people, on one day. */
const holidayNotices = 1_000;
const personNotices = 40;
const delivering = { kind: 'system', purpose: 'deliver' } as const;
const start = new Date('2026-04-01T00:00:00.000Z');
const hourMs = 60 * 60_000;

/**
 * `npm run bench -- schedule [--server <url>]`: a million rows of the next 30 days in the outbox; how long it takes to give out the next hour,
 * to move what one company was to get on a day that became a holiday, and to take back what one person was to get.
 */
export async function run(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--server');
  const url = at < 0 ? undefined : args[at + 1];
  const db = await openDatabase(url === undefined ? { kind: 'embedded', dataDir: 'memory' } : { kind: 'server', url }, {
    schema: 'michi_bench',
    statementTimeoutMs: 600_000,
  });
  try {
    await migrate(db, new URL('../../migrations/', import.meta.url));
    await fill(db);
    const outbox = createOutbox();
    const subjects = (count: number) => Array.from({ length: count }, (_, index) => `s${index * 7}`);
    const [optOutMs, cancelled] = await timed(() =>
      db.transaction(delivering, tx => outbox.cancel(tx, { kind: 'notice', subjects: subjects(personNotices) })),
    );
    const [holidayMs, moved] = await timed(() =>
      db.transaction(delivering, tx =>
        outbox.move(
          tx,
          { kind: 'notice', subjects: subjects(holidayNotices) },
          new Date(start.getTime() + 40 * 24 * hourMs),
        ),
      ),
    );
    const [promoteMs, promoted] = await timed(() => promoteHour(db));
    console.log(
      JSON.stringify({
        rows,
        promote_hour_ms: promoteMs,
        promoted,
        holiday_ms: holidayMs,
        moved,
        opt_out_ms: optOutMs,
        cancelled,
      }),
    );
  } finally {
    await db.admin.transaction(tx => tx.query('drop schema michi_bench cascade'));
    await db.close();
  }
}

async function fill(db: OpenDatabase): Promise<void> {
  process.stderr.write(`${rows} rows\n`);
  await db.admin.transaction(
    tx =>
      tx.query(
        `insert into outbox (key, kind, subject, tenant, priority, due_at)
         select 'k' || n, 'notice', 's' || n, 'slack:' || n % $2, 9, $3::timestamptz + (n * 2.592) * interval '1 s'
         from generate_series(0, $1::int - 1) n`,
        [rows, tenants, start],
      ),
    { statementTimeoutMs: 600_000 },
  );
  await db.admin.transaction(tx => tx.query('analyze outbox'), { statementTimeoutMs: 600_000 });
  await db.transaction(delivering, async tx => {
    for (let tenant = 0; tenant < tenants; tenant++) await savePace(tx, `slack:${tenant}`, 1_000, start);
  });
}

/** Everything that is due in the hour, as the relay takes it: a few seconds ahead at a time. */
async function promoteHour(db: OpenDatabase): Promise<number> {
  const now = new Date(start.getTime() + hourMs);
  let promoted = 0;
  for (;;) {
    const given = await db.transaction(delivering, tx => giveOut(tx, now, 5_000), 'anew');
    promoted += given.length;
    if (given.length === 0) return promoted;
  }
}

async function timed<Result>(work: () => Promise<Result>): Promise<readonly [number, Result]> {
  const begun = performance.now();
  const result = await work();
  return [Math.round((performance.now() - begun) * 10) / 10, result];
}
