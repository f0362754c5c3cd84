import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type CatalogueFileKind,
  catalogueFileKinds,
  catalogueTemplates,
  createCatalogueImports,
  groupItemIds,
  type PublishedKind,
  publishedKinds,
} from '../../domains/catalogue/imports/catalogue-imports.ts';
import {
  createPeopleImports,
  type PeopleFileKind,
  type PeopleImportOptions,
  peopleFileKinds,
  peopleTemplates,
} from '../../domains/people/imports/people-imports.ts';
import type { Database } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { csvLine, type TextFile } from '../../platform/files/csv-file.ts';
import { decodeText } from '../../platform/files/decode-text.ts';
import type { ImportSummary } from '../../platform/files/import-report.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { CommandDeps } from './command-deps.ts';
import { countsText, importMessages } from './import.messages.ts';
import { createProgress } from './progress.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly refused?: string;
  readonly template?: boolean;
  readonly allowFewer?: boolean;
  readonly language: Locale;
}

/** Refused rows that are shown; the rest goes to the file of `--refused`. */
const shownRefusals = 20;

export function registerImport(program: Command, deps: CommandDeps): void {
  const command = program
    .command('import')
    .description('take a published framework or a CSV file of your own into Michi');
  for (const kind of publishedKinds) {
    withOptions(command.command(kind).description(`the published files of ${kind}, from their folder`))
      .argument('<folder>', 'where the files are, with their published names')
      .action((folder: string, options: Options) => importPublished(deps, kind, folder, options));
  }
  for (const kind of [...catalogueFileKinds, ...peopleFileKinds]) {
    const sub = withOptions(command.command(kind).description(`${kind} from CSV files (UTF-8 or CP932)`))
      .argument('[files...]', 'one or more CSV files with a header row')
      .option('--template', 'print the header and one example row, and stop');
    if (kind === 'people') sub.option('--allow-fewer', 'take a file with more than 10 % fewer people');
    sub.action((files: string[], options: Options) => importFiles(deps, kind, files, options));
  }
}

function withOptions(command: Command): Command {
  return command
    .option('--dry-run', 'check and compare, write nothing')
    .option('--refused <file>', 'write the rows that were not taken to this file')
    .addOption(new Option('--language <language>', 'of the summary').choices(['en', 'ja']).default('en'));
}

async function importPublished(
  deps: CommandDeps,
  kind: PublishedKind,
  folder: string,
  options: Options,
): Promise<void> {
  const summary = await run(deps, options, (db, importOptions) =>
    catalogueImports(deps, db).importPublished(kind, name => readText(join(folder, name)).text, importOptions),
  );
  report(kind, summary, options);
}

async function importFiles(
  deps: CommandDeps,
  kind: CatalogueFileKind | PeopleFileKind,
  files: readonly string[],
  options: Options,
): Promise<void> {
  if (options.template === true) {
    process.stdout.write(templateOf(kind).map(csvLine).join(''));
    return;
  }
  if (files.length === 0) throw new AppError('import.missing-file', { detail: { file: `${kind}.csv` } });
  for (const path of files) {
    const file = readText(path);
    const summary = await run(deps, options, (db, importOptions) => importFile(deps, db, kind, file, importOptions));
    report(file.name, summary, options);
  }
}

function templateOf(kind: CatalogueFileKind | PeopleFileKind): readonly (readonly string[])[] {
  return isPeopleKind(kind) ? peopleTemplates[kind] : catalogueTemplates[kind];
}

function isPeopleKind(kind: CatalogueFileKind | PeopleFileKind): kind is PeopleFileKind {
  return kind === 'people' || kind === 'companies';
}

function importFile(
  deps: CommandDeps,
  db: Database,
  kind: CatalogueFileKind | PeopleFileKind,
  file: TextFile,
  options: PeopleImportOptions,
): Promise<ImportSummary> {
  if (isPeopleKind(kind)) return peopleImports(db).importFile(kind, file, options);
  return catalogueImports(deps, db).importFile(kind, file, options);
}

function peopleImports(db: Database) {
  return createPeopleImports({ db, catalogueIds: () => groupItemIds(db) });
}

function catalogueImports(deps: CommandDeps, db: Database) {
  return createCatalogueImports({ db, embedder: deps.embedder(), companies: peopleImports(db).companies });
}

async function run(
  deps: CommandDeps,
  options: Options,
  work: (db: Database, options: PeopleImportOptions) => Promise<ImportSummary>,
): Promise<ImportSummary> {
  const progress = createProgress();
  const importOptions = {
    dryRun: options.dryRun === true,
    allowFewer: options.allowFewer === true,
    onProgress: progress.show,
  };
  try {
    return await deps.withDatabase(db => work(db, importOptions));
  } finally {
    progress.stop();
  }
}

function readText(path: string): TextFile {
  return { name: basename(path), text: decodeText(basename(path), readBytes(path)).text };
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AppError('import.missing-file', { cause, detail: { file: path } });
  }
}

/** Where a file is imported in part, the exit code says so: a script must not take it for done. */
function report(name: string, summary: ImportSummary, options: Options): void {
  const messages = importMessages[options.language];
  console.log(messages.read(name, countsText(summary.counts, messages)));
  console.log(messages.changes(summary));
  for (const { file, line, column, reason } of summary.refused.slice(0, shownRefusals)) {
    console.log(messages.refused(file, line, column, messages.reasons[reason]));
  }
  const hidden = summary.refused.length - shownRefusals;
  if (hidden > 0) console.log(messages.more(hidden));
  if (summary.dryRun) console.log(messages.dryRun);
  if (summary.aborted !== null) console.error(messages.aborted[summary.aborted]);
  if (options.refused !== undefined) writeRefused(options.refused, summary, options.language);
  if (summary.aborted !== null || summary.refused.length > 0) process.exitCode = 1;
}

/** The rows as they stand in their file, with line, column and reason in front. They may hold personal data: only the owner may read it. */
function writeRefused(path: string, summary: ImportSummary, language: Locale): void {
  const { reasons } = importMessages[language];
  const lines = summary.refused.map(({ file, line, column, reason, original }) =>
    csvLine([file, String(line), column, reasons[reason], ...original]),
  );
  writeFileSync(path, lines.join(''), { mode: 0o600 });
}
