import type { Database } from '../../../platform/db/database.ts';
import type { ChangeCounts, ImportOptions } from '../../../platform/files/import-report.ts';
import type { Source } from '../catalogue.types.ts';
import { namesOf } from '../names.rules.ts';
import { activeSpace, dropNameIndex, namesForIndex, refreshStatistics } from '../search/name-index.repository.ts';
import type { NameIndex } from '../search/name-index.ts';
import { changedDrafts, importActor } from './changed-drafts.ts';
import type { ItemDraft } from './draft.types.ts';
import { type HashedDraft, saveItems, saveSource } from './items.repository.ts';

export interface ImportItemsDeps {
  readonly db: Database;
  readonly nameIndex: NameIndex;
}

/** Names that are embedded and written in one transaction: about a second of work, so that a kill loses no more than that. */
const namesInBatch = 1_500;
const itemsInBatch = 500;

/**
 * Takes items of one kind into the catalogue, batch by batch, each in one transaction with its names and vectors. What is there already
 * with the same content is left alone, so a run that was killed is finished by the next one.
 */
export async function importItems(
  deps: ImportItemsDeps,
  source: Source,
  drafts: readonly ItemDraft[],
  options: ImportOptions,
): Promise<ChangeCounts> {
  const { touched, stored, counts } = await changedDrafts(deps.db, drafts);
  if (options.dryRun) return counts;
  await deps.db.transaction(importActor, async tx => {
    await saveSource(tx, source);
    await deps.nameIndex.start(tx);
  });
  await prepareForMany(deps, touched);
  let done = drafts.length - touched.length;
  let batchNumber = 0;
  for (const batch of batches(touched)) {
    await saveBatch(deps, source, batch, stored);
    done += batch.length;
    batchNumber += 1;
    // After 1, 2, 4, 8 … batches: the planner learns early that the tables are no longer empty.
    if ((batchNumber & (batchNumber - 1)) === 0) await deps.db.transaction(importActor, refreshStatistics);
    options.onProgress(done, drafts.length);
  }
  return counts;
}

/** Building the vector index once costs a third of keeping it up to date row by row; until the end of the import the search is exact. */
async function prepareForMany({ db }: ImportItemsDeps, touched: readonly HashedDraft[]): Promise<void> {
  const [first] = touched;
  const names = touched.reduce((sum, { draft }) => sum + namesOf(draft).length, 0);
  if (first === undefined || names < namesForIndex) return;
  await db.transaction(importActor, async tx => {
    const space = await activeSpace(tx);
    if (space !== null) await dropNameIndex(tx, space.id, first.draft.kind);
  });
}

async function saveBatch(
  { db, nameIndex }: ImportItemsDeps,
  source: Source,
  items: readonly HashedDraft[],
  stored: ReadonlyMap<string, string>,
): Promise<void> {
  const [first] = items;
  if (first === undefined) return;
  // Embedding may ask a server; no transaction stays open for that long.
  const names = await nameIndex.prepare(items.flatMap(({ draft }) => namesOf(draft)));
  const changed = items.map(({ draft }) => draft.id).filter(id => stored.has(id));
  await db.transaction(importActor, async tx => {
    await saveItems(tx, first.draft.kind, source.id, items);
    if (changed.length > 0) await nameIndex.removeSourceNames(tx, changed);
    await nameIndex.add(tx, names);
  });
}

function* batches(items: readonly HashedDraft[]): Generator<readonly HashedDraft[]> {
  let batch: HashedDraft[] = [];
  let names = 0;
  for (const item of items) {
    batch.push(item);
    names += namesOf(item.draft).length;
    if (names >= namesInBatch || batch.length >= itemsInBatch) {
      yield batch;
      batch = [];
      names = 0;
    }
  }
  yield batch;
}
