import type { SystemActor } from '../../../platform/access/actor.ts';
import type { Database } from '../../../platform/db/database.ts';
import { activeSpace } from './name-index.repository.ts';
import { countItems, countItemsWithoutVectors, spacesBeingBuilt } from './reindex.repository.ts';

/** What the search can answer from. */
export interface IndexState {
  /** The embedder of the vectors in use; null before the first import. */
  readonly embedder: string | null;
  readonly items: number;
  /** Items none of whose names has a vector in the space in use: only their exact words find them. */
  readonly withoutVectors: number;
  /** The embedder of a reindexing that did not come to its end. */
  readonly unfinished: string | null;
}

const lookingActor: SystemActor = { kind: 'system', purpose: 'housekeeping' };

/** Looks and changes nothing. */
export function indexState(db: Database): Promise<IndexState> {
  return db.transaction(lookingActor, async tx => {
    const space = await activeSpace(tx);
    const [unfinished = null] = await spacesBeingBuilt(tx);
    return {
      embedder: space?.embedder ?? null,
      items: await countItems(tx),
      withoutVectors: space === null ? 0 : await countItemsWithoutVectors(tx, space.id),
      unfinished,
    };
  });
}
