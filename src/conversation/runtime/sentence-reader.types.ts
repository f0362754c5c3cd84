import type { SlotName } from '../contract/intent.ts';

export type Slots = Readonly<Partial<Record<SlotName, readonly string[]>>>;

/** The label of sentences about what Michi cannot do. */
export const outOfScopeLabel = 'out-of-scope';

/** What a sentence seems to want. Scores are probabilities over all labels. */
export interface Reading {
  /** `sure`: answer the first. `unsure`: ask. `none`: it belongs to nothing that Michi can do. */
  readonly verdict: 'sure' | 'unsure' | 'none';
  /** Likeliest first; without `out-of-scope`. */
  readonly ranking: readonly { readonly label: string; readonly score: number }[];
  /** The words of the sentence that fill slots, if it wants this intent. */
  slots(label: string): Slots;
}

export interface SentenceReader {
  read(text: string): Promise<Reading>;
}
