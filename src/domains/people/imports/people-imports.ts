import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../../platform/access/audit.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import { AppError } from '../../../platform/errors/app-error.ts';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import { type CsvRow, readCsv } from '../../../platform/files/csv-file.ts';
import { readRecords } from '../../../platform/files/csv-records.ts';
import {
  type ChangeCounts,
  type ImportOptions,
  type ImportSummary,
  noChanges,
  type Refusal,
  type RefusalReason,
  refusal,
  tooManyRefused,
} from '../../../platform/files/import-report.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { companiesTemplate, importCompanies } from './companies-csv.ts';
import { importActor, type KnownKeys, peopleSchema, peopleTemplate, type StagedPerson, stage } from './people-csv.ts';
import {
  clearStaging,
  companyCodes,
  compareStaged,
  countStaged,
  dropStaged,
  type Heads,
  headsByCompany,
  stagePeople,
  switchToStaged,
  unstageWithoutManager,
} from './people-import.repository.ts';

export const peopleFileKinds = ['companies', 'people'] as const;
export type PeopleFileKind = (typeof peopleFileKinds)[number];

/** The header of each file with example rows that fit those of the other files. */
export const peopleTemplates: Readonly<Record<PeopleFileKind, readonly (readonly string[])[]>> = {
  companies: companiesTemplate,
  people: peopleTemplate,
};

export interface PeopleImportsDeps {
  readonly db: Database;
  /** Ids of the group's own skills and roles, from whoever keeps the catalogue. */
  readonly catalogueIds: () => Promise<Pick<KnownKeys, 'skills' | 'roles'>>;
}

export interface PeopleImportOptions extends ImportOptions {
  /** Takes a file with more than a tenth fewer people, after HR has looked into it. */
  readonly allowFewer?: boolean;
}

export interface PeopleImports {
  /** @throws AppError `import.columns`, `import.interrupted` (another import ran at the same time) */
  importFile(kind: PeopleFileKind, file: TextFile, options: PeopleImportOptions): Promise<ImportSummary>;
  /** Company code → id. */
  companies(): Promise<ReadonlyMap<string, Id<'company'>>>;
}

/** A file with more fewer heads than this in any of its companies is a wrong export until somebody says otherwise. */
const fewerHeadsShare = 0.1;

export function createPeopleImports(deps: PeopleImportsDeps): PeopleImports {
  return {
    importFile: (kind, file, options) =>
      kind === 'companies' ? importCompanies(deps.db, file, options) : importPeople(deps, file, options),
    companies: () => deps.db.transaction(importActor, companyCodes),
  };
}

/** Rows go into a staging table batch by batch, where nobody sees them; when all of them are checked, one transaction takes them over. */
async function importPeople(
  deps: PeopleImportsDeps,
  file: TextFile,
  options: PeopleImportOptions,
): Promise<ImportSummary> {
  const run = randomUUID();
  const { refused, staged, rows } = await stageFile(deps, file, run, options).catch(async fault => {
    await deps.db.transaction(importActor, tx => dropStaged(tx, run));
    throw fault;
  });
  return deps.db.transaction(importActor, async tx => {
    if ((await countStaged(tx, run)) !== staged) throw new AppError('import.interrupted', { retry: 'later' });
    const changes = await compareStaged(tx, run);
    const aborted = tooManyRefused(refused.length, rows) ? 'too-many-refused' : await tooFew(tx, run, options);
    const summary = { refused, dryRun: options.dryRun };
    if (aborted !== null || options.dryRun) {
      await dropStaged(tx, run);
      return { ...summary, ...(aborted === null ? changes : noChanges), counts: { people: staged }, aborted };
    }
    const left = await takeOver(tx, run, changes);
    return { ...summary, ...changes, counts: { people: staged, left }, aborted };
  });
}

async function takeOver(tx: Tx, run: string, changes: ChangeCounts): Promise<number> {
  const left = await switchToStaged(tx, run);
  await recordAudit(tx, importActor, {
    action: 'people.import',
    subjectKind: 'people',
    subjectId: null,
    companyId: null,
    detail: { ...changes, left },
  });
  return left;
}

interface StagedFile {
  readonly refused: readonly Refusal[];
  readonly staged: number;
  readonly rows: number;
}

async function stageFile(
  { db, catalogueIds }: PeopleImportsDeps,
  file: TextFile,
  run: string,
  options: ImportOptions,
): Promise<StagedFile> {
  const companies = await db.transaction(importActor, async tx => {
    await clearStaging(tx);
    return companyCodes(tx);
  });
  const known = { companies, ...(await catalogueIds()) };
  const refused: Refusal[] = [];
  const late = new Map<number, LateReason>();
  let rows = 0;
  await readRecords(file, peopleSchema, async (records, bad, done) => {
    rows += records.length + bad.length;
    refused.push(...bad);
    const people = takePeople(
      records.map(record => stage(file, record, known)),
      refused,
    );
    const twice = await db.transaction(importActor, tx => stagePeople(tx, run, people));
    for (const line of twice) late.set(line, ['number', 'twice']);
    options.onProgress(done, file.text.length);
  });
  const withoutManager = await db.transaction(importActor, tx => unstageWithoutManager(tx, run));
  for (const line of withoutManager) late.set(line, ['manager_number', 'unknown-manager']);
  refused.push(...(await lateRefusals(file, late)));
  return { refused: refused.sort((left, right) => left.line - right.line), staged: rows - refused.length, rows };
}

function takePeople(checked: readonly ReturnType<typeof stage>[], refused: Refusal[]): readonly StagedPerson[] {
  return checked.flatMap(result => {
    if (result.kind === 'person') return [result.person];
    refused.push(result.refusal);
    return [];
  });
}

type LateReason = readonly [column: string, reason: RefusalReason];

/** What only the database could tell: the rows themselves are read again for the quarantine. */
async function lateRefusals(file: TextFile, late: ReadonlyMap<number, LateReason>): Promise<readonly Refusal[]> {
  if (late.size === 0) return [];
  const refused: Refusal[] = [];
  const take = (row: CsvRow) => {
    const reason = late.get(row.line);
    if (reason !== undefined) refused.push(refusal(file.name, row, ...reason));
  };
  await readCsv(file, [], async rows => rows.forEach(take));
  return refused;
}

/** One person less in a company of three is no wrong export: at least two must be missing. */
async function tooFew(tx: Tx, run: string, { allowFewer }: PeopleImportOptions): Promise<'fewer-people' | null> {
  if (allowFewer === true) return null;
  const heads: readonly Heads[] = await headsByCompany(tx, run);
  const fewer = heads.some(({ before, after }) => before - after > Math.max(1, before * fewerHeadsShare));
  return fewer ? 'fewer-people' : null;
}
