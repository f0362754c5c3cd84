import type { Database } from '../../../platform/db/database.ts';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import {
  addCounts,
  type ImportOptions,
  type ImportSummary,
  noChanges,
  tooManyRefused,
} from '../../../platform/files/import-report.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { Embedder } from '../../../platform/language/embedder.types.ts';
import { createNameIndex } from '../search/name-index.ts';
import { finishIndex } from '../search/reindex.ts';
import { sources } from '../sources.ts';
import { importActor } from './changed-drafts.ts';
import { coursesTemplate, readCourses } from './courses-csv.ts';
import type { ItemDraft } from './draft.types.ts';
import type { DraftFile, KnownKeys } from './draft-file.ts';
import { readEsco } from './esco.ts';
import { type ImportItemsDeps, importItems } from './import-items.ts';
import { allIds } from './items.repository.ts';
import { readOnet } from './onet.ts';
import { postingsTemplate, readPostings } from './postings-csv.ts';
import type { FileReader, PublishedSet } from './published-set.ts';
import { readSkillMaps, skillMapsTemplate } from './skill-maps-csv.ts';
import { readSkills, skillsTemplate } from './skills-csv.ts';
import { readDcwf, readNice } from './work-roles.ts';

export const publishedKinds = ['nice', 'dcwf', 'onet', 'esco'] as const;
export type PublishedKind = (typeof publishedKinds)[number];

export const catalogueFileKinds = ['skills', 'skill-maps', 'postings', 'courses'] as const;
export type CatalogueFileKind = (typeof catalogueFileKinds)[number];

/** The header of each file with example rows that fit those of the other files. */
export const catalogueTemplates: Readonly<Record<CatalogueFileKind, readonly (readonly string[])[]>> = {
  skills: skillsTemplate,
  'skill-maps': skillMapsTemplate,
  postings: postingsTemplate,
  courses: coursesTemplate,
};

export interface CatalogueImportsDeps {
  readonly db: Database;
  readonly embedder: Embedder;
  /** Company code → id, from whoever knows the companies. */
  readonly companies: () => Promise<ReadonlyMap<string, Id<'company'>>>;
}

export interface CatalogueImports {
  /** HR's own files. @throws AppError `import.columns` */
  importFile(kind: CatalogueFileKind, file: TextFile, options: ImportOptions): Promise<ImportSummary>;
  /** A published framework from its folder. @throws AppError `import.columns`, `import.half-file`, `import.unknown-value` */
  importPublished(kind: PublishedKind, read: FileReader, options: ImportOptions): Promise<ImportSummary>;
}

/** Ids of the group's own skills and roles, for imports that refer to them by key. */
export async function groupItemIds(db: Database): Promise<Pick<KnownKeys, 'skills' | 'roles'>> {
  return db.transaction(importActor, async tx => ({
    skills: await allIds(tx, 'skill', 'group'),
    roles: await allIds(tx, 'role', 'group'),
  }));
}

export function createCatalogueImports(deps: CatalogueImportsDeps): CatalogueImports {
  const itemDeps: ImportItemsDeps = { db: deps.db, nameIndex: createNameIndex(deps) };
  return {
    async importFile(kind, file, options) {
      const content = await readFile(kind, file, await knownKeys(deps));
      const { refused, counts, drafts } = content;
      if (tooManyRefused(refused.length, content.rows)) {
        return { ...noChanges, counts, refused, dryRun: options.dryRun, aborted: 'too-many-refused' };
      }
      const changes = await importItems(itemDeps, sources.group, drafts, options);
      if (!options.dryRun) await finishIndex(deps, options.onProgress);
      return { ...changes, counts, refused, dryRun: options.dryRun, aborted: null };
    },
    async importPublished(kind, read, options) {
      const set = await readPublished(kind, read);
      const source = sources[set.source];
      const total = set.skills.length + set.roles.length;
      const shown = (before: number) => ({
        ...options,
        onProgress: (done: number) => options.onProgress(before + done, total),
      });
      const skills = await importItems(itemDeps, source, set.skills, shown(0));
      const roles = await importItems(itemDeps, source, set.roles, shown(set.skills.length));
      if (!options.dryRun) await finishIndex(deps, options.onProgress);
      return { ...addCounts(skills, roles), counts: set.counts, refused: [], dryRun: options.dryRun, aborted: null };
    },
  };
}

async function readPublished(kind: PublishedKind, read: FileReader): Promise<PublishedSet> {
  switch (kind) {
    case 'nice':
      return readNice(read);
    case 'dcwf':
      return readDcwf(read);
    case 'onet':
      return readOnet(read);
    case 'esco':
      return readEsco(read);
  }
}

async function readFile(kind: CatalogueFileKind, file: TextFile, known: KnownKeys): Promise<DraftFile<ItemDraft>> {
  switch (kind) {
    case 'skills':
      return readSkills(file);
    case 'skill-maps':
      return readSkillMaps(file, known);
    case 'postings':
      return readPostings(file, known);
    case 'courses':
      return readCourses(file, known);
  }
}

async function knownKeys({ db, companies }: CatalogueImportsDeps): Promise<KnownKeys> {
  return { companies: await companies(), ...(await groupItemIds(db)) };
}
