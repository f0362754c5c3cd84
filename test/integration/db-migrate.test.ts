import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate, pendingMigrations } from '../../src/platform/db/migrate.ts';
import { migrationsFolder, type TestDatabase, testDatabase } from '../support/database.ts';

let test: TestDatabase;
let directory: string;
let folder: URL;

beforeEach(async () => {
  test = await testDatabase({ migrated: false });
  directory = await mkdtemp(join(tmpdir(), 'michi-migrations-'));
  folder = pathToFileURL(`${directory}/`);
  await file('0001_first.sql', 'create table first (id text);');
  await file('0002_second.sql', 'create table second (id text); insert into second values ($$a$$);');
});
afterEach(async () => {
  await rm(directory, { recursive: true });
  await test.close();
});

const file = (name: string, sql: string) => writeFile(join(directory, name), sql);
const rowsOf = (sql: string) => test.db.admin.transaction(tx => tx.query(sql));

it('are applied in the order of their names, once', async () => {
  expect(await pendingMigrations(test.db, folder)).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await migrate(test.db, folder)).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await migrate(test.db, folder)).toEqual([]);
  await file('0003_third.sql', 'insert into second values ($$b$$);');
  expect(await pendingMigrations(test.db, folder)).toEqual(['0003_third.sql']);
  expect(await migrate(test.db, folder)).toEqual(['0003_third.sql']);
  expect(await rowsOf('select id from second order by id')).toEqual([{ id: 'a' }, { id: 'b' }]);
});

it('that changed after they were applied are refused by name', async () => {
  await migrate(test.db, folder);
  await file('0001_first.sql', 'create table first (id text, more text);');
  await expect(migrate(test.db, folder)).rejects.toMatchObject({
    code: 'db.migration-changed',
    detail: { file: '0001_first.sql', now: 'different' },
  });
});

it('that are gone after they were applied are refused by name', async () => {
  await migrate(test.db, folder);
  await rm(join(directory, '0001_first.sql'));
  await expect(migrate(test.db, folder)).rejects.toMatchObject({
    code: 'db.migration-changed',
    detail: { file: '0001_first.sql', now: 'missing' },
  });
});

it('that come before an applied one are refused', async () => {
  await migrate(test.db, folder);
  await file('0001_a_late_one.sql', 'select 1;');
  await expect(migrate(test.db, folder)).rejects.toMatchObject({ code: 'db.migration-order' });
});

it('leave nothing of a file that fails, and keep those before it', async () => {
  await file('0003_broken.sql', 'create table third (id text); select * from nowhere;');
  await expect(migrate(test.db, folder)).rejects.toMatchObject({
    code: 'db.migration-failed',
    detail: { file: '0003_broken.sql' },
  });
  expect(await rowsOf(`select to_regclass('third') as third, to_regclass('second')::text as second`)).toEqual([
    { third: null, second: 'second' },
  ]);
});

it('are applied once when two processes start together', async () => {
  const applied = await Promise.all([migrate(test.db, folder), migrate(test.db, folder)]);
  expect(applied.flat().sort()).toEqual(['0001_first.sql', '0002_second.sql']);
});

it('of the project apply to an empty schema and stand in one order', async () => {
  const applied = await migrate(test.db, migrationsFolder);
  expect(applied).toContain('0001_platform_access.sql');
  expect(await pendingMigrations(test.db, migrationsFolder)).toEqual([]);
});
