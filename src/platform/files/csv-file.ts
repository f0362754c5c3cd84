import Papa from 'papaparse';
import { AppError } from '../errors/app-error.ts';
import { cleanCell, guardCell } from './csv-cell.ts';

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
  /** Another number of cells than the header has, or a quotation mark in the middle of a cell. */
  readonly malformed: 'cells' | 'quotes' | null;
}

/** Characters that are parsed at once; rows of one piece are handed over together. */
const pieceLength = 1 << 19;
/** Excel writes a semicolon where the comma is the decimal sign, and a tab when it is asked for text. */
const delimiters = [',', '\t', ';'] as const;

/**
 * Reads a separated text with a header piece by piece, so that a million rows never stand in memory as objects. Cells are trimmed, freed of
 * invisible characters and of the quote that keeps a formula from running; empty lines are skipped. The next piece is parsed when `handle`
 * is done with the last one.
 * @throws AppError `import.empty-file`, `import.columns` with `missing` when the header lacks one of `columns`, `import.column-twice` with
 * `column`, and `import.half-file` with the `line` in whose middle the file ends.
 */
export async function readCsv(
  file: TextFile,
  columns: readonly string[],
  handle: (rows: readonly CsvRow[], done: number) => Promise<void>,
): Promise<void> {
  if (file.text.trim() === '') throw new AppError('import.empty-file', { detail: { file: file.name } });
  const reader = createRowReader(file, columns);
  await parsePieces(file.text, piece => handle(reader.take(piece), piece.done));
}

/** A line with quotes where the format needs them. */
export function csvLine(cells: readonly string[]): string {
  return `${Papa.unparse([[...cells]])}\n`;
}

/** The same for cells that people wrote and that a spreadsheet will open: nothing in them is run as a formula. */
export function guardedLine(cells: readonly string[]): string {
  return csvLine(cells.map(guardCell));
}

interface Piece {
  readonly rows: readonly (readonly string[])[];
  readonly faults: readonly Papa.ParseError[];
  readonly done: number;
}

function createRowReader({ name, text }: TextFile, columns: readonly string[]) {
  let header: readonly string[] | null = null;
  let line = 1;

  function read(cells: readonly string[], quotes: boolean): CsvRow | null {
    const at = line;
    line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
    if (cells.length === 1 && cells[0]?.trim() === '') return null;
    if (header !== null) return rowOf(header, cells, at, quotes);
    header = checkedHeader(name, cells, columns);
    return null;
  }

  return {
    take({ rows, faults, done }: Piece): readonly CsvRow[] {
      const quotes = new Set(faults.flatMap(fault => (fault.code === 'InvalidQuotes' ? [fault.row] : [])));
      const records = rows.flatMap((cells, index) => read(cells, quotes.has(index)) ?? []);
      const last = records.at(-1);
      const cut = last?.malformed === 'cells' && done >= text.length && !/[\r\n]$/.test(text);
      if (cut || faults.some(fault => fault.code === 'MissingQuotes'))
        throw new AppError('import.half-file', { detail: { file: name, line: last?.line ?? 1 } });
      return records;
    },
  };
}

function parsePieces(text: string, handle: (piece: Piece) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, {
      chunkSize: pieceLength,
      delimiter: delimiterOf(text),
      // Papa reads a string in one go unless it is told to hand it over in chunks; pausing keeps one chunk in flight.
      chunk: ({ data, errors, meta }: Papa.ParseResult<string[]>, parser: Papa.Parser) => {
        parser.pause();
        Promise.resolve({ rows: data, faults: errors, done: meta.cursor })
          .then(handle)
          .then(
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

/** The one that the first row has most of. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split(/[\r\n]/, 1);
  const count = (delimiter: string) => head.split(delimiter).length;
  return delimiters.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** The columns as they are asked for, whatever case the file writes them in; columns that nobody asked for keep their own name. */
function checkedHeader(file: string, cells: readonly string[], columns: readonly string[]): readonly string[] {
  const wanted = new Map(columns.map(column => [column.toLowerCase(), column]));
  const header = cells.map(cleanCell).map(cell => wanted.get(cell.toLowerCase()) ?? cell);
  const missing = columns.find(column => !header.includes(column));
  if (missing !== undefined) throw new AppError('import.columns', { detail: { file, missing } });
  const twice = columns.find(column => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice !== undefined) throw new AppError('import.column-twice', { detail: { file, column: twice } });
  return header;
}

function rowOf(header: readonly string[], original: readonly string[], line: number, quotes: boolean): CsvRow {
  const cells = Object.fromEntries(header.map((column, index) => [column, cleanCell(original[index] ?? '')]));
  return {
    line,
    cells,
    original,
    malformed: quotes ? 'quotes' : original.length === header.length ? null : 'cells',
  };
}

function lineBreaks(cell: string): number {
  return cell.includes('\n') ? cell.split('\n').length - 1 : 0;
}
