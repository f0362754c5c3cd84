import { z } from 'zod';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import {
  type CsvRecord,
  choiceCell,
  integerCell,
  keyCell,
  optionalKeyCell,
  readAllRecords,
} from '../../../platform/files/csv-records.ts';
import { type RefusalReason, refusal } from '../../../platform/files/import-report.ts';
import { namedId } from '../../../platform/ids/ids.ts';
import { positions } from '../catalogue.types.ts';
import { aliasesOf, both, companyCell, itemCellsOf, itemColumns, nameCell } from './csv-cells.ts';
import type { RequirementDraft, RoleDraft } from './draft.types.ts';
import type { DraftFile, FileCells, KeysOfIds, KnownKeys } from './draft-file.ts';

const optionalChoice = choiceCell(['', ...positions]).transform(text => (text === '' ? null : text));

const schema = z.object({
  role: keyCell,
  company: optionalKeyCell,
  job_category: optionalKeyCell,
  position: optionalChoice,
  name_ja: nameCell,
  name_en: nameCell,
  ...itemColumns,
  skill: keyCell,
  level: integerCell(1, 5),
  necessity: choiceCell(['must', 'nice']),
});
type Column = keyof typeof schema.shape;
type Row = CsvRecord<z.infer<typeof schema>>;

export const skillMapsTemplate = [
  Object.keys(schema.shape),
  [
    'incident-responder-senior',
    '',
    'security',
    'senior',
    'インシデントレスポンダー（主任）',
    'Incident responder (senior)',
    'インシデント対応担当',
    'incident responder;incident handler',
    'サイバー攻撃を受けたときに、被害を抑えて復旧を導きます。',
    'Limits the damage of an attack and leads the recovery.',
    'incident-handling',
    '4',
    'must',
  ],
] as const;

/** One row a role and skill; the role's own columns stand on its first row. */
export async function readSkillMaps(file: TextFile, known: KnownKeys): Promise<DraftFile<RoleDraft>> {
  const { records, refused, rows } = await readAllRecords(file, schema);
  const roles = new Map<string, { first: Row; skills: Map<string, RequirementDraft> }>();
  const refuse = (record: Row, column: string, reason: RefusalReason) => {
    refused.push(refusal(file.name, record.row, column, reason));
  };
  for (const record of records) {
    const { value } = record;
    const skillId = namedId('skill', 'group', value.skill);
    const problem = problemOf(record, known, roles.get(value.role)?.skills);
    if (problem !== null) refuse(record, ...problem);
    else {
      const role = roles.get(value.role) ?? { first: record, skills: new Map<string, RequirementDraft>() };
      role.skills.set(skillId, { skillId, level: value.level, necessity: value.necessity });
      roles.set(value.role, role);
    }
  }
  const drafts = [...roles.values()].map(({ first, skills }) => draftOf(first.value, [...skills.values()], known));
  const links = drafts.reduce((sum, draft) => sum + draft.skills.length, 0);
  return { drafts, refused, rows, counts: { roles: drafts.length, links } };
}

function problemOf(
  { value }: Row,
  known: KnownKeys,
  skills: ReadonlyMap<string, RequirementDraft> | undefined,
): readonly [string, RefusalReason] | null {
  const skillId = namedId('skill', 'group', value.skill);
  if (!known.skills.has(skillId)) return ['skill', 'unknown-skill'];
  if (skills?.has(skillId) === true) return ['skill', 'twice'];
  if (value.company !== null && !known.companies.has(value.company)) return ['company', 'unknown-company'];
  if (skills === undefined && value.name_ja === null && value.name_en === null) return ['name_ja', 'missing'];
  return null;
}

function draftOf(value: Row['value'], skills: readonly RequirementDraft[], known: KnownKeys): RoleDraft {
  return {
    kind: 'role',
    id: namedId('role', 'group', value.role),
    key: value.role,
    audience: value.company === null ? null : (known.companies.get(value.company) ?? null),
    name: both(value.name_ja, value.name_en),
    description: both(value.description_ja, value.description_en),
    aliases: aliasesOf(value),
    jobCategory: value.job_category,
    position: value.position,
    skills,
  };
}

/** The role's own columns stand on each of its rows, so that sorting the file in a spreadsheet does no harm. */
export function skillMapCells(draft: RoleDraft, keys: KeysOfIds): readonly FileCells<Column>[] {
  const own = {
    role: draft.key,
    company: companyCell(draft.audience, keys),
    job_category: draft.jobCategory ?? '',
    position: draft.position ?? '',
    name_ja: draft.name.ja ?? '',
    name_en: draft.name.en ?? '',
    ...itemCellsOf(draft),
  };
  return draft.skills.map(({ skillId, level, necessity }) => ({
    ...own,
    skill: keys.skill(skillId),
    level: String(level ?? ''),
    necessity: necessity ?? '',
  }));
}
