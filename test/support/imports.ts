import { createCatalogueExports, groupItemKeys } from '../../src/domains/catalogue/exports/catalogue-exports.ts';
import {
  type CatalogueFileKind,
  catalogueTemplates,
  createCatalogueImports,
  groupItemIds,
  type PublishedKind,
} from '../../src/domains/catalogue/imports/catalogue-imports.ts';
import { createPeopleExports } from '../../src/domains/people/exports/people-exports.ts';
import {
  createPeopleImports,
  type PeopleFileKind,
  type PeopleImportOptions,
  peopleTemplates,
} from '../../src/domains/people/imports/people-imports.ts';
import { guardedLine } from '../../src/platform/files/csv-file.ts';
import type { ImportSummary } from '../../src/platform/files/import-report.ts';
import { createBundledEmbedder } from '../../src/platform/language/embedder/bundled-embedder.ts';
import type { Embedder } from '../../src/platform/language/embedder.types.ts';
import type { TestDatabase } from './database.ts';

export type FileKind = CatalogueFileKind | PeopleFileKind;

/** In the order in which they refer to each other. */
export const fileKinds = ['companies', 'skills', 'skill-maps', 'people', 'courses', 'postings'] as const;

type Cells = Readonly<Record<string, string>>;

/** The rows of a file's template as records, to be changed by a test. */
export function templateRows(kind: FileKind): readonly Cells[] {
  const [header = [], ...rows] = isPeople(kind) ? peopleTemplates[kind] : catalogueTemplates[kind];
  return rows.map(row => Object.fromEntries(header.map((column, at) => [column, row[at] ?? ''])));
}

export function columnsOf(kind: FileKind): readonly string[] {
  return (isPeople(kind) ? peopleTemplates[kind] : catalogueTemplates[kind])[0] ?? [];
}

export function csvOf(rows: readonly Cells[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map(row => columns.map(column => row[column] ?? ''))].map(guardedLine).join('');
}

function isPeople(kind: FileKind): kind is PeopleFileKind {
  return kind === 'people' || kind === 'companies';
}

export interface TestImports {
  take(kind: FileKind, text: string, options?: Partial<PeopleImportOptions>): Promise<ImportSummary>;
  takeRows(kind: FileKind, rows: readonly Cells[], options?: Partial<PeopleImportOptions>): Promise<ImportSummary>;
  takePublished(kind: PublishedKind, files: Readonly<Record<string, string>>): Promise<ImportSummary>;
  /** Every template, one after the other. */
  takeTemplates(): Promise<readonly ImportSummary[]>;
  /** A file as `export` writes it. */
  write(kind: FileKind): Promise<string>;
}

/** The product's importers and exporters on a database of the test. */
export function testImports({ db }: TestDatabase, embedder: Embedder = createBundledEmbedder()): TestImports {
  const people = createPeopleImports({ db, catalogueIds: () => groupItemIds(db) });
  const catalogue = createCatalogueImports({ db, embedder, companies: people.companies });
  const peopleOut = createPeopleExports({ db, catalogueKeys: () => groupItemKeys(db) });
  const catalogueOut = createCatalogueExports({ db, companies: peopleOut.companies });
  const defaults = { dryRun: false, onProgress: () => undefined };

  const take: TestImports['take'] = (kind, text, options = {}) => {
    const file = { name: `${kind}.csv`, text };
    const all = { ...defaults, ...options };
    return isPeople(kind) ? people.importFile(kind, file, all) : catalogue.importFile(kind, file, all);
  };
  const takeRows: TestImports['takeRows'] = (kind, rows, options) => take(kind, csvOf(rows), options);
  return {
    take,
    takeRows,
    takePublished: (kind, files) => catalogue.importPublished(kind, name => files[name] ?? '', defaults),
    async takeTemplates() {
      const summaries = [];
      for (const kind of fileKinds) summaries.push(await takeRows(kind, templateRows(kind)));
      return summaries;
    },
    async write(kind) {
      const rows = await (isPeople(kind) ? peopleOut.exportFile(kind) : catalogueOut.exportFile(kind));
      return rows.map(guardedLine).join('');
    },
  };
}

/** A fingerprint of every row of every table, except of who did what: equal when nothing was written. */
export async function fingerprint({ db, schema }: TestDatabase): Promise<Readonly<Record<string, string>>> {
  return db.admin.transaction(async tx => {
    const tables = await tx.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'r' and relname <> 'audit_entries' order by 1`,
      [schema],
    );
    const entries: [string, string][] = [];
    for (const { name } of tables) {
      const [row] = await tx.query<{ print: string }>(
        `select count(*) || ':' || coalesce(md5(string_agg(t::text, e'\\n' order by t::text)), '') as print from ${name} t`,
      );
      entries.push([name, row?.print ?? '']);
    }
    return Object.fromEntries(entries);
  });
}
