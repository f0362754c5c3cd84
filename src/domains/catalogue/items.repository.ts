import type { Tx } from '../../platform/db/database.ts';
import type { Bilingual } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type {
  Course,
  CourseSession,
  ItemId,
  ItemKind,
  ItemSummary,
  Posting,
  Role,
  Skill,
  SkillKind,
  SkillRequirement,
} from './catalogue.types.ts';

/** A text that a source has in one language only stands in both. */
export function bilingual(ja: string | null, en: string | null): Bilingual {
  return { ja: ja ?? en ?? '', en: en ?? ja ?? '' };
}

interface SourceRow {
  readonly source_id: string;
  readonly source_name: string;
  readonly source_version: string;
  readonly source_licence: string;
  readonly source_attribution: string;
}

interface SummaryRow extends SourceRow {
  readonly id: ItemId;
  readonly key: string;
  readonly name_ja: string | null;
  readonly name_en: string | null;
}

const sourceColumns =
  's.id as source_id, s.name as source_name, s.version as source_version, s.licence as source_licence, s.attribution as source_attribution';

const tables: Readonly<Record<ItemKind, { readonly table: string; readonly name: string; readonly prefix: string }>> = {
  skill: { table: 'skills', name: 'name', prefix: 'skl_' },
  role: { table: 'roles', name: 'name', prefix: 'rol_' },
  posting: { table: 'postings', name: 'title', prefix: 'pos_' },
  course: { table: 'courses', name: 'title', prefix: 'crs_' },
};
const kinds = ['skill', 'role', 'posting', 'course'] as const;

function summaryColumns(kind: ItemKind): string {
  const { name } = tables[kind];
  return `i.id, i.key, i.${name}_ja as name_ja, i.${name}_en as name_en, ${sourceColumns}`;
}

function summaryOf<Kind extends ItemKind>(
  kind: Kind,
  row: SummaryRow,
): Omit<ItemSummary, 'kind'> & { readonly kind: Kind } {
  return {
    kind,
    id: row.id,
    key: row.key,
    name: bilingual(row.name_ja, row.name_en),
    source: {
      id: row.source_id,
      name: row.source_name,
      version: row.source_version,
      licence: row.source_licence,
      attribution: row.source_attribution,
    },
  };
}

/** Items of any kind that the actor sees, in the order of `ids`; the others are left out. */
export async function findSummaries(tx: Tx, ids: readonly string[]): Promise<readonly ItemSummary[]> {
  const found = new Map<string, ItemSummary>();
  for (const kind of kinds) {
    const { table, prefix } = tables[kind];
    const wanted = ids.filter(id => id.startsWith(prefix));
    if (wanted.length === 0) continue;
    const rows = await tx.query<SummaryRow>(
      `select ${summaryColumns(kind)} from ${table} i join sources s on s.id = i.source_id where i.id = any ($1)`,
      [wanted],
    );
    for (const row of rows) found.set(row.id, summaryOf(kind, row));
  }
  return ids.flatMap(id => found.get(id) ?? []);
}

/** Who may see an item: null = the whole group; undefined when the actor sees no such item. */
export async function findAudience(tx: Tx, id: ItemId): Promise<Id<'company'> | null | undefined> {
  const kind = kinds.find(candidate => id.startsWith(tables[candidate].prefix));
  if (kind === undefined) return undefined;
  const [row] = await tx.query<{ audience: Id<'company'> | null }>(
    `select audience from ${tables[kind].table} where id = $1`,
    [id],
  );
  return row?.audience;
}

/** An item with who may see it: null = the whole group. */
export interface Shown<Item> {
  readonly item: Item;
  readonly audience: Id<'company'> | null;
}

interface SkillRow extends SummaryRow {
  readonly id: Id<'skill'>;
  readonly audience: Id<'company'> | null;
  readonly skill_kind: SkillKind;
  readonly description_ja: string | null;
  readonly description_en: string | null;
}

export async function findSkill(tx: Tx, id: Id<'skill'>): Promise<Shown<Skill> | null> {
  const [row] = await tx.query<SkillRow>(
    `select ${summaryColumns('skill')}, i.audience, i.skill_kind, i.description_ja, i.description_en
     from skills i join sources s on s.id = i.source_id where i.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const aliases = await tx.query<Skill['aliases'][number]>(
    `select locale, text from item_names where item_id = $1 and kind = 'alias' order by locale, id`,
    [id],
  );
  const description = bilingual(row.description_ja, row.description_en);
  const item = { ...summaryOf('skill', row), id: row.id, skillKind: row.skill_kind, description, aliases };
  return { item, audience: row.audience };
}

interface RequirementRow {
  readonly owner: string;
  readonly skill_id: Id<'skill'>;
  readonly name_ja: string | null;
  readonly name_en: string | null;
  readonly skill_kind: SkillKind;
  readonly level: number | null;
  readonly necessity: 'must' | 'nice' | null;
}

export function requirementOf(row: Omit<RequirementRow, 'owner'>): SkillRequirement {
  return {
    skillId: row.skill_id,
    name: bilingual(row.name_ja, row.name_en),
    skillKind: row.skill_kind,
    level: row.level,
    necessity: row.necessity,
  };
}

/** must, nice, unsaid; tasks after what a person can have; then by level and name. */
export const requirementOrder = `case l.necessity when 'must' then 0 when 'nice' then 1 else 2 end, k.skill_kind = 'task',
  l.level desc nulls last, coalesce(k.name_en, k.name_ja) collate "C"`;

async function requirementsOf(
  tx: Tx,
  kind: 'role' | 'posting',
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly SkillRequirement[]>> {
  const rows = await tx.query<RequirementRow>(
    `select l.${kind}_id as owner, l.skill_id, k.name_ja, k.name_en, k.skill_kind, l.level, l.necessity
     from ${kind}_skills l join skills k on k.id = l.skill_id where l.${kind}_id = any ($1) order by ${requirementOrder}`,
    [ids],
  );
  const groups = Map.groupBy(rows, row => row.owner);
  return new Map([...groups].map(([owner, list]) => [owner, list.map(requirementOf)]));
}

export async function findRoleRequirements(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly SkillRequirement[]>> {
  return requirementsOf(tx, 'role', ids);
}

interface RoleRow extends SummaryRow {
  readonly id: Id<'role'>;
  readonly audience: Id<'company'> | null;
  readonly job_category: string | null;
  readonly position: Role['position'];
  readonly description_ja: string | null;
  readonly description_en: string | null;
}

export async function findRole(tx: Tx, id: Id<'role'>): Promise<Shown<Role> | null> {
  const [row] = await tx.query<RoleRow>(
    `select ${summaryColumns('role')}, i.audience, i.job_category, i.position, i.description_ja, i.description_en
     from roles i join sources s on s.id = i.source_id where i.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const requirements = await requirementsOf(tx, 'role', [id]);
  const item = {
    ...summaryOf('role', row),
    id: row.id,
    jobCategory: row.job_category,
    position: row.position,
    description: bilingual(row.description_ja, row.description_en),
    skills: requirements.get(id) ?? [],
  };
  return { item, audience: row.audience };
}

interface PostingRow extends SummaryRow {
  readonly id: Id<'posting'>;
  readonly audience: string | null;
  readonly company_ja: string | null;
  readonly company_en: string | null;
  readonly division_ja: string | null;
  readonly division_en: string | null;
  readonly place_ja: string | null;
  readonly place_en: string | null;
  readonly description_ja: string | null;
  readonly description_en: string | null;
  readonly country: string;
  readonly remote: Posting['remote'];
  readonly working_language: Posting['workingLanguage'];
  readonly openings: number;
  readonly status: Posting['status'];
  readonly closes_on: string | null;
  readonly role_id: Id<'role'> | null;
  readonly role_ja: string | null;
  readonly role_en: string | null;
}

/** Postings that the actor sees, in the order of `ids`. */
export async function findPostings(tx: Tx, ids: readonly string[]): Promise<readonly Posting[]> {
  const rows = await tx.query<PostingRow>(
    `select ${summaryColumns('posting')}, i.audience, c.name_ja as company_ja, c.name_en as company_en, i.division_ja, i.division_en,
       i.place_ja, i.place_en, i.description_ja, i.description_en, i.country, i.remote, i.working_language, i.openings, i.status, i.closes_on,
       r.id as role_id, r.name_ja as role_ja, r.name_en as role_en
     from postings i join sources s on s.id = i.source_id
       left join companies c on c.id = i.company_id left join roles r on r.id = i.role_id
     where i.id = any ($1)`,
    [ids],
  );
  const requirements = await requirementsOf(tx, 'posting', ids);
  const found = new Map(rows.map(row => [row.id, postingOf(row, requirements.get(row.id) ?? [])]));
  return inOrder(ids, found);
}

function inOrder<Item>(ids: readonly string[], found: ReadonlyMap<string, Item>): readonly Item[] {
  return ids.flatMap(id => found.get(id) ?? []);
}

function postingOf(row: PostingRow, skills: readonly SkillRequirement[]): Posting {
  return {
    ...summaryOf('posting', row),
    id: row.id,
    company: bilingual(row.company_ja, row.company_en),
    division: bilingual(row.division_ja, row.division_en),
    place: bilingual(row.place_ja, row.place_en),
    country: row.country,
    remote: row.remote,
    workingLanguage: row.working_language,
    openings: row.openings,
    status: row.status,
    visibility: row.audience === null ? 'group' : 'company',
    closesOn: row.closes_on,
    description: bilingual(row.description_ja, row.description_en),
    role: row.role_id === null ? null : { id: row.role_id, name: bilingual(row.role_ja, row.role_en) },
    skills,
  };
}

interface CourseRow extends SummaryRow {
  readonly id: Id<'course'>;
  readonly description_ja: string | null;
  readonly description_en: string | null;
  readonly language: Course['language'];
  readonly hours: number;
  readonly delivery: Course['delivery'];
}

/** Courses that the actor sees, in the order of `ids`, with the sessions that start after `now`. */
export async function findCourses(tx: Tx, ids: readonly string[], now: Date): Promise<readonly Course[]> {
  const rows = await tx.query<CourseRow>(
    `select ${summaryColumns('course')}, i.description_ja, i.description_en, i.language, i.hours, i.delivery
     from courses i join sources s on s.id = i.source_id where i.id = any ($1)`,
    [ids],
  );
  const builds = await findBuilds(tx, ids);
  const sessions = await findSessions(tx, ids, now);
  const found = new Map(rows.map(row => [row.id, courseOf(row, builds.get(row.id) ?? [], sessions.get(row.id) ?? [])]));
  return inOrder(ids, found);
}

function courseOf(row: CourseRow, builds: Course['builds'], sessions: Course['sessions']): Course {
  return {
    ...summaryOf('course', row),
    id: row.id,
    description: bilingual(row.description_ja, row.description_en),
    language: row.language,
    hours: row.hours,
    delivery: row.delivery,
    builds,
    sessions,
  };
}

interface BuildRow {
  readonly course_id: string;
  readonly skill_id: Id<'skill'>;
  readonly name_ja: string | null;
  readonly name_en: string | null;
  readonly from_level: number;
  readonly to_level: number;
}

async function findBuilds(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Course['builds']>> {
  const rows = await tx.query<BuildRow>(
    `select l.course_id, l.skill_id, k.name_ja, k.name_en, l.from_level, l.to_level
     from course_skills l join skills k on k.id = l.skill_id where l.course_id = any ($1)
     order by l.to_level desc, k.key`,
    [ids],
  );
  const groups = Map.groupBy(rows, row => row.course_id);
  return new Map(
    [...groups].map(([course, list]) => [
      course,
      list.map(row => ({
        skillId: row.skill_id,
        name: bilingual(row.name_ja, row.name_en),
        fromLevel: row.from_level,
        toLevel: row.to_level,
      })),
    ]),
  );
}

interface SessionRow {
  readonly id: Id<'courseSession'>;
  readonly course_id: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly place: string;
}

/** By course, those that start after `after`, soonest first. */
export async function findSessions(
  tx: Tx,
  ids: readonly string[],
  after: Date,
): Promise<ReadonlyMap<string, readonly CourseSession[]>> {
  const rows = await tx.query<SessionRow>(
    `select id, course_id, starts_at, ends_at, place from course_sessions
     where course_id = any ($1) and starts_at > $2 order by starts_at, id`,
    [ids, after],
  );
  const groups = Map.groupBy(rows, row => row.course_id);
  return new Map(
    [...groups].map(([course, list]) => [
      course,
      list.map(row => ({
        id: row.id,
        startsAt: row.starts_at.toISOString(),
        endsAt: row.ends_at.toISOString(),
        place: row.place,
      })),
    ]),
  );
}
