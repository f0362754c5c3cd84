import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { joinList } from '../../../platform/files/csv-cell.ts';
import type { TextFile } from '../../../platform/files/csv-file.ts';
import {
  choiceCell,
  integerCell,
  keyCell,
  listCell,
  numberCell,
  optionalKeyCell,
  readAllRecords,
} from '../../../platform/files/csv-records.ts';
import { type RefusalReason, refusal } from '../../../platform/files/import-report.ts';
import { type Id, namedId } from '../../../platform/ids/ids.ts';
import { isTimeZone } from '../../../platform/time/time-zone.ts';
import { aliasesOf, both, companyCell, itemCellsOf, itemColumns, nameCell } from './csv-cells.ts';
import type { CourseDraft } from './draft.types.ts';
import type { DraftFile, FileCells, KeysOfIds, KnownKeys } from './draft-file.ts';

const schema = z.object({
  key: keyCell,
  company: optionalKeyCell,
  title_ja: nameCell,
  title_en: nameCell,
  ...itemColumns,
  language: choiceCell(['ja', 'en', 'both']),
  hours: numberCell(0.1, 2_000),
  delivery: choiceCell(['online', 'classroom', 'blended']),
  visibility: choiceCell(['group', 'company']),
  time_zone: z.string().refine(isTimeZone, 'not-allowed'),
  skills: listCell(120),
  sessions: listCell(300),
});
type Column = keyof typeof schema.shape;
type Cells = z.infer<typeof schema>;
type Builds = CourseDraft['builds'];
type Sessions = CourseDraft['sessions'];

export const coursesTemplate = [
  Object.keys(schema.shape),
  [
    'C-001',
    'HQ',
    'インシデント対応演習',
    'Incident response exercise',
    'サイバー演習',
    'cyber range',
    '攻撃を受けた想定で、初動から報告までを2日間で練習します。',
    'Two days of practice from first response to report.',
    'ja',
    '14',
    'classroom',
    'group',
    'Asia/Tokyo',
    'incident-handling:2:3',
    '2026-06-03T09:30/2026-06-04T17:30@川崎研修センター',
  ],
] as const;

export async function readCourses(file: TextFile, known: KnownKeys): Promise<DraftFile<CourseDraft>> {
  const { records, refused, rows } = await readAllRecords(file, schema);
  const drafts = new Map<string, CourseDraft>();
  for (const { row, value } of records) {
    const course = draftOf(value, known);
    if (drafts.has(value.key)) refused.push(refusal(file.name, row, 'key', 'twice'));
    else if (course.kind === 'refused') refused.push(refusal(file.name, row, course.column, course.reason));
    else drafts.set(value.key, course.draft);
  }
  const list = [...drafts.values()];
  const sessions = list.reduce((sum, course) => sum + course.sessions.length, 0);
  return { drafts: list, refused, rows, counts: { courses: list.length, sessions } };
}

type Refused = { readonly kind: 'refused'; readonly column: string; readonly reason: RefusalReason };
const refused = (column: string, reason: RefusalReason): Refused => ({ kind: 'refused', column, reason });

function draftOf(value: Cells, known: KnownKeys): { readonly kind: 'course'; readonly draft: CourseDraft } | Refused {
  const companyId = value.company === null ? null : known.companies.get(value.company);
  if (value.title_ja === null && value.title_en === null) return refused('title_ja', 'missing');
  if (companyId === undefined) return refused('company', 'unknown-company');
  if (companyId === null && value.visibility === 'company') return refused('company', 'missing');
  const builds = buildsOf(value.skills, known);
  if ('reason' in builds) return builds;
  const sessions = sessionsOf(value.sessions, value.time_zone);
  if ('reason' in sessions) return sessions;
  return { kind: 'course', draft: courseOf(value, companyId, builds.builds, sessions.sessions) };
}

const buildSchema = z.tuple([
  keyCell.transform(key => namedId('skill', 'group', key)),
  integerCell(0, 5),
  integerCell(1, 5),
]);

/** `<skill key>:<from level>:<to level>;…` */
function buildsOf(entries: readonly string[], known: KnownKeys): { readonly builds: Builds } | Refused {
  const builds = new Map<string, Builds[number]>();
  for (const entry of entries) {
    const parsed = buildSchema.safeParse(entry.split(':').map(part => part.trim()));
    if (!parsed.success) return refused('skills', 'not-allowed');
    const [skillId, fromLevel, toLevel] = parsed.data;
    if (toLevel <= fromLevel) return refused('skills', 'not-allowed');
    if (!known.skills.has(skillId)) return refused('skills', 'unknown-skill');
    if (builds.has(skillId)) return refused('skills', 'twice');
    builds.set(skillId, { skillId, fromLevel, toLevel });
  }
  return { builds: [...builds.values()] };
}

/** `<start>/<end>@<place>;…`, local to the course's zone. */
function sessionsOf(entries: readonly string[], timeZone: string): { readonly sessions: Sessions } | Refused {
  const sessions = new Map<string, Sessions[number]>();
  for (const entry of entries) {
    const [, start, end, place] = /^(\S+)\/(\S+?)@(.+)$/.exec(entry) ?? [];
    const startsAt = instantOf(start, timeZone);
    const endsAt = instantOf(end, timeZone);
    if (startsAt === null || endsAt === null || place === undefined) return refused('sessions', 'not-a-date');
    if (endsAt <= startsAt) return refused('sessions', 'wrong-order');
    const session = { startsAt, endsAt, place: place.trim() };
    const key = `${startsAt} ${session.place}`;
    if (sessions.has(key)) return refused('sessions', 'twice');
    sessions.set(key, session);
  }
  return { sessions: [...sessions.values()] };
}

function instantOf(local: string | undefined, timeZone: string): string | null {
  if (local === undefined || !/^(19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d$/.test(local)) return null;
  try {
    return Temporal.PlainDateTime.from(local, { overflow: 'reject' }).toZonedDateTime(timeZone).toInstant().toString();
  } catch {
    return null;
  }
}

function courseOf(value: Cells, companyId: Id<'company'> | null, builds: Builds, sessions: Sessions): CourseDraft {
  return {
    kind: 'course',
    id: namedId('course', 'group', value.key),
    key: value.key,
    audience: value.visibility === 'company' ? companyId : null,
    name: both(value.title_ja, value.title_en),
    description: both(value.description_ja, value.description_en),
    aliases: aliasesOf(value),
    companyId,
    language: value.language,
    hours: value.hours,
    delivery: value.delivery,
    timeZone: value.time_zone,
    builds,
    sessions,
  };
}

export function courseCells(draft: CourseDraft, keys: KeysOfIds): readonly FileCells<Column>[] {
  const { key, name, timeZone } = draft;
  return [
    {
      key,
      company: companyCell(draft.companyId, keys),
      title_ja: name.ja ?? '',
      title_en: name.en ?? '',
      ...itemCellsOf(draft),
      language: draft.language,
      hours: String(draft.hours),
      delivery: draft.delivery,
      visibility: draft.audience === null ? 'group' : 'company',
      time_zone: timeZone,
      skills: draft.builds
        .map(({ skillId, fromLevel, toLevel }) => `${keys.skill(skillId)}:${fromLevel}:${toLevel}`)
        .join(';'),
      sessions: joinList(
        draft.sessions.map(
          ({ startsAt, endsAt, place }) => `${localOf(startsAt, timeZone)}/${localOf(endsAt, timeZone)}@${place}`,
        ),
      ),
    },
  ];
}

function localOf(instant: string, timeZone: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' });
}
