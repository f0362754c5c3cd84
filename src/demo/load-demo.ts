import { readFile } from 'node:fs/promises';
import { createCatalogueService } from '../domains/catalogue/catalogue.service.ts';
import {
  type CatalogueFileKind,
  createCatalogueImports,
  groupItemIds,
} from '../domains/catalogue/imports/catalogue-imports.ts';
import { createMilestoneImports, milestoneFileKinds } from '../domains/milestones/imports/milestone-imports.ts';
import { createOneononesImport } from '../domains/oneonones/imports/oneonones-csv.ts';
import { createPeopleImports, type PeopleFileKind } from '../domains/people/imports/people-imports.ts';
import type { Database } from '../platform/db/database.ts';
import { AppError } from '../platform/errors/app-error.ts';
import type { TextFile } from '../platform/files/csv-file.ts';
import { decodeText } from '../platform/files/decode-text.ts';
import type { ImportSummary } from '../platform/files/import-report.ts';
import type { Embedder } from '../platform/language/embedder.types.ts';
import type { Log } from '../platform/log/log.ts';
import type { Clock } from '../platform/time/clock.ts';

export interface LoadDemoDeps {
  readonly db: Database;
  readonly embedder: Embedder;
  readonly log: Log;
  readonly clock: Clock;
  /** The installation's secret. */
  readonly secret: () => Promise<string>;
}

/**
 * Loads the fictional group of this folder by the ordinary importers. What is there already is left alone, so that every start may call it.
 * @throws AppError `demo.refused` with the file and line when the files and the importers disagree.
 */
export async function loadDemo({ db, embedder, log, clock, secret }: LoadDemoDeps): Promise<void> {
  const people = createPeopleImports({ db, catalogueIds: () => groupItemIds(db) });
  const catalogue = createCatalogueImports({ db, embedder, companies: people.companies });
  const options = { dryRun: false, onProgress: () => undefined };
  const loadPeople = async (kind: PeopleFileKind) =>
    check(kind, await people.importFile(kind, await demoFile(kind), options), log);
  const loadItems = async (kind: CatalogueFileKind) =>
    check(kind, await catalogue.importFile(kind, await demoFile(kind), options), log);
  await loadPeople('companies');
  await loadItems('skills');
  await loadItems('skill-maps');
  await loadItems('postings');
  await loadItems('courses');
  await loadPeople('people');
  const oneonones = createOneononesImport({ db, clock });
  // Once: what people change in chat stays. Years later the series are over, which is no reason not to start.
  if (!(await oneonones.hasAny())) await oneonones.importFile(await demoFile('oneonones'), options);
  const milestones = createMilestoneImports({
    db,
    clock,
    secret,
    catalogue: createCatalogueService({ db, embedder, clock }),
  });
  for (const kind of milestoneFileKinds)
    check(kind, await milestones.importFile(kind, await demoFile(kind), options), log);
}

async function demoFile(kind: string): Promise<TextFile> {
  const name = `${kind}.csv`;
  return { name, text: decodeText(name, await readFile(new URL(name, import.meta.url))).text };
}

function check(kind: string, summary: ImportSummary, log: Log): void {
  const [bad] = summary.refused;
  if (bad !== undefined)
    throw new AppError('demo.refused', { detail: { file: bad.file, line: bad.line, column: bad.column } });
  if (summary.new + summary.changed > 0) log.info('demo.loaded', { kind, new: summary.new, changed: summary.changed });
}
