import type { SystemActor } from '../../../platform/access/actor.ts';
import { recordAudit, recordAudits } from '../../../platform/access/audit.ts';
import { authorise } from '../../../platform/access/policy.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { companyCodes } from '../imports/people-import.repository.ts';
import { type PeopleFileKind, peopleTemplates } from '../imports/people-imports.ts';
import { companyRows, type ExportedPerson, exportedPeople } from './people-export.repository.ts';

export interface PeopleExportsDeps {
  readonly db: Database;
  /** Key by id of the group's own skills and roles, from whoever keeps the catalogue. */
  readonly catalogueKeys: () => Promise<ReadonlyMap<string, string>>;
}

export interface PeopleExports {
  /** Rows of the file that imports them, header first. Importing them again changes nothing. Each person can see that it happened. */
  exportFile(kind: PeopleFileKind): Promise<readonly (readonly string[])[]>;
  /** Company code → id. */
  companies(): Promise<ReadonlyMap<string, Id<'company'>>>;
}

const exportActor: SystemActor = { kind: 'system', purpose: 'export' };

export function createPeopleExports({ db, catalogueKeys }: PeopleExportsDeps): PeopleExports {
  return {
    companies: () => db.transaction(exportActor, companyCodes),
    async exportFile(kind) {
      const columns = peopleTemplates[kind][0] ?? [];
      if (kind === 'companies') {
        authorise(exportActor, { data: 'company', act: 'read' });
        return inColumns(columns, await db.transaction(exportActor, companyRows));
      }
      for (const data of ['person-profile', 'person-name', 'person-skills'] as const)
        authorise(exportActor, { data, act: 'read' });
      const keys = await catalogueKeys();
      const people = await db.transaction(exportActor, readPeople);
      return inColumns(
        columns,
        people.map(person => cellsOf(person, keys)),
      );
    },
  };
}

/** The entries are kept with the reading or neither is: "who saw my record" names every export. */
async function readPeople(tx: Tx): Promise<readonly ExportedPerson[]> {
  const people = await exportedPeople(tx);
  const action = 'person-profile.export';
  await recordAudits(
    tx,
    exportActor,
    people.map(({ id, company_id }) => ({ action, subjectKind: 'person', subjectId: id, companyId: company_id })),
  );
  await recordAudit(tx, exportActor, {
    action: 'people.export',
    subjectKind: 'people',
    subjectId: null,
    companyId: null,
    detail: { people: people.length },
  });
  return people;
}

function cellsOf(person: ExportedPerson, keys: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const { id: _id, company_id: _company, role_id, michi_roles, skills, ...texts } = person;
  const known = Object.entries(skills).flatMap(([id, level]) => {
    const key = keys.get(id);
    return key === undefined ? [] : [`${key}:${level}`];
  });
  return {
    ...Object.fromEntries(Object.entries(texts).map(([column, text]) => [column, text ?? ''])),
    role: role_id === null ? '' : (keys.get(role_id) ?? ''),
    // Everybody is an employee without saying so.
    michi_roles: michi_roles.filter(role => role !== 'employee').join(';'),
    skills: known.sort().join(';'),
  };
}

function inColumns(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string | number>>[],
): readonly (readonly string[])[] {
  return [columns, ...rows.map(row => columns.map(column => String(row[column] ?? '')))];
}
