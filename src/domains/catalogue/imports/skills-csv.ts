import { z } from 'zod';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import { choiceCell, keyCell, readAllRecords } from '../../../platform/files/csv-records.ts';
import { refusal } from '../../../platform/files/import-report.ts';
import { namedId } from '../../../platform/ids/ids.ts';
import { aliasesOf, both, itemCellsOf, itemColumns, nameCell } from './csv-cells.ts';
import type { SkillDraft } from './draft.types.ts';
import type { DraftFile, FileCells } from './draft-file.ts';

const schema = z.object({
  key: keyCell,
  kind: choiceCell(['skill', 'knowledge', 'technology', 'language', 'qualification']),
  name_ja: nameCell,
  name_en: nameCell,
  ...itemColumns,
});

type Column = keyof typeof schema.shape;

/** What the templates of the other files refer to stands here, so that they can be tried one after the other. */
export const skillsTemplate = [
  Object.keys(schema.shape),
  [
    'threat-modelling',
    'skill',
    '脅威モデリング',
    'Threat modelling',
    '脅威分析;STRIDE',
    'threat analysis;STRIDE',
    '設計の段階で、攻撃の道筋を洗い出します。',
    'Finding out at the design stage how a system could be attacked.',
  ],
  [
    'incident-handling',
    'skill',
    'インシデント対応',
    'Incident handling',
    '事故対応',
    'incident response',
    '攻撃を受けたときに、見つけ、抑え、元に戻します。',
    'Detecting an attack, containing it and recovering from it.',
  ],
  ['english', 'language', '英語', 'English', '', '', '', ''],
] as const;

export async function readSkills(file: TextFile): Promise<DraftFile<SkillDraft>> {
  const { records, refused, rows } = await readAllRecords(file, schema);
  const drafts = new Map<string, SkillDraft>();
  for (const { row, value } of records) {
    if (value.name_ja === null && value.name_en === null) refused.push(refusal(file.name, row, 'name_ja', 'missing'));
    else if (drafts.has(value.key)) refused.push(refusal(file.name, row, 'key', 'twice'));
    else drafts.set(value.key, draftOf(value));
  }
  return { drafts: [...drafts.values()], refused, rows, counts: { skills: drafts.size } };
}

function draftOf(value: z.infer<typeof schema>): SkillDraft {
  return {
    kind: 'skill',
    id: namedId('skill', 'group', value.key),
    key: value.key,
    audience: null,
    name: both(value.name_ja, value.name_en),
    description: both(value.description_ja, value.description_en),
    aliases: aliasesOf(value),
    skillKind: value.kind,
    searched: 'names-and-description',
  };
}

export function skillCells(draft: SkillDraft): readonly FileCells<Column>[] {
  const { key, name } = draft;
  // A task comes from a published framework alone; the group's own skills are of the kinds that its file knows.
  return [{ key, kind: draft.skillKind, name_ja: name.ja ?? '', name_en: name.en ?? '', ...itemCellsOf(draft) }];
}
