import { z } from 'zod';
import { AppError } from '../../../platform/errors/app-error.ts';
import { readAllRecords } from '../../../platform/files/csv-records.ts';
import { namedId } from '../../../platform/ids/ids.ts';
import type { AliasDraft, RoleDraft, SkillDraft } from './draft.types.ts';
import { english, type FileReader, type PublishedSet } from './published-set.ts';

const conceptSchema = z.object({
  conceptUri: z.url('not-allowed'),
  preferredLabel: z.string().min(1, 'missing'),
  altLabels: z.string(),
  description: z.string(),
});
const occupationSchema = conceptSchema.extend({ hiddenLabels: z.string() });
const skillSchema = conceptSchema.extend({ skillType: z.string() });

const skillType = (value: z.infer<typeof skillSchema>) => ({ labels: '', type: value.skillType });

const linkedSkillSchema = z.object({ uri: z.url(), label: z.string().min(1) });
const ictSkillsSchema = z.array(
  linkedSkillSchema.extend({ altLabel: z.array(z.string()), description: z.string(), skillType: z.string() }),
);
const ictOccupationsSchema = z.array(
  linkedSkillSchema.extend({
    altLabel: z.array(z.string()),
    description: z.string(),
    skills: z.array(linkedSkillSchema),
  }),
);

interface Concept {
  readonly uri: string;
  readonly label: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly type: string;
}

/** ESCO: all occupations; the digital, transversal and ICT skills; which of them the ICT occupations need. One concept, one item. */
export async function readEsco(read: FileReader): Promise<PublishedSet> {
  const occupations = await concepts(read, 'occupations_en.csv', occupationSchema, value => ({
    labels: value.hiddenLabels,
    type: '',
  }));
  const digital = await concepts(read, 'digitalSkillsCollection_en.csv', skillSchema, skillType);
  const transversal = await concepts(read, 'transversalSkillsCollection_en.csv', skillSchema, skillType);
  const ictSkills = json(read, 'skills_ict_1311.json', ictSkillsSchema).map(skill => conceptOf(skill));
  const ict = json(read, 'occupations_ict_91.json', ictOccupationsSchema);
  const named = ict.flatMap(occupation =>
    occupation.skills.map(skill => ({ ...skill, aliases: [], description: '', type: 'skill' })),
  );
  const skills = merged([...digital, ...transversal, ...ictSkills, ...named]).map(skillOf);
  const needs = new Map(ict.map(occupation => [occupation.uri, occupation.skills.map(skill => skill.uri)]));
  const roles = merged([...occupations, ...ict.map(occupation => conceptOf({ ...occupation, skillType: '' }))]).map(
    occupation => roleOf(occupation, needs),
  );
  const links = roles.reduce((sum, role) => sum + role.skills.length, 0);
  const aliases = roles.reduce((sum, role) => sum + role.aliases.length, 0);
  return {
    source: 'esco',
    skills,
    roles,
    counts: { occupations: roles.length, aliases, skills: skills.length, links },
  };
}

async function concepts<Value extends z.infer<typeof conceptSchema>>(
  read: FileReader,
  name: string,
  schema: z.ZodType<Value> & { readonly shape: object },
  more: (value: Value) => { readonly labels: string; readonly type: string },
): Promise<readonly Concept[]> {
  const { records, refused } = await readAllRecords({ name, text: read(name) }, schema);
  const [bad] = refused;
  if (bad !== undefined) throw new AppError('import.half-file', { detail: { file: name, line: bad.line } });
  return records.map(({ value }) => ({
    uri: value.conceptUri,
    label: value.preferredLabel,
    aliases: `${value.altLabels}\n${more(value).labels}`.split(/\n| \| /),
    description: value.description,
    type: more(value).type,
  }));
}

function json<Value>(read: FileReader, name: string, schema: z.ZodType<Value>): Value {
  try {
    return schema.parse(JSON.parse(read(name)));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('import.half-file', { cause, detail: { file: name, line: 0 } });
  }
}

function conceptOf(item: {
  uri: string;
  label: string;
  altLabel: readonly string[];
  description: string;
  skillType: string;
}): Concept {
  return {
    uri: item.uri,
    label: item.label,
    aliases: item.altLabel,
    description: item.description,
    type: item.skillType,
  };
}

/** The collections overlap and are of two versions: the first mention gives the name, all of them give aliases. */
function merged(all: readonly Concept[]): readonly Concept[] {
  const byUri = new Map<string, Concept>();
  for (const concept of all) {
    const first = byUri.get(concept.uri);
    if (first === undefined) byUri.set(concept.uri, concept);
    else
      byUri.set(concept.uri, {
        ...first,
        aliases: [...first.aliases, concept.label, ...concept.aliases],
        description: first.description === '' ? concept.description : first.description,
      });
  }
  return [...byUri.values()];
}

function skillOf(concept: Concept): SkillDraft {
  const key = keyOf(concept.uri);
  return {
    kind: 'skill',
    id: namedId('skill', 'esco', key),
    key,
    audience: null,
    name: english(concept.label),
    description: english(concept.description.trim()),
    aliases: aliasesOf(concept),
    skillKind: concept.type === 'knowledge' ? 'knowledge' : 'skill',
    searched: 'names-and-description',
  };
}

function roleOf(concept: Concept, needs: ReadonlyMap<string, readonly string[]>): RoleDraft {
  const key = keyOf(concept.uri);
  return {
    kind: 'role',
    id: namedId('role', 'esco', key),
    key,
    audience: null,
    name: english(concept.label),
    description: english(concept.description.trim()),
    aliases: aliasesOf(concept),
    jobCategory: null,
    position: null,
    skills: [...new Set(needs.get(concept.uri) ?? [])].map(uri => ({
      skillId: namedId('skill', 'esco', keyOf(uri)),
      level: null,
      necessity: null,
    })),
  };
}

function aliasesOf(concept: Concept): readonly AliasDraft[] {
  const texts = new Set(concept.aliases.map(alias => alias.trim()));
  texts.delete('');
  texts.delete(concept.label);
  return [...texts].map(text => ({ locale: 'en', text }));
}

/** The last part of `http://data.europa.eu/esco/skill/000f1d3d-…`. */
function keyOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
