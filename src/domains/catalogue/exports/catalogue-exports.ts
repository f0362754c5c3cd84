import type { SystemActor } from '../../../platform/access/actor.ts';
import { authorise } from '../../../platform/access/policy.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import { AppError } from '../../../platform/errors/app-error.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { type CatalogueFileKind, catalogueTemplates } from '../imports/catalogue-imports.ts';
import { courseCells } from '../imports/courses-csv.ts';
import type { FileCells, KeysOfIds } from '../imports/draft-file.ts';
import { postingCells } from '../imports/postings-csv.ts';
import { skillMapCells } from '../imports/skill-maps-csv.ts';
import { skillCells } from '../imports/skills-csv.ts';
import { keysById, storedCourses, storedPostings, storedRoles, storedSkills } from './stored-drafts.repository.ts';

export interface CatalogueExportsDeps {
  readonly db: Database;
  /** Company code → id, from whoever knows the companies. */
  readonly companies: () => Promise<ReadonlyMap<string, Id<'company'>>>;
}

export interface CatalogueExports {
  /** The group's own items as rows of the file that imports them, header first. Importing them again changes nothing. */
  exportFile(kind: CatalogueFileKind): Promise<readonly (readonly string[])[]>;
}

const exportActor: SystemActor = { kind: 'system', purpose: 'export' };

export function createCatalogueExports({ db, companies }: CatalogueExportsDeps): CatalogueExports {
  return {
    async exportFile(kind) {
      authorise(exportActor, { data: 'catalogue-item', act: 'read' });
      const codes = new Map([...(await companies())].map(([code, id]) => [id as string, code]));
      return db.transaction(exportActor, async tx => {
        const keys = keysOf(codes, await keysById(tx));
        return inColumns(catalogueTemplates[kind][0] ?? [], await cellsOf(tx, kind, keys));
      });
    },
  };
}

/** Ids and keys of the group's own skills and roles, for exports that refer to them. */
export async function groupItemKeys(db: Database): Promise<ReadonlyMap<string, string>> {
  authorise(exportActor, { data: 'catalogue-item', act: 'read' });
  return db.transaction(exportActor, keysById);
}

async function cellsOf(tx: Tx, kind: CatalogueFileKind, keys: KeysOfIds): Promise<readonly FileCells<string>[]> {
  switch (kind) {
    case 'skills':
      return (await storedSkills(tx)).flatMap(skillCells);
    case 'skill-maps':
      return (await storedRoles(tx)).flatMap(role => skillMapCells(role, keys));
    case 'postings':
      return (await storedPostings(tx)).flatMap(posting => postingCells(posting, keys));
    case 'courses':
      return (await storedCourses(tx)).flatMap(course => courseCells(course, keys));
  }
}

function keysOf(codes: ReadonlyMap<string, string>, keys: ReadonlyMap<string, string>): KeysOfIds {
  return {
    company: id => known(codes, id),
    skill: id => known(keys, id),
    role: id => known(keys, id),
  };
}

/** What an item refers to was checked when it came in. */
function known(names: ReadonlyMap<string, string>, id: string): string {
  const name = names.get(id);
  if (name === undefined) throw new AppError('export.unknown-reference', { detail: { id } });
  return name;
}

function inColumns(columns: readonly string[], rows: readonly FileCells<string>[]): readonly (readonly string[])[] {
  return [columns, ...rows.map(row => columns.map(column => row[column] ?? ''))];
}
