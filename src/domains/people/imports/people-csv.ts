import { createHash } from 'node:crypto';
import { z } from 'zod';
import { michiRoles, type SystemActor } from '../../../platform/access/actor.ts';
import type { CsvRow, TextFile } from '../../../platform/files/csv-file.ts';
import {
  type CsvRecord,
  choiceCell,
  keyCell,
  listCell,
  optionalKeyCell,
  optionalTextCell,
  textCell,
} from '../../../platform/files/csv-records.ts';
import { type Refusal, type RefusalReason, refusal } from '../../../platform/files/import-report.ts';
import { type Id, namedId } from '../../../platform/ids/ids.ts';
import { isTimeZone } from '../../../platform/time/time-zone.ts';

export const importActor: SystemActor = { kind: 'system', purpose: 'import' };

/** Half-width kana becomes full width; kanji such as 髙 and 﨑 stay as they are given. */
const kanaCell = optionalTextCell(100).transform(text => text?.normalize('NFKC') ?? null);

export const peopleSchema = z.object({
  company: keyCell,
  number: z
    .string()
    .min(1, 'missing')
    .max(40, 'too-long')
    .regex(/^[A-Za-z0-9._-]+$/, 'not-a-key'),
  email: z.union([z.literal('').transform(() => null), z.email().max(254)], 'not-allowed'),
  family_name: textCell(100),
  given_name: textCell(100),
  family_kana: kanaCell,
  given_kana: kanaCell,
  family_latin: textCell(100),
  given_latin: textCell(100),
  locale: choiceCell(['ja', 'en']),
  time_zone: z.string().refine(isTimeZone, 'not-allowed'),
  division_ja: textCell(200),
  division_en: textCell(200),
  job_category: keyCell,
  position: choiceCell(['staff', 'senior', 'manager', 'senior-manager', 'expert']),
  role: optionalKeyCell,
  manager_company: optionalKeyCell,
  manager_number: optionalTextCell(40),
  michi_roles: listCell(40),
  status: choiceCell(['active', 'on-leave', 'left']),
  skills: listCell(120),
});
type Cells = z.infer<typeof peopleSchema>;

/** The header, a manager and one of her reports. */
export const peopleTemplate = [
  Object.keys(peopleSchema.shape),
  [
    'HQ',
    '000045',
    'mariko.tanaka@michishirube.example',
    '田中',
    '真理子',
    'タナカ',
    'マリコ',
    'Tanaka',
    'Mariko',
    'ja',
    'Asia/Tokyo',
    'セキュリティ本部',
    'Security division',
    'security',
    'manager',
    '',
    '',
    '',
    'manager',
    'active',
    'incident-handling:5',
  ],
  [
    'HQ',
    '000123',
    'hanako.sato@michishirube.example',
    '佐藤',
    '花子',
    'サトウ',
    'ハナコ',
    'Sato',
    'Hanako',
    'ja',
    'Asia/Tokyo',
    'セキュリティ本部',
    'Security division',
    'security',
    'senior',
    'incident-responder-senior',
    'HQ',
    '000045',
    'recruiter',
    'active',
    'incident-handling:4;english:2',
  ],
] as const;

/** What a row may refer to. */
export interface KnownKeys {
  /** Company code → id. */
  readonly companies: ReadonlyMap<string, Id<'company'>>;
  /** Ids of the group's own skills and roles. */
  readonly skills: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
}

/** A row of `people_staging`, in its columns. */
export interface StagedPerson {
  readonly line: number;
  readonly company_id: Id<'company'>;
  readonly number: string;
  readonly email: string | null;
  readonly family: string;
  readonly given: string;
  readonly family_kana: string | null;
  readonly given_kana: string | null;
  readonly family_latin: string;
  readonly given_latin: string;
  readonly locale: string;
  readonly time_zone: string;
  readonly division_ja: string;
  readonly division_en: string;
  readonly job_category: string;
  readonly position: string;
  readonly role_id: Id<'role'> | null;
  readonly manager_company_id: Id<'company'> | null;
  readonly manager_number: string | null;
  readonly michi_roles: readonly string[];
  readonly status: string;
  readonly skills: Readonly<Record<string, number>>;
  readonly content_hash: string;
}

export type Staged =
  | { readonly kind: 'person'; readonly person: StagedPerson }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Checks a row against what it refers to; managers are checked later, because they may stand further down. */
export function stage(file: TextFile, { row, value }: CsvRecord<Cells>, known: KnownKeys): Staged {
  const refuse = (column: string, reason: RefusalReason): Staged => ({
    kind: 'refused',
    refusal: refusal(file.name, row, column, reason),
  });
  const company_id = known.companies.get(value.company);
  if (company_id === undefined) return refuse('company', 'unknown-company');
  const role_id = value.role === null ? null : namedId('role', 'group', value.role);
  if (role_id !== null && !known.roles.has(role_id)) return refuse('role', 'unknown-role');
  if (!value.michi_roles.every(isMichiRole)) return refuse('michi_roles', 'not-allowed');
  const manager = managerOf(value, known);
  if (manager === null) return refuse('manager_company', 'unknown-company');
  if (manager.manager_company_id === company_id && manager.manager_number === value.number)
    return refuse('manager_number', 'own-manager');
  const skills = skillsOf(value.skills, known);
  if (typeof skills === 'string') return refuse('skills', skills);
  return { kind: 'person', person: personOf(row, value, { company_id, role_id, ...manager, skills }) };
}

function isMichiRole(text: string): boolean {
  return (michiRoles as readonly string[]).includes(text);
}

/** Null when the company is not known. Without a company the manager is one of the same company. */
function managerOf(value: Cells, known: KnownKeys): Pick<StagedPerson, 'manager_company_id' | 'manager_number'> | null {
  if (value.manager_number === null) return { manager_company_id: null, manager_number: null };
  const company = known.companies.get(value.manager_company ?? value.company);
  return company === undefined ? null : { manager_company_id: company, manager_number: value.manager_number };
}

/** `<skill key>:<level 1-5>;…` */
function skillsOf(entries: readonly string[], known: KnownKeys): Readonly<Record<string, number>> | RefusalReason {
  const skills: Record<string, number> = {};
  for (const entry of entries) {
    const [, key = '', level = ''] = /^([A-Za-z0-9._-]+):([1-5])$/.exec(entry) ?? [];
    const id = namedId('skill', 'group', key);
    if (level === '') return 'not-allowed';
    if (!known.skills.has(id)) return 'unknown-skill';
    if (id in skills) return 'twice';
    skills[id] = Number(level);
  }
  return skills;
}

type Looked = Pick<StagedPerson, 'company_id' | 'role_id' | 'manager_company_id' | 'manager_number' | 'skills'>;

function personOf(row: CsvRow, value: Cells, looked: Looked): StagedPerson {
  const content = {
    ...looked,
    number: value.number,
    email: value.email,
    family: value.family_name,
    given: value.given_name,
    family_kana: value.family_kana,
    given_kana: value.given_kana,
    family_latin: value.family_latin,
    given_latin: value.given_latin,
    locale: value.locale,
    time_zone: value.time_zone,
    division_ja: value.division_ja,
    division_en: value.division_en,
    job_category: value.job_category,
    position: value.position,
    michi_roles: [...new Set(['employee', ...value.michi_roles])],
    status: value.status,
  };
  return {
    ...content,
    line: row.line,
    content_hash: createHash('sha256')
      .update(JSON.stringify(unordered(content)))
      .digest('hex'),
  };
}

/** In which order a file lists roles and skills says nothing. */
function unordered(content: Omit<StagedPerson, 'line' | 'content_hash'>): object {
  return { ...content, michi_roles: [...content.michi_roles].sort(), skills: Object.entries(content.skills).sort() };
}
