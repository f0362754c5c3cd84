import { AppError } from '../errors/app-error.ts';

/** One row of a tab-separated file as published: no quoting, cells as they stand, `line` from 1 with the header on line 1. */
export interface TabRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * @throws AppError `import.empty-file`, `import.columns` when the header lacks a column, `import.half-file` when a row lacks cells.
 */
export function readTabs(name: string, text: string, columns: readonly string[]): readonly TabRow[] {
  if (text.trim() === '') throw new AppError('import.empty-file', { detail: { file: name } });
  const [head = '', ...lines] = text.split(/\r*\n/);
  const header = head.split('\t');
  const missing = columns.find(column => !header.includes(column));
  if (missing !== undefined) throw new AppError('import.columns', { detail: { file: name, missing } });
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const cells = line.split('\t');
    if (cells.length !== header.length)
      throw new AppError('import.half-file', { detail: { file: name, line: index + 2 } });
    return [
      { line: index + 2, cells: Object.fromEntries(header.map((column, at) => [column, (cells[at] ?? '').trim()])) },
    ];
  });
}

/** Rows that are named by a key. @throws AppError `import.key-twice` when two have the same one. */
export function byKey(name: string, rows: readonly TabRow[], column: string): ReadonlyMap<string, TabRow> {
  const found = new Map<string, TabRow>();
  for (const row of rows) {
    const key = row.cells[column] ?? '';
    if (found.has(key)) throw new AppError('import.key-twice', { detail: { file: name, line: row.line, column } });
    found.set(key, row);
  }
  return found;
}
