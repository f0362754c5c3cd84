import { z } from 'zod';
import { recordAudit } from '../../../platform/access/audit.ts';
import { authorise } from '../../../platform/access/policy.ts';
import type { Tx } from '../../../platform/db/database.ts';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import { type CsvRecord, keyCell, readRecords } from '../../../platform/files/csv-records.ts';
import {
  addCounts,
  type ChangeCounts,
  type ImportOptions,
  type ImportSummary,
  noChanges,
  type Refusal,
  refusal,
  tooManyRefused,
} from '../../../platform/files/import-report.ts';
import { type PlainDateText, todayIn } from '../../../platform/time/clock.ts';
import { personKeys } from '../person-key.ts';
import { milestonesWork } from '../seats.ts';
import { readBirthDate } from './birth-date.rules.ts';
import { findPeople, type ImportedDate, saveBirthDates } from './birth-dates.repository.ts';
import type { MilestoneImportsDeps } from './import-deps.ts';

const schema = z.object({
  company: keyCell,
  number: keyCell,
  birth_date: z.string().max(40, 'too-long'),
  // The number that stays with a person over transfers; the column may be left out.
  group_number: z
    .string()
    .max(40, 'too-long')
    .regex(/^[A-Za-z0-9._-]*$/, 'not-a-key')
    .default(''),
});
type Cells = z.infer<typeof schema>;

export const birthDatesTemplate = [
  Object.keys(schema.shape),
  ['HQ', '000045', '1976-04-02', 'G00045'],
  ['HQ', '000123', '平成8年10月5日', 'G00123'],
] as const;

interface Taken {
  readonly record: CsvRecord<Cells>;
  readonly day: PlainDateText;
}

/**
 * All rows that are right are taken in one transaction, or none of them. People who are not in the file keep what is on record.
 * @throws AppError `import.columns`
 */
export async function importBirthDates(
  deps: MilestoneImportsDeps,
  file: TextFile,
  options: ImportOptions,
): Promise<ImportSummary> {
  authorise(milestonesWork, { data: 'milestone-birth-date', act: 'write' });
  const { taken, refused, rows } = await readDates(deps, file, options);
  const secret = await deps.secret();
  return deps.db.transaction(milestonesWork, async tx => {
    const dates = await withPeople(secret, tx, file, taken, refused);
    refused.sort((left, right) => left.line - right.line);
    const base = { refused, dryRun: options.dryRun, counts: { birthDates: dates.length } };
    if (tooManyRefused(refused.length, rows)) return { ...base, ...noChanges, aborted: 'too-many-refused' };
    const changes = await save(tx, dates, options);
    return { ...base, ...changes, aborted: null };
  });
}

async function readDates({ clock }: MilestoneImportsDeps, file: TextFile, { onProgress }: ImportOptions) {
  const today = todayIn(clock, 'UTC');
  const taken = new Map<string, Taken>();
  const refused: Refusal[] = [];
  let rows = 0;
  await readRecords(file, schema, async (records, bad, done) => {
    rows += records.length + bad.length;
    refused.push(...bad);
    for (const record of records) {
      const read = readBirthDate(record.value.birth_date, today);
      const key = keyOf(record.value);
      if (read.kind === 'refused') refused.push(refusal(file.name, record.row, 'birth_date', read.reason));
      else if (taken.has(key)) refused.push(refusal(file.name, record.row, 'number', 'twice'));
      else taken.set(key, { record, day: read.day });
    }
    onProgress(done, file.text.length);
  });
  return { taken: [...taken.values()], refused, rows };
}

const keyOf = ({ company, number }: Pick<Cells, 'company' | 'number'>) => `${company}/${number}`;

async function withPeople(
  secret: string,
  tx: Tx,
  file: TextFile,
  taken: readonly Taken[],
  refused: Refusal[],
): Promise<readonly ImportedDate[]> {
  const people = new Map((await findPeople(tx)).map(person => [keyOf(person), person]));
  const companies = new Set([...people.values()].map(({ company }) => company));
  return taken.flatMap(({ record: { row, value }, day }) => {
    const person = people.get(keyOf(value));
    if (person !== undefined) {
      const keys = personKeys(secret, { bornOn: day, email: person.email, groupNumber: value.group_number });
      return [{ personId: person.id, bornOn: day, keys }];
    }
    const known = companies.has(value.company);
    const [column, reason] = known
      ? (['number', 'unknown-person'] as const)
      : (['company', 'unknown-company'] as const);
    refused.push(refusal(file.name, row, column, reason));
    return [];
  });
}

const batch = 5_000;

async function save(tx: Tx, dates: readonly ImportedDate[], { dryRun }: ImportOptions): Promise<ChangeCounts> {
  let changes: ChangeCounts = noChanges;
  for (let at = 0; at < dates.length; at += batch)
    changes = addCounts(changes, await saveBirthDates(tx, dates.slice(at, at + batch), dryRun));
  if (!dryRun && changes.new + changes.changed > 0)
    await recordAudit(tx, milestonesWork, {
      action: 'milestone-birth-date.import',
      subjectKind: 'people',
      subjectId: null,
      companyId: null,
      detail: { ...changes },
    });
  return changes;
}
