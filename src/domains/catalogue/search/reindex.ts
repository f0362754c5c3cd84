import type { SystemActor } from '../../../platform/access/actor.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import type { Embedder } from '../../../platform/language/embedder.types.ts';
import { lexicalTerms } from '../../../platform/language/lexical.ts';
import { itemKinds } from '../catalogue.types.ts';
import {
  activeSpace,
  buildNameIndex,
  countNames,
  createSpace,
  hasNameIndex,
  type IndexedText,
  insertTerms,
  insertVectors,
  namesForIndex,
  type Space,
  takeNamesLock,
} from './name-index.repository.ts';
import {
  activateSpace,
  countAllNames,
  emptySpace,
  namesWithoutVector,
  spaceBeingBuilt,
  unusedSpaces,
} from './reindex.repository.ts';

export interface ReindexDeps {
  readonly db: Database;
  readonly embedder: Embedder;
}

const reindexActor: SystemActor = { kind: 'system', purpose: 'reindex' };
const namesInBatch = 2_000;
/**
 * Embeds every name into a new space beside the active one, then switches at once. A run that was killed is taken up where it stood; until
 * the switch the search uses the old space.
 */
export async function reindex(
  { db, embedder }: ReindexDeps,
  onProgress: (done: number, total: number) => void,
): Promise<{ readonly space: number; readonly names: number }> {
  const within = <Result>(work: (tx: Tx) => Promise<Result>) => db.transaction(reindexActor, work);
  const space = await within(tx => startSpace(tx, embedder));
  const total = await within(countAllNames);
  let last = 0;
  let done = 0;
  for (;;) {
    const names = await within(tx => namesWithoutVector(tx, space.id, last, namesInBatch));
    if (names.length === 0) break;
    const texts = await embedAll(embedder, names);
    await within(tx => write(tx, space.id, texts));
    last = names.at(-1)?.id ?? last;
    done += names.length;
    onProgress(done, total);
  }
  await within(tx => buildIndexes(tx, space.id));
  await within(tx => switchTo(tx, embedder, space.id));
  await dropUnused(db);
  return { space: space.id, names: total };
}

/** Brings the search up to date after an import: a foreign space is replaced, a large kind gets its index. */
export async function finishIndex(deps: ReindexDeps, onProgress: (done: number, total: number) => void): Promise<void> {
  const space = await deps.db.transaction(reindexActor, activeSpace);
  if (space === null) return;
  if (space.embedder !== deps.embedder.id) await reindex(deps, onProgress);
  else await deps.db.transaction(reindexActor, tx => buildIndexes(tx, space.id));
}

async function startSpace(tx: Tx, embedder: Embedder): Promise<Space> {
  const found = await spaceBeingBuilt(tx, embedder);
  return found ?? createSpace(tx, embedder, 'building');
}

async function embedAll(
  embedder: Embedder,
  names: readonly { id: number; text: string }[],
): Promise<readonly IndexedText[]> {
  const embeddings = await embedder.embed(names.map(name => name.text));
  return names.flatMap(({ id, text }, index) => {
    const embedding = embeddings[index];
    return embedding === undefined ? [] : [{ id, embedding, terms: lexicalTerms(text) }];
  });
}

async function write(tx: Tx, space: number, texts: readonly IndexedText[]): Promise<void> {
  await insertVectors(tx, space, texts);
  await insertTerms(tx, space, texts);
}

async function buildIndexes(tx: Tx, space: number): Promise<void> {
  for (const kind of itemKinds) {
    if ((await countNames(tx, space, kind)) < namesForIndex) continue;
    if (!(await hasNameIndex(tx, space, kind))) await buildNameIndex(tx, space, kind);
  }
}

/** Under the lock nobody writes names, so what came in meanwhile is caught up with and nothing is missed. */
async function switchTo(tx: Tx, embedder: Embedder, space: number): Promise<void> {
  await takeNamesLock(tx);
  const late = await namesWithoutVector(tx, space, 0, 100_000);
  if (late.length > 0) await write(tx, space, await embedAll(embedder, late));
  await activateSpace(tx, space);
}

async function dropUnused(db: Database): Promise<void> {
  const spaces = await db.transaction(reindexActor, unusedSpaces);
  for (const space of spaces) await db.transaction(reindexActor, tx => emptySpace(tx, space));
}
