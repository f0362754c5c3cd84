import type { CsvRow } from './csv-file.ts';

/** Why a row is not taken. Each has a sentence in both languages where the summary is printed. */
export type RefusalReason =
  | 'cells'
  | 'quotes'
  | 'missing'
  | 'not-allowed'
  | 'not-a-number'
  | 'not-a-date'
  | 'wrong-order'
  | 'not-a-key'
  | 'too-long'
  | 'twice'
  | 'unknown-company'
  | 'unknown-skill'
  | 'unknown-role'
  | 'unknown-manager'
  | 'own-manager'
  | 'unknown-person'
  | 'not-their-manager'
  | 'two-managers'
  | 'no-members'
  | 'unknown-zone'
  | 'bad-start'
  | 'bad-duration'
  | 'bad-rule'
  | 'too-often'
  | 'no-end'
  | 'over'
  | 'no-meeting'
  | 'unknown-course'
  | 'outside-era'
  | 'in-the-future'
  | 'not-plausible'
  | 'matches-everyone';

/** One row that was not taken: where it stands, which column is at fault and why. The row itself goes to the quarantine file only. */
export interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly reason: RefusalReason;
  readonly original: readonly string[];
}

export interface ChangeCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
}

export interface ImportSummary extends ChangeCounts {
  /** What was read, by kind, such as `roles` or `links`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly refused: readonly Refusal[];
  readonly dryRun: boolean;
  /** Why nothing was taken although the file could be read; null = it was taken. */
  readonly aborted: 'too-many-refused' | 'fewer-people' | null;
}

export interface ImportOptions {
  /** Reads, checks and compares, and writes nothing. */
  readonly dryRun: boolean;
  /** Called now and then with how far it is; `total` may grow. */
  readonly onProgress: (done: number, total: number) => void;
}

/** A file that is worse than this is refused as a whole: a wrong export must not half replace a right one. */
const badRowShare = 0.05;

/** Whether so many of the rows are bad that nothing of the file may be taken. */
export function tooManyRefused(refused: number, rows: number): boolean {
  return refused > 0 && refused > rows * badRowShare;
}

export const noChanges: ChangeCounts = { new: 0, changed: 0, unchanged: 0 };

export function addCounts(left: ChangeCounts, right: ChangeCounts): ChangeCounts {
  return {
    new: left.new + right.new,
    changed: left.changed + right.changed,
    unchanged: left.unchanged + right.unchanged,
  };
}

export function refusal(file: string, row: CsvRow, column: string, reason: RefusalReason): Refusal {
  return { file, line: row.line, column, reason, original: row.original };
}
