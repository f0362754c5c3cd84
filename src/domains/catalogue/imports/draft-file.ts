import type { Refusal } from '../../../platform/files/import-report.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { ItemDraft } from './draft.types.ts';

/** What a file holds, checked. */
export interface DraftFile<Draft extends ItemDraft> {
  readonly drafts: readonly Draft[];
  readonly refused: readonly Refusal[];
  /** Rows of data in the file, good and bad. */
  readonly rows: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** One row of a file, by column. */
export type FileCells<Column extends string> = Readonly<Record<Column, string>>;

/** What ids are called in files: the opposite of `KnownKeys`. */
export interface KeysOfIds {
  readonly company: (id: Id<'company'>) => string;
  readonly skill: (id: Id<'skill'>) => string;
  readonly role: (id: Id<'role'>) => string;
}

/** What a row may refer to, read once before the file is checked. */
export interface KnownKeys {
  /** Company code → id. */
  readonly companies: ReadonlyMap<string, Id<'company'>>;
  /** Ids of the skills and roles of the group's own catalogue. */
  readonly skills: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
}
