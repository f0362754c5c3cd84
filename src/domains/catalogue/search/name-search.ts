import type { Tx } from '../../../platform/db/database.ts';
import type { Embedder } from '../../../platform/language/embedder.types.ts';
import { fusedScore } from '../../../platform/language/fusion.ts';
import { lexicalTerms } from '../../../platform/language/lexical.ts';
import { normalName } from '../names.rules.ts';
import {
  itemsNamed,
  type NameHit,
  nearestNames,
  type SearchedText,
  type SearchFilter,
  searchedSpace,
} from './name-search.repository.ts';

/** A text that is ready to be searched for; embedding it may have asked a server. */
export interface PreparedText extends SearchedText {
  readonly text: string;
  readonly normal: string;
}

export interface RankedItem {
  readonly itemId: string;
  /** Fused score of the item's best name, 0 to 1. */
  readonly score: number;
  /** That name. */
  readonly nameId: number;
}

export interface ExactItem {
  readonly itemId: string;
  /** Equal to the item's own name, not only to an alias. */
  readonly preferred: boolean;
}

/** The search over the names of the catalogue, as the actor of the transaction may see them. */
export interface NameSearch {
  prepare(text: string): Promise<PreparedText>;
  /** Best first. `depth` is how many names are looked at on each side, vector and terms. Empty when there is nothing to go on. */
  rank(tx: Tx, filter: SearchFilter, text: PreparedText, depth: number): Promise<readonly RankedItem[]>;
  /** Items with exactly this name, after `normalName`. */
  named(tx: Tx, filter: SearchFilter, text: PreparedText): Promise<readonly ExactItem[]>;
}

/** A description says what an item is about, its names say what it is: this much of a description's score counts. */
const descriptionShare = 0.8;

export function createNameSearch({ embedder }: { readonly embedder: Embedder }): NameSearch {
  return {
    async prepare(text) {
      const [embedding] = await embedder.embed([text]);
      return {
        text,
        normal: normalName(text),
        embedding: embedding ?? new Float32Array(embedder.dimension),
        terms: lexicalTerms(text),
      };
    },

    async rank(tx, filter, prepared, depth) {
      if (!hasFeatures(prepared)) return [];
      const space = await searchedSpace(tx, filter.kind);
      // Vectors of another embedder say nothing about this text; the next import or `reindex` makes a space of its own.
      if (space === null || space.embedder !== embedder.id) return [];
      return rankItems(prepared, await nearestNames(tx, space, filter, prepared, depth));
    },

    async named(tx, filter, { normal }) {
      if (normal === '') return [];
      const rows = await itemsNamed(tx, filter, normal);
      return rows.map(row => ({ itemId: row.item_id, preferred: row.preferred }));
    },
  };
}

/** Whether there is anything that a search could compare: emoji alone have neither a direction nor a term. */
export function hasFeatures({ embedding, terms }: SearchedText): boolean {
  return terms.size > 0 || embedding.some(value => value !== 0);
}

/** An item is as near as its nearest name. */
function rankItems({ text }: PreparedText, hits: readonly NameHit[]): readonly RankedItem[] {
  const best = new Map<string, RankedItem>();
  for (const { item_id: itemId, name_id: nameId, vector, lexical, description } of hits) {
    const score = fusedScore(text, vector, lexical) * (description ? descriptionShare : 1);
    if (score > (best.get(itemId)?.score ?? 0)) best.set(itemId, { itemId, score, nameId });
  }
  return [...best.values()].sort((left, right) => right.score - left.score || (left.itemId < right.itemId ? -1 : 1));
}
