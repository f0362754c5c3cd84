import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCatalogueService } from '../../src/domains/catalogue/catalogue.service.ts';
import { indexState } from '../../src/domains/catalogue/search/index-state.ts';
import { reindex } from '../../src/domains/catalogue/search/reindex.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import type { Embedder } from '../../src/platform/language/embedder.types.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { anEmployee, systemActor, type TestDatabase, testDatabase } from '../support/database.ts';
import { type TestImports, templateRows, testImports } from '../support/imports.ts';
import { writeSmallModel } from '../support/small-model.ts';

let home: string;
let test: TestDatabase;
let imports: TestImports;
let old: Embedder;
const progress = () => undefined;
const asker = anEmployee();

function smallEmbedder(id: string): Embedder {
  const path = join(home, `${id}.bin`);
  writeSmallModel(path, id);
  return createBundledEmbedder({ path });
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'michi-reindex-'));
  test = await testDatabase();
  old = smallEmbedder('old');
  imports = testImports(test, old);
  await imports.takeTemplates();
});
afterAll(async () => {
  await test.close();
  await rm(home, { recursive: true });
});

/** How many items a search by meaning ranks: words that are no item's name. Zero when the vectors are not this embedder's. */
async function found(embedder: Embedder): Promise<number> {
  const catalogue = createCatalogueService({ db: test.db, embedder, clock: systemClock });
  const resolution = await catalogue.resolve(asker, {
    kind: 'skill',
    text: 'attack paths of a design',
    locale: 'en',
  });
  return JSON.stringify(resolution).match(/skl_/g)?.length ?? 0;
}

const asOwner = <Row extends object>(sql: string) => test.db.admin.transaction(tx => tx.query<Row>(sql));
const spaces = () =>
  asOwner<{ embedder: string; state: string }>('select embedder, state from embedding_spaces order by id');
const vectorsBySpace = () => asOwner<{ count: number }>('select count(*) as count from name_vectors group by space_id');

/** An embedder that stops at its first batch until it is let go. */
function held(embedder: Embedder) {
  const { promise: reached, resolve: arrive } = Promise.withResolvers<void>();
  const { promise: letGo, resolve: release } = Promise.withResolvers<void>();
  return {
    reached,
    release,
    embedder: {
      ...embedder,
      async embed(texts: readonly string[]) {
        arrive();
        await letGo;
        return embedder.embed(texts);
      },
    },
  };
}

it('the search answers from the old vectors until the new ones are complete, then from the new ones at once', async () => {
  const next = smallEmbedder('next');
  const before = await found(old);
  expect(before).toBeGreaterThan(0);
  const { reached, release, embedder } = held(next);
  const running = reindex({ db: test.db, embedder }, progress);
  await reached;
  expect(await spaces()).toEqual([
    { embedder: 'old', state: 'active' },
    { embedder: 'next', state: 'building' },
  ]);
  expect(await found(old)).toBe(before);
  expect(await found(next)).toBe(0);
  release();
  const { names } = await running;
  // Old vectors are dropped afterwards.
  expect(await spaces()).toEqual([{ embedder: 'next', state: 'active' }]);
  expect(await vectorsBySpace()).toEqual([{ count: names }]);
  expect(await found(next)).toBeGreaterThan(0);
  expect(await found(old)).toBe(0);
});

it('what is imported while a reindexing runs is in the new vectors too', async () => {
  const last = smallEmbedder('last');
  const { reached, release, embedder } = held(last);
  const running = reindex({ db: test.db, embedder }, progress);
  await reached;
  const during = testImports(test, smallEmbedder('next'));
  await during.takeRows('skills', [{ ...templateRows('skills')[0], key: 'late', name_en: 'Latecomer' }]);
  release();
  await running;
  expect(await indexState(test.db)).toMatchObject({ embedder: 'last', withoutVectors: 0, unfinished: null });
});

it('a reindexing that broke off is told and taken up where it stood', async () => {
  const broken = smallEmbedder('broken');
  const failing = {
    ...broken,
    embed: async () => {
      throw new Error('the endpoint went away');
    },
  };
  await expect(reindex({ db: test.db, embedder: failing }, progress)).rejects.toThrow('went away');
  expect(await indexState(test.db)).toMatchObject({ embedder: 'last', unfinished: 'broken' });
  await reindex({ db: test.db, embedder: broken }, progress);
  expect(await spaces()).toEqual([{ embedder: 'broken', state: 'active' }]);
});

it('items without vectors are counted, and a reindexing gives them theirs', async () => {
  const current = smallEmbedder('current');
  await reindex({ db: test.db, embedder: current }, progress);
  const { items } = await indexState(test.db);
  await asOwner(`delete from name_vectors where item_kind = 'course'`);
  expect(await indexState(test.db)).toEqual({ embedder: 'current', items, withoutVectors: 1, unfinished: null });
  await reindex({ db: test.db, embedder: current }, progress);
  expect(await indexState(test.db)).toEqual({ embedder: 'current', items, withoutVectors: 0, unfinished: null });
});

it('an import with another embedder than that of the vectors makes all of them anew', async () => {
  const other = smallEmbedder('other');
  await testImports(test, other).takeRows('skills', templateRows('skills'));
  expect(await indexState(test.db)).toMatchObject({ embedder: 'other', withoutVectors: 0 });
  expect(await spaces()).toHaveLength(1);
});

it('only an import and a reindexing may write vectors', async () => {
  for (const purpose of ['export', 'housekeeping', 'identify'] as const)
    await expect(
      test.db.transaction(systemActor(purpose), tx => tx.query('delete from name_vectors returning name_id')),
    ).resolves.toEqual([]);
});
