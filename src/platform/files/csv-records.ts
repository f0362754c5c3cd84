import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { splitList } from './csv-cell.ts';
import { type CsvRow, readCsv, type TextFile } from './csv-file.ts';
import { type Refusal, type RefusalReason, refusal } from './import-report.ts';

export interface CsvRecord<Value> {
  readonly row: CsvRow;
  readonly value: Value;
}

/** Checks each row against the schema. The message of a zod issue in these schemas is a `RefusalReason`. */
export async function readRecords<Value>(
  file: TextFile,
  schema: z.ZodType<Value> & { readonly shape: object },
  handle: (records: readonly CsvRecord<Value>[], refused: readonly Refusal[], done: number) => Promise<void>,
): Promise<void> {
  await readCsv(file, requiredColumns(schema.shape), async (rows, done) => {
    const records: CsvRecord<Value>[] = [];
    const refused: Refusal[] = [];
    for (const row of rows) {
      const checked = checkRow(file, row, schema);
      if (checked.kind === 'record') records.push(checked.record);
      else refused.push(checked.refusal);
    }
    await handle(records, refused, done);
  });
}

/** Columns that the file must have: a cell that has a default may be missing altogether. */
function requiredColumns(shape: object): readonly string[] {
  return Object.entries(shape).flatMap(([column, cell]) => (cell instanceof z.ZodDefault ? [] : [column]));
}

/** The same for files that fit into memory as records. */
export async function readAllRecords<Value>(
  file: TextFile,
  schema: z.ZodType<Value> & { readonly shape: object },
): Promise<{ readonly records: readonly CsvRecord<Value>[]; readonly refused: Refusal[]; readonly rows: number }> {
  const records: CsvRecord<Value>[] = [];
  const refused: Refusal[] = [];
  await readRecords(file, schema, async (some, bad) => {
    records.push(...some);
    refused.push(...bad);
  });
  return { records, refused, rows: records.length + refused.length };
}

type Checked<Value> =
  | { readonly kind: 'record'; readonly record: CsvRecord<Value> }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

function checkRow<Value>(file: TextFile, row: CsvRow, schema: z.ZodType<Value>): Checked<Value> {
  if (row.malformed !== null) return { kind: 'refused', refusal: refusal(file.name, row, '', row.malformed) };
  const parsed = schema.safeParse(row.cells);
  if (parsed.success) return { kind: 'record', record: { row, value: parsed.data } };
  const [issue] = parsed.error.issues;
  const reason = reasonSchema.safeParse(issue?.message);
  return {
    kind: 'refused',
    refusal: refusal(file.name, row, String(issue?.path[0] ?? ''), reason.data ?? 'not-allowed'),
  };
}

const reasons = [
  'missing',
  'not-allowed',
  'not-a-number',
  'not-a-date',
  'not-a-key',
  'too-long',
] as const satisfies readonly RefusalReason[];
const reasonSchema = z.enum(reasons);

const reason = (text: (typeof reasons)[number]) => text;

/** `[A-Za-z0-9._-]+` */
export const keyCell = z
  .string()
  .min(1, reason('missing'))
  .max(100, reason('too-long'))
  .regex(/^[A-Za-z0-9._-]+$/, reason('not-a-key'));
export const optionalKeyCell = z.union([z.literal('').transform(() => null), keyCell], reason('not-a-key'));
export const textCell = (max: number) => z.string().min(1, reason('missing')).max(max, reason('too-long'));
/** An empty cell is null. */
export const optionalTextCell = (max: number) =>
  z
    .string()
    .max(max, reason('too-long'))
    .transform(text => (text === '' ? null : text));
export const choiceCell = <const Choice extends readonly string[]>(choices: Choice) =>
  z.enum(choices, reason('not-allowed'));
/** Texts separated by `;`. */
export const listCell = (max: number) =>
  z
    .string()
    .max(20_000, reason('too-long'))
    .transform(splitList)
    .refine(texts => texts.every(text => text.length <= max), reason('too-long'));
export const integerCell = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, reason('not-a-number'))
    .transform(Number)
    .refine(value => value >= min && value <= max, reason('not-allowed'));
export const numberCell = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/, reason('not-a-number'))
    .transform(Number)
    .refine(value => value >= min && value <= max, reason('not-allowed'));
/** `2026-04-01`, as Excel rewrites it (`2026/4/1`), in Japanese (`2026年4月1日`, `令和8年4月1日`, `R8.4.1`), or empty. */
export const optionalDateCell = z
  .string()
  .transform(text => (text === '' ? null : (dayOf(text) ?? text)))
  .refine(text => text === null || dayOf(text) !== null, reason('not-a-date'));

/** The year before the first one of the era that people write dates of their work in. */
const beforeReiwa = 2018;

function dayOf(text: string): string | null {
  const [, era, years = '', month, day] =
    /^(令和|R)?(\d{1,4}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text.normalize('NFKC')) ?? [];
  if (era === undefined && years.length !== 4) return null;
  const year = (era === undefined ? 0 : beforeReiwa) + (years === '元' ? 1 : Number(years));
  if (year < 1900 || year > 2200) return null;
  try {
    return Temporal.PlainDate.from({ year, month: Number(month), day: Number(day) }, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}
