import { createHash } from 'node:crypto';
import { AppError } from '../../../platform/errors/app-error.ts';
import { byKey, readTabs, type TabRow } from '../../../platform/files/tab-file.ts';
import { namedId } from '../../../platform/ids/ids.ts';
import type { AliasDraft, RequirementDraft, SkillDraft } from './draft.types.ts';
import { english, type FileReader, nothing, type PublishedSet } from './published-set.ts';

const code = 'O*NET-SOC Code';
const occupationFile = 'Occupation Data.txt';

/**
 * O*NET as published: occupations are roles, alternate, short and reported titles their aliases, technology skills and tasks their skills.
 * O*NET says how often a task occurs, not that it is required, so no necessity is claimed.
 */
export function readOnet(read: FileReader): PublishedSet {
  const occupations = readTabs(occupationFile, read(occupationFile), [code, 'Title', 'Description']);
  const known = byKey(occupationFile, occupations, code);
  const table = (name: string, columns: readonly string[]) => {
    const rows = readTabs(name, read(name), [code, ...columns]);
    const lost = rows.find(row => !known.has(cell(row, code)));
    if (lost === undefined) return rows;
    throw new AppError('import.unknown-value', { detail: { file: name, line: lost.line, column: code } });
  };
  const alternates = table('Alternate Titles.txt', ['Alternate Title', 'Short Title']);
  const reported = table('Sample of Reported Titles.txt', ['Reported Job Title']);
  const tasks = table('Task Statements.txt', ['Task ID', 'Task']);
  const technologies = table('Technology Skills.txt', ['Example', 'Commodity Title']);
  const aliases = groupedAliases(alternates, reported);
  const skills = new Map<string, SkillDraft>();
  const links = new Map<string, Map<string, RequirementDraft>>();
  for (const row of technologies) link(skills, links, row, technologyOf(row));
  for (const row of tasks) link(skills, links, row, taskOf(row));
  return {
    source: 'onet',
    skills: [...skills.values()],
    roles: occupations.map(row => ({
      kind: 'role',
      id: namedId('role', 'onet', cell(row, code)),
      key: cell(row, code),
      audience: null,
      name: english(cell(row, 'Title')),
      description: english(cell(row, 'Description')),
      aliases: aliases.get(cell(row, code)) ?? [],
      jobCategory: null,
      position: null,
      skills: [...(links.get(cell(row, code))?.values() ?? [])],
    })),
    counts: {
      occupations: occupations.length,
      aliases: alternates.length,
      tasks: tasks.length,
      technologies: skills.size - tasks.length,
      links: tasks.length + technologies.length,
    },
  };
}

/** Reported titles repeat alternate ones; equal names of an item are indexed once. */
function groupedAliases(
  alternates: readonly TabRow[],
  reported: readonly TabRow[],
): ReadonlyMap<string, readonly AliasDraft[]> {
  const titles = new Map<string, Set<string>>();
  const add = (row: TabRow, column: string) => {
    const title = cell(row, column);
    const known = titles.get(cell(row, code)) ?? new Set<string>();
    if (title !== '' && title !== 'n/a') titles.set(cell(row, code), known.add(title));
  };
  for (const row of alternates) {
    add(row, 'Alternate Title');
    add(row, 'Short Title');
  }
  for (const row of reported) add(row, 'Reported Job Title');
  return new Map([...titles].map(([key, set]) => [key, [...set].map(text => ({ locale: 'en', text }))]));
}

function link(
  skills: Map<string, SkillDraft>,
  links: Map<string, Map<string, RequirementDraft>>,
  row: TabRow,
  skill: SkillDraft,
): void {
  if (!skills.has(skill.key)) skills.set(skill.key, skill);
  const own = links.get(cell(row, code)) ?? new Map<string, RequirementDraft>();
  links.set(cell(row, code), own.set(skill.id, { skillId: skill.id, level: null, necessity: null }));
}

/** Technology examples have no number of their own. */
function technologyOf(row: TabRow): SkillDraft {
  const name = cell(row, 'Example');
  const key = `technology-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  return skillOf(key, name, cell(row, 'Commodity Title'), 'technology');
}

/**
 * A task belongs to one occupation. The 18,796 tasks are shown with their occupation and not searched by themselves: as vectors they
 * would add two thirds to the skills of all four frameworks, and nobody asks for a task by its sentence.
 */
function taskOf(row: TabRow): SkillDraft {
  return skillOf(`task-${cell(row, 'Task ID')}`, cell(row, 'Task'), '', 'task');
}

function skillOf(key: string, name: string, description: string, skillKind: 'technology' | 'task'): SkillDraft {
  return {
    kind: 'skill',
    id: namedId('skill', 'onet', key),
    key,
    audience: null,
    name: english(name),
    description: description === '' ? nothing : english(description),
    aliases: [],
    skillKind,
    // A product is described by its class, and hundreds of products would answer to the same words.
    searched: skillKind === 'task' ? 'nothing' : 'names',
  };
}

function cell(row: TabRow, column: string): string {
  return row.cells[column] ?? '';
}
