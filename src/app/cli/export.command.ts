import { renameSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createCatalogueExports, groupItemKeys } from '../../domains/catalogue/exports/catalogue-exports.ts';
import { type CatalogueFileKind, catalogueFileKinds } from '../../domains/catalogue/imports/catalogue-imports.ts';
import { createPeopleExports } from '../../domains/people/exports/people-exports.ts';
import { type PeopleFileKind, peopleFileKinds } from '../../domains/people/imports/people-imports.ts';
import type { Database } from '../../platform/db/database.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { guardedLine } from '../../platform/files/csv-file.ts';
import type { CommandDeps } from './command-deps.ts';
import { exportMessages } from './export.messages.ts';
import { usageMessages } from './usage.messages.ts';

type FileKind = CatalogueFileKind | PeopleFileKind;

export function registerExport(program: Command, deps: CommandDeps): void {
  const usage = usageMessages[deps.language].export;
  const command = program.command('export').description(usage.about);
  for (const kind of [...catalogueFileKinds, ...peopleFileKinds]) {
    command
      .command(kind)
      .description(usage.kind(kind))
      .option('--out <file>', usage.out)
      .action((options: { readonly out?: string }) => exportFile(deps, kind, options.out));
  }
}

async function exportFile(deps: CommandDeps, kind: FileKind, out: string | undefined): Promise<void> {
  const rows = await deps.withDatabaseAsItIs(db => rowsOf(db, kind));
  const text = rows.map(guardedLine).join('');
  const messages = exportMessages[deps.language];
  if (out === undefined) process.stdout.write(text);
  else writeWhole(out, text);
  // On standard error, so that a file that is made by redirection holds rows alone.
  console.error(messages.done(kind, rows.length - 1, out));
}

function rowsOf(db: Database, kind: FileKind): Promise<readonly (readonly string[])[]> {
  const people = createPeopleExports({ db, catalogueKeys: () => groupItemKeys(db) });
  if (kind === 'people' || kind === 'companies') return people.exportFile(kind);
  return createCatalogueExports({ db, companies: people.companies }).exportFile(kind);
}

/** Under its name stands either the old file or the whole new one. The mark in front tells a spreadsheet that it is UTF-8. */
function writeWhole(path: string, text: string): void {
  try {
    writeFileSync(`${path}.new`, `\ufeff${text}`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (cause) {
    // What the file system throws has a code.
    const problem = (cause as NodeJS.ErrnoException).code ?? '';
    throw new AppError('export.unwritable-file', { cause, detail: { file: path, problem } });
  }
}
