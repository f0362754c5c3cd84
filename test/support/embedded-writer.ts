/**
 * A process of its own that writes numbers to an embedded database until it is killed, and prints each one after its commit:
 * `node embedded-writer.ts <directory> [statement]`. With `until-full` it writes large rows instead and prints the fault that ends it.
 */
import { type OpenDatabase, openDatabase } from '../../src/platform/db/open-database.ts';
import { AppError } from '../../src/platform/errors/app-error.ts';
import { systemActor } from './database.ts';

const [directory = '', mode = 'until-killed'] = process.argv.slice(2);
const actor = systemActor('import');

async function open(): Promise<OpenDatabase> {
  try {
    return await openDatabase(
      { kind: 'embedded', dataDir: directory },
      { onFatal: fault => console.log(`fatal ${fault.code}`) },
    );
  } catch (error) {
    console.log(`refused ${error instanceof AppError ? error.code : String(error)}`);
    process.exit(3);
  }
}

async function write(db: OpenDatabase): Promise<void> {
  const payload = mode === 'until-full' ? 1_000_000 : 10;
  for (let n = 1; ; n += 1) {
    await db.transaction(actor, tx => tx.query('insert into written values ($1, $2)', [n, 'x'.repeat(payload)]));
    console.log(`committed ${n}`);
  }
}

const db = await open();
await db.admin.transaction(tx =>
  tx.query(`
    do $$ begin if not exists (select from pg_roles where rolname = 'michi_app') then create role michi_app; end if; end $$;
    create schema if not exists michi;
    grant usage on schema michi to michi_app;
    create table if not exists written (n int, payload text storage external);
    grant all on written to michi_app`),
);
console.log('ready');
if (mode !== 'look') {
  await write(db).catch(error => console.log(`stopped ${error instanceof AppError ? error.code : String(error)}`));
}
const [row] = await db.admin
  .transaction(tx =>
    tx.query<{ count: number; highest: number | null }>('select count(*), max(n) as highest from written'),
  )
  .catch(() => []);
console.log(`rows ${row?.count ?? 'unknown'} highest ${row?.highest ?? 0}`);
await db.close();
