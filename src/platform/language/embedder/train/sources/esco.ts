import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { z } from 'zod';
import type { NameGroup, SourceName } from './name-group.types.ts';

/** ESCO: the preferred label of an occupation or skill with its alternative labels; the description is a further tail. */
export function readEsco(folder: string): NameGroup[] {
  return [
    ...readFile(join(folder, 'occupations_en.csv'), 'esco-occupation', /\n/),
    ...readFile(join(folder, 'digitalSkillsCollection_en.csv'), 'esco-skill', /\s\|\s/),
    ...readFile(join(folder, 'transversalSkillsCollection_en.csv'), 'esco-skill', /\s\|\s/),
  ];
}

function readFile(file: string, source: SourceName, between: RegExp): NameGroup[] {
  const { data } = Papa.parse<Record<string, string>>(readFileSync(file, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  });
  return data.map(row => {
    const preferred = row.preferredLabel ?? '';
    const names = [
      ...new Set(
        [preferred, ...(row.altLabels ?? '').split(between)].map(name => name.trim()).filter(name => name !== ''),
      ),
    ];
    const description = (row.description ?? '').trim();
    return {
      source,
      key: row.conceptUri ?? '',
      heads: names,
      tails: description === '' ? names : [...names, description],
      preferred,
    };
  });
}

/** ICT occupations with the skills that they need. */
export function readEscoLinks(folder: string): NameGroup[] {
  const occupations: unknown = JSON.parse(readFileSync(join(folder, 'occupations_ict_91.json'), 'utf8'));
  return linksSchema.parse(occupations).map(({ uri, label, description, skills }) => ({
    source: 'esco-link',
    key: uri,
    heads: [label, description, `${label}. ${description}`].filter(text => text !== ''),
    tails: skills.map(skill => skill.label),
  }));
}

const linksSchema = z.array(
  z.object({
    uri: z.string(),
    label: z.string(),
    description: z.string().default(''),
    skills: z.array(z.object({ label: z.string() })).min(1),
  }),
);
