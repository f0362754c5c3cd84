import Papa from 'papaparse';
import { AppError } from '../errors/app-error.ts';

/** A file that is decoded already. The name is what the summary calls it. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** One row of a file with a header. `line` counts from 1 as an editor shows it; the header is on line 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** What stands in the file, for the quarantine. */
  readonly original: readonly string[];
  /** Set when the row has another number of cells than the header, or a quote that never ends. */
  readonly malformed: boolean;
}

/** Characters that are parsed at once; rows of one piece are handed over together. */
const pieceLength = 1 << 19;

/**
 * Reads a CSV or tab-separated text piece by piece, so that a million rows never stand in memory as objects. Cells are trimmed; empty
 * lines are skipped. The next piece is parsed when `handle` is done with the last one.
 * @throws AppError `import.columns` with `file` and `missing` when the header lacks one of `columns`.
 */
export async function readCsv(
  file: TextFile,
  columns: readonly string[],
  handle: (rows: readonly CsvRow[], done: number) => Promise<void>,
): Promise<void> {
  let header: readonly string[] | null = null;
  let line = 1;
  await parsePieces(file.text, async (piece, done) => {
    const rows: CsvRow[] = [];
    for (const cells of piece) {
      const at = line;
      line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
      if (cells.length === 1 && cells[0]?.trim() === '') continue;
      if (header === null) header = checkedHeader(file.name, cells, columns);
      else rows.push(rowOf(header, cells, at));
    }
    await handle(rows, done);
  });
  if (header === null) throw new AppError('import.columns', { detail: { file: file.name, missing: columns[0] ?? '' } });
}

/** A text with quotes where the format needs them, for quarantined rows. */
export function csvLine(cells: readonly string[]): string {
  return `${Papa.unparse([[...cells]])}\n`;
}

function parsePieces(text: string, handle: (rows: string[][], done: number) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, {
      chunkSize: pieceLength,
      delimiter: ',',
      // Papa reads a string in one go unless it is told to hand it over in chunks; pausing keeps one chunk in flight.
      chunk: ({ data, meta }: Papa.ParseResult<string[]>, parser: Papa.Parser) => {
        parser.pause();
        handle(data, meta.cursor).then(
          () => parser.resume(),
          fault => {
            reject(fault);
            parser.abort();
          },
        );
      },
      complete: () => resolve(),
    });
  });
}

/** The columns as they are asked for, whatever case the file writes them in; columns that nobody asked for keep their own name. */
function checkedHeader(file: string, cells: readonly string[], columns: readonly string[]): readonly string[] {
  const wanted = new Map(columns.map(column => [column.toLowerCase(), column]));
  const header = cells.map(cell => wanted.get(cell.trim().toLowerCase()) ?? cell.trim());
  const missing = columns.find(column => !header.includes(column));
  if (missing !== undefined) throw new AppError('import.columns', { detail: { file, missing } });
  return header;
}

function rowOf(header: readonly string[], cells: readonly string[], line: number): CsvRow {
  const pairs = header.map((column, index) => [column, (cells[index] ?? '').trim()] as const);
  return { line, cells: Object.fromEntries(pairs), original: cells, malformed: cells.length !== header.length };
}

function lineBreaks(cell: string): number {
  return cell.includes('\n') ? cell.split('\n').length - 1 : 0;
}
