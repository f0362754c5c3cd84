import { z } from 'zod';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import {
  choiceCell,
  integerCell,
  keyCell,
  listCell,
  optionalDateCell,
  optionalKeyCell,
  optionalTextCell,
  readAllRecords,
} from '../../../platform/files/csv-records.ts';
import { type RefusalReason, refusal } from '../../../platform/files/import-report.ts';
import { type Id, namedId } from '../../../platform/ids/ids.ts';
import { aliasesOf, both, itemCellsOf, itemColumns, nameCell } from './csv-cells.ts';
import type { PostingDraft, RequirementDraft } from './draft.types.ts';
import type { DraftFile, FileCells, KeysOfIds, KnownKeys } from './draft-file.ts';

const schema = z.object({
  key: keyCell,
  company: keyCell,
  title_ja: nameCell,
  title_en: nameCell,
  ...itemColumns,
  role: optionalKeyCell,
  division_ja: optionalTextCell(200),
  division_en: optionalTextCell(200),
  place_ja: optionalTextCell(200),
  place_en: optionalTextCell(200),
  country: z.string().regex(/^[A-Z]{2}$/, 'not-allowed'),
  remote: choiceCell(['none', 'partly', 'full']),
  working_language: choiceCell(['ja', 'en', 'both']),
  openings: integerCell(0, 999),
  status: choiceCell(['open', 'closed', 'filled']),
  visibility: choiceCell(['group', 'company']),
  opens_on: optionalDateCell,
  closes_on: optionalDateCell,
  skills: listCell(120),
});
type Column = keyof typeof schema.shape;
type Cells = z.infer<typeof schema>;

export const postingsTemplate = [
  Object.keys(schema.shape),
  [
    'P-0001',
    'HQ',
    'インシデント対応リード（主任）',
    'Incident response lead',
    'CSIRT要員',
    'CSIRT member',
    '東京の対応チームで、初動と復旧を導きます。',
    'Leads first response and recovery in the Tokyo team.',
    'incident-responder-senior',
    'セキュリティ本部',
    'Security division',
    '東京',
    'Tokyo',
    'JP',
    'partly',
    'ja',
    '2',
    'open',
    'group',
    '2026-10-01',
    '2026-12-25',
    'incident-handling:4:must;english:2:nice',
  ],
] as const;

export async function readPostings(file: TextFile, known: KnownKeys): Promise<DraftFile<PostingDraft>> {
  const { records, refused, rows } = await readAllRecords(file, schema);
  const drafts = new Map<string, PostingDraft>();
  for (const { row, value } of records) {
    const companyId = known.companies.get(value.company);
    const skills = requirementsOf(value.skills, known);
    const problem = problemOf(value, known, companyId, skills, drafts);
    if (problem !== null) refused.push(refusal(file.name, row, ...problem));
    else if (companyId !== undefined && skills.kind === 'skills')
      drafts.set(value.key, draftOf(value, companyId, skills.skills));
  }
  const list = [...drafts.values()];
  return {
    drafts: list,
    refused,
    rows,
    counts: { postings: list.length, links: list.reduce((sum, { skills }) => sum + skills.length, 0) },
  };
}

type Requirements =
  | { readonly kind: 'skills'; readonly skills: readonly RequirementDraft[] }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

const requirementSchema = z.tuple([
  keyCell.transform(key => namedId('skill', 'group', key)),
  integerCell(1, 5),
  choiceCell(['must', 'nice']),
]);

/** `<skill key>:<level>:<must|nice>;…` */
function requirementsOf(entries: readonly string[], known: KnownKeys): Requirements {
  const skills = new Map<string, RequirementDraft>();
  for (const entry of entries) {
    const parsed = requirementSchema.safeParse(entry.split(':').map(part => part.trim()));
    if (!parsed.success) return { kind: 'refused', reason: 'not-allowed' };
    const [skillId, level, necessity] = parsed.data;
    if (!known.skills.has(skillId)) return { kind: 'refused', reason: 'unknown-skill' };
    if (skills.has(skillId)) return { kind: 'refused', reason: 'twice' };
    skills.set(skillId, { skillId, level, necessity });
  }
  return { kind: 'skills', skills: [...skills.values()] };
}

function problemOf(
  value: Cells,
  known: KnownKeys,
  companyId: Id<'company'> | undefined,
  skills: Requirements,
  drafts: ReadonlyMap<string, PostingDraft>,
): readonly [string, RefusalReason] | null {
  if (drafts.has(value.key)) return ['key', 'twice'];
  if (value.title_ja === null && value.title_en === null) return ['title_ja', 'missing'];
  if (companyId === undefined) return ['company', 'unknown-company'];
  if (value.opens_on !== null && value.closes_on !== null && value.closes_on < value.opens_on)
    return ['closes_on', 'wrong-order'];
  if (value.role !== null && !known.roles.has(namedId('role', 'group', value.role))) return ['role', 'unknown-role'];
  return skills.kind === 'refused' ? ['skills', skills.reason] : null;
}

function draftOf(value: Cells, companyId: Id<'company'>, skills: readonly RequirementDraft[]): PostingDraft {
  return {
    kind: 'posting',
    id: namedId('posting', 'group', value.key),
    key: value.key,
    audience: value.visibility === 'company' ? companyId : null,
    name: both(value.title_ja, value.title_en),
    description: both(value.description_ja, value.description_en),
    aliases: aliasesOf(value),
    companyId,
    roleId: value.role === null ? null : namedId('role', 'group', value.role),
    division: both(value.division_ja, value.division_en),
    place: both(value.place_ja, value.place_en),
    country: value.country,
    remote: value.remote,
    workingLanguage: value.working_language,
    openings: value.openings,
    status: value.status,
    opensOn: value.opens_on,
    closesOn: value.closes_on,
    skills,
  };
}

export function postingCells(draft: PostingDraft, keys: KeysOfIds): readonly FileCells<Column>[] {
  const { key, name, division, place } = draft;
  return [
    {
      key,
      company: keys.company(draft.companyId),
      title_ja: name.ja ?? '',
      title_en: name.en ?? '',
      ...itemCellsOf(draft),
      role: draft.roleId === null ? '' : keys.role(draft.roleId),
      division_ja: division.ja ?? '',
      division_en: division.en ?? '',
      place_ja: place.ja ?? '',
      place_en: place.en ?? '',
      country: draft.country,
      remote: draft.remote,
      working_language: draft.workingLanguage,
      openings: String(draft.openings),
      status: draft.status,
      visibility: draft.audience === null ? 'group' : 'company',
      opens_on: draft.opensOn ?? '',
      closes_on: draft.closesOn ?? '',
      skills: draft.skills
        .map(({ skillId, level, necessity }) => `${keys.skill(skillId)}:${level}:${necessity}`)
        .join(';'),
    },
  ];
}
