import type { PublishedKind } from '../../src/domains/catalogue/imports/catalogue-imports.ts';

type Files = Readonly<Record<string, string>>;

const tabs = (...rows: readonly (readonly string[])[]) => rows.map(row => `${row.join('\t')}\n`).join('');
const csv = (...rows: readonly (readonly string[])[]) => rows.map(row => `${row.join(',')}\n`).join('');

const workRoles = (category: string, priority: readonly string[]) => ({
  'roles.tsv': tabs(
    ['role_code', 'name', category, 'definition'],
    ['R1', 'Watcher', 'guard', 'Watches.'],
    ['R2', 'Keeper', 'guard', 'Keeps.'],
  ),
  'statements.tsv': tabs(
    ['statement_id', 'kind', 'text'],
    ['T1', 'task', 'Watch the gate'],
    ['K1', 'knowledge', 'Knowledge of gates'],
    ['S1', 'skill', 'Skill in keeping'],
  ),
  'role_statements.tsv': tabs(
    ['role_code', 'statement_id', ...(priority.length > 0 ? ['priority'] : [])],
    ['R1', 'T1', ...priority],
    ['R1', 'K1', ...priority],
    ['R2', 'S1', ...priority],
  ),
});

const uri = (kind: string, key: string) => `http://data.europa.eu/esco/${kind}/${key}`;

/** Each published framework with two roles, in the files and columns of the real one. */
export const smallFrameworks: Readonly<Record<PublishedKind, Files>> = {
  nice: workRoles('category', []),
  dcwf: workRoles('element', ['core']),
  onet: {
    'Occupation Data.txt': tabs(
      ['O*NET-SOC Code', 'Title', 'Description'],
      ['11-1.00', 'Watchers', 'Watch.'],
      ['11-2.00', 'Keepers', 'Keep.'],
    ),
    'Alternate Titles.txt': tabs(
      ['O*NET-SOC Code', 'Alternate Title', 'Short Title'],
      ['11-1.00', 'Gate Watcher', 'n/a'],
      ['11-2.00', 'Key Keeper', 'KK'],
    ),
    'Sample of Reported Titles.txt': tabs(['O*NET-SOC Code', 'Reported Job Title'], ['11-1.00', 'Lookout']),
    'Task Statements.txt': tabs(['O*NET-SOC Code', 'Task ID', 'Task'], ['11-1.00', '1', 'Watch the gate.']),
    'Technology Skills.txt': tabs(
      ['O*NET-SOC Code', 'Example', 'Commodity Title'],
      ['11-1.00', 'GateCam', 'Video software'],
      ['11-2.00', 'GateCam', 'Video software'],
    ),
  },
  esco: {
    'occupations_en.csv': csv(
      ['conceptUri', 'preferredLabel', 'altLabels', 'hiddenLabels', 'description'],
      [uri('occupation', 'o1'), 'gate watcher', '"watcher\nlookout"', '', 'Watches.'],
      [uri('occupation', 'o2'), 'key keeper', '', '', 'Keeps.'],
    ),
    'digitalSkillsCollection_en.csv': csv(
      ['conceptUri', 'preferredLabel', 'altLabels', 'description', 'skillType'],
      [uri('skill', 's1'), 'use cameras', '', 'Uses cameras.', 'skill/competence'],
    ),
    'transversalSkillsCollection_en.csv': csv(
      ['conceptUri', 'preferredLabel', 'altLabels', 'description', 'skillType'],
      [uri('skill', 's2'), 'stay awake', '', 'Stays awake.', 'skill/competence'],
    ),
    'skills_ict_1311.json': JSON.stringify([
      { uri: uri('skill', 's1'), label: 'use cameras', altLabel: ['film'], description: '', skillType: 'skill' },
    ]),
    'occupations_ict_91.json': JSON.stringify([
      {
        uri: uri('occupation', 'o1'),
        label: 'gate watcher',
        altLabel: [],
        description: '',
        skills: [{ uri: uri('skill', 's1'), label: 'use cameras' }],
      },
    ]),
  },
};
