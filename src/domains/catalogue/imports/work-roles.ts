import { AppError } from '../../../platform/errors/app-error.ts';
import { byKey, readTabs, type TabRow } from '../../../platform/files/tab-file.ts';
import { namedId } from '../../../platform/ids/ids.ts';
import type { Necessity, SkillKind } from '../catalogue.types.ts';
import type { RequirementDraft, SkillDraft } from './draft.types.ts';
import { english, type FileReader, nothing, type PublishedSet } from './published-set.ts';

/** The two cyber-security frameworks are published in one form: roles, statements (task, knowledge, skill, ability) and links. */
interface Framework {
  readonly source: 'nice' | 'dcwf';
  /** The column of `roles.tsv` that groups roles. */
  readonly category: string;
  /** Column of the link's weight, where the framework has one. */
  readonly priority: string | null;
}

const statementKinds: Readonly<Record<string, SkillKind>> = {
  task: 'task',
  knowledge: 'knowledge',
  skill: 'skill',
  // The dictionary of Michi has no word of its own for an ability; it is shown and searched as a skill.
  ability: 'skill',
};
const necessities: Readonly<Record<string, Necessity>> = { core: 'must', additional: 'nice' };

export function readNice(read: FileReader): PublishedSet {
  return readFramework({ source: 'nice', category: 'category', priority: null }, read);
}

export function readDcwf(read: FileReader): PublishedSet {
  return readFramework({ source: 'dcwf', category: 'element', priority: 'priority' }, read);
}

function readFramework(framework: Framework, read: FileReader): PublishedSet {
  const { source, category, priority } = framework;
  const roles = readTabs('roles.tsv', read('roles.tsv'), ['role_code', 'name', category, 'definition']);
  const statements = readTabs('statements.tsv', read('statements.tsv'), ['statement_id', 'kind', 'text']);
  const links = readTabs('role_statements.tsv', read('role_statements.tsv'), [
    'role_code',
    'statement_id',
    ...(priority === null ? [] : [priority]),
  ]);
  const known = byKey('statements.tsv', statements, 'statement_id');
  const codes = byKey('roles.tsv', roles, 'role_code');
  const skills = statements.map(row => statementOf(source, row));
  refuseUnknown(links, 'role_code', codes);
  refuseUnknown(links, 'statement_id', known);
  const byRole = Map.groupBy(links, row => cell(row, 'role_code'));
  return {
    source,
    skills,
    roles: roles.map(row => ({
      kind: 'role',
      id: namedId('role', source, cell(row, 'role_code')),
      key: cell(row, 'role_code'),
      audience: null,
      name: english(cell(row, 'name')),
      description: english(cell(row, 'definition')),
      aliases: [],
      jobCategory: cell(row, category),
      position: null,
      skills: requirements(framework, byRole.get(cell(row, 'role_code')) ?? []),
    })),
    counts: { roles: roles.length, statements: statements.length, links: links.length },
  };
}

function statementOf(source: Framework['source'], row: TabRow): SkillDraft {
  const skillKind = statementKinds[cell(row, 'kind').toLowerCase()];
  if (skillKind === undefined)
    throw new AppError('import.unknown-value', { detail: { file: 'statements.tsv', line: row.line, column: 'kind' } });
  const key = cell(row, 'statement_id');
  return {
    kind: 'skill',
    id: namedId('skill', source, key),
    key,
    audience: null,
    name: english(cell(row, 'text')),
    description: nothing,
    aliases: [],
    skillKind,
    searched: 'names-and-description',
  };
}

/** A link to something that the other files lack: they are of two versions, or one of them is cut off. */
function refuseUnknown(links: readonly TabRow[], column: string, known: ReadonlyMap<string, TabRow>): void {
  const lost = links.find(row => !known.has(cell(row, column)));
  if (lost === undefined) return;
  throw new AppError('import.unknown-value', { detail: { file: 'role_statements.tsv', line: lost.line, column } });
}

/** A link may be published twice with two weights: then the stronger one holds. */
function requirements({ source, priority }: Framework, links: readonly TabRow[]): readonly RequirementDraft[] {
  const byStatement = new Map<string, RequirementDraft>();
  for (const row of links) {
    const key = cell(row, 'statement_id');
    const necessity = priority === null ? null : (necessities[cell(row, priority)] ?? null);
    if (byStatement.get(key)?.necessity === 'must') continue;
    byStatement.set(key, { skillId: namedId('skill', source, key), level: null, necessity });
  }
  return [...byStatement.values()];
}

function cell(row: TabRow, column: string): string {
  return row.cells[column] ?? '';
}
