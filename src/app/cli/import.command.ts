import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { createCatalogueService } from '../../domains/catalogue/catalogue.service.ts';
import {
  type CatalogueFileKind,
  type CatalogueImports,
  catalogueFileKinds,
  catalogueTemplates,
  createCatalogueImports,
  groupItemIds,
  type PublishedKind,
  publishedKinds,
} from '../../domains/catalogue/imports/catalogue-imports.ts';
import {
  createMilestoneImports,
  type MilestoneFileKind,
  type MilestoneImports,
  milestoneFileKinds,
  milestoneTemplates,
} from '../../domains/milestones/imports/milestone-imports.ts';
import {
  createOneononesImport,
  type OneononesImport,
  oneononesTemplate,
} from '../../domains/oneonones/imports/oneonones-csv.ts';
import {
  createPeopleImports,
  type PeopleFileKind,
  type PeopleImportOptions,
  type PeopleImports,
  peopleFileKinds,
  peopleTemplates,
} from '../../domains/people/imports/people-imports.ts';
import type { Database } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { csvLine, guardedLine, type TextFile } from '../../platform/files/csv-file.ts';
import { decodeText } from '../../platform/files/decode-text.ts';
import type { ImportSummary } from '../../platform/files/import-report.ts';
import { systemClock } from '../../platform/time/clock.ts';
import { loadSecret } from '../storage.ts';
import type { CommandDeps } from './command-deps.ts';
import { countsText, importMessages } from './import.messages.ts';
import { createProgress } from './progress.ts';
import { usageMessages } from './usage.messages.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly refused?: string;
  readonly template?: boolean;
  readonly allowFewer?: boolean;
}

type FileKind = CatalogueFileKind | PeopleFileKind | MilestoneFileKind | 'oneonones';

/** Refused rows that are shown; the rest goes to the file of `--refused`. */
const shownRefusals = 20;

export function registerImport(program: Command, deps: CommandDeps): void {
  const usage = usageMessages[deps.language].import;
  const command = program.command('import').description(usage.about);
  const add = (kind: string, about: string) =>
    command
      .command(kind)
      .description(about)
      .option('--dry-run', usage.dryRun)
      .option('--refused <file>', usage.refused);
  for (const kind of publishedKinds) {
    add(kind, usage.published(kind))
      .argument('<folder>', usage.folder)
      .action((folder: string, options: Options) => importPublished(deps, kind, folder, options));
  }
  for (const kind of [...catalogueFileKinds, ...peopleFileKinds, ...milestoneFileKinds, 'oneonones'] as const) {
    const sub = add(kind, usage.file(kind)).argument('[files...]', usage.files).option('--template', usage.template);
    if (kind === 'people') sub.option('--allow-fewer', usage.allowFewer);
    sub.action((files: string[], options: Options) =>
      options.template === true ? printTemplate(kind) : importFiles(deps, kind, files, options),
    );
  }
}

function printTemplate(kind: FileKind): void {
  process.stdout.write(templateOf(kind).map(csvLine).join(''));
}

async function importPublished(
  deps: CommandDeps,
  kind: PublishedKind,
  folder: string,
  options: Options,
): Promise<void> {
  if (!existsSync(folder)) throw new AppError('import.missing-file', { detail: { file: folder } });
  if (!statSync(folder).isDirectory()) throw new AppError('import.not-a-folder', { detail: { file: folder } });
  const read = (name: string) => readText(join(folder, name)).text;
  const summaries = await run(deps, options, async ({ catalogue }, importOptions) => [
    await catalogue.importPublished(kind, read, importOptions),
  ]);
  for (const summary of summaries) report(deps, kind, summary, options);
}

/** Every file is read before the first is taken: a wrong name or encoding must not leave half of them imported. */
async function importFiles(
  deps: CommandDeps,
  kind: FileKind,
  paths: readonly string[],
  options: Options,
): Promise<void> {
  if (paths.length === 0) throw new AppError('import.no-file-named', { detail: { kind } });
  const files = paths.map(readText);
  await run(deps, options, async (imports, importOptions) => {
    for (const file of files) {
      const summary = await importFile(imports, kind, file, importOptions);
      report(deps, file.name, summary, options);
    }
  }).catch(fault => {
    throw withKind(fault, kind);
  });
}

/** A wrong header is explained with the template of its kind. */
function withKind(fault: unknown, kind: FileKind): unknown {
  if (!(fault instanceof AppError) || !fault.code.startsWith('import.column')) return fault;
  return new AppError(fault.code, { cause: fault, detail: { ...fault.detail, kind } });
}

function templateOf(kind: FileKind): readonly (readonly string[])[] {
  if (kind === 'oneonones') return oneononesTemplate;
  if (isMilestoneKind(kind)) return milestoneTemplates[kind];
  return isPeopleKind(kind) ? peopleTemplates[kind] : catalogueTemplates[kind];
}

function isMilestoneKind(kind: FileKind): kind is MilestoneFileKind {
  return kind === 'birth-dates' || kind === 'milestone-rules';
}

function isPeopleKind(kind: FileKind): kind is PeopleFileKind {
  return kind === 'people' || kind === 'companies';
}

interface Imports {
  readonly people: PeopleImports;
  readonly catalogue: CatalogueImports;
  readonly oneonones: OneononesImport;
  readonly milestones: MilestoneImports;
}

function importFile(
  { people, catalogue, milestones, oneonones }: Imports,
  kind: FileKind,
  file: TextFile,
  options: PeopleImportOptions,
): Promise<ImportSummary> {
  if (kind === 'oneonones') return oneonones.importFile(file, options);
  if (isMilestoneKind(kind)) return milestones.importFile(kind, file, options);
  return isPeopleKind(kind) ? people.importFile(kind, file, options) : catalogue.importFile(kind, file, options);
}

async function run<Result>(
  deps: CommandDeps,
  options: Options,
  work: (imports: Imports, options: PeopleImportOptions) => Promise<Result>,
): Promise<Result> {
  const embedder = deps.embedder();
  const progress = createProgress();
  const importOptions = {
    dryRun: options.dryRun === true,
    allowFewer: options.allowFewer === true,
    onProgress: progress.show,
  };
  const within = options.dryRun === true ? deps.withDatabaseAsItIs : deps.withDatabase;
  try {
    return await within((db: Database) => {
      const people = createPeopleImports({ db, catalogueIds: () => groupItemIds(db) });
      const catalogue = createCatalogueImports({ db, embedder, companies: people.companies });
      const oneonones = createOneononesImport({ db, clock: systemClock });
      const milestones = createMilestoneImports({
        db,
        clock: systemClock,
        catalogue: createCatalogueService({ db, embedder, clock: systemClock }),
        secret: () => loadSecret(deps.config()),
      });
      return work({ people, catalogue, milestones, oneonones }, importOptions);
    });
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
    // What the file system throws has a code.
    const { code = '' } = cause as NodeJS.ErrnoException;
    const codes: Readonly<Record<string, string>> = { ENOENT: 'import.missing-file', EISDIR: 'import.not-a-file' };
    throw new AppError(codes[code] ?? 'import.unreadable-file', { cause, detail: { file: path, problem: code } });
  }
}

/** Where a file is imported in part, the exit code says so: a script must not take it for done. */
function report({ language }: CommandDeps, name: string, summary: ImportSummary, options: Options): void {
  const messages = importMessages[language];
  console.log(messages.read(name, countsText(summary.counts, messages)));
  console.log(messages.changes(summary));
  for (const { file, line, column, reason } of summary.refused.slice(0, shownRefusals)) {
    console.log(messages.refused(file, line, column, messages.reasons[reason]));
  }
  const hidden = summary.refused.length - shownRefusals;
  if (hidden > 0) console.log(messages.more(hidden));
  if (summary.dryRun) console.log(messages.dryRun);
  if (summary.aborted !== null) console.error(messages.aborted[summary.aborted]);
  if (options.refused !== undefined) writeRefused(options.refused, summary, messages.reasons);
  if (summary.aborted !== null || summary.refused.length > 0) process.exitCode = 1;
}

/** The rows as they stand in their file, with line, column and reason in front. They may hold personal data: only the owner may read it. */
function writeRefused(
  path: string,
  summary: ImportSummary,
  reasons: Readonly<Record<ImportSummary['refused'][number]['reason'], string>>,
): void {
  const lines = summary.refused.map(({ file, line, column, reason, original }) =>
    guardedLine([file, String(line), column, reasons[reason], ...original]),
  );
  writeFileSync(path, lines.join(''), { mode: 0o600 });
}
