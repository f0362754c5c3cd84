import type { Tx } from '../../../platform/db/database.ts';
import type { Embedder } from '../../../platform/language/embedder.types.ts';
import { lexicalTerms } from '../../../platform/language/lexical.ts';
import type { NameDraft } from '../imports/draft.types.ts';
import {
  activeSpace,
  createSpace,
  deleteSourceNames,
  insertNames,
  insertTerms,
  insertVectors,
  refreshHrNames,
  shareNamesLock,
} from './name-index.repository.ts';

/** A name with what the search compares it by. */
export interface PreparedName {
  readonly name: NameDraft;
  readonly embedding: Float32Array;
  readonly terms: ReadonlyMap<string, number>;
}

/** Keeps names, their vectors and the inverted index of their terms together: what is written in one transaction is found after it. */
export interface NameIndex {
  /** Opens the first space when there is none; for an import. */
  start(tx: Tx): Promise<void>;
  /** Embeds, which may ask a server: call it outside of a transaction. */
  prepare(names: readonly NameDraft[]): Promise<readonly PreparedName[]>;
  /** Takes away all names that items had from their source, before `add` brings the new ones. */
  removeSourceNames(tx: Tx, itemIds: readonly string[]): Promise<void>;
  /** Adds names; aliases that HR added to the same items take over their filters. */
  add(tx: Tx, names: readonly PreparedName[]): Promise<void>;
}

export function createNameIndex({ embedder }: { readonly embedder: Embedder }): NameIndex {
  /** Names without vectors in a foreign space wait for `reindex`; spaces are never mixed. */
  async function add(tx: Tx, names: readonly PreparedName[]): Promise<void> {
    await shareNamesLock(tx);
    await refreshHrNames(tx, firstOfEach(names));
    const ids = await insertNames(
      tx,
      names.map(({ name }) => name),
    );
    const space = await activeSpace(tx);
    if (space?.embedder !== embedder.id) return;
    const texts = names.flatMap(({ embedding, terms }, index) => {
      const id = ids[index];
      return id === undefined ? [] : [{ id, embedding, terms }];
    });
    await insertVectors(tx, space.id, texts);
    await insertTerms(tx, space.id, texts);
  }

  return {
    async start(tx) {
      if ((await activeSpace(tx)) === null) await createSpace(tx, embedder, 'active');
    },
    prepare: names => prepareNames(embedder, names),
    add,
    removeSourceNames: deleteSourceNames,
  };
}

function firstOfEach(names: readonly PreparedName[]): readonly NameDraft[] {
  return [...new Map(names.map(({ name }) => [name.itemId, name])).values()];
}

async function prepareNames(embedder: Embedder, names: readonly NameDraft[]): Promise<readonly PreparedName[]> {
  const embeddings = await embedder.embed(names.map(name => name.text));
  return names.flatMap((name, index) => {
    const embedding = embeddings[index];
    return embedding === undefined ? [] : [{ name, embedding, terms: lexicalTerms(name.text) }];
  });
}
