import type { Tx } from '../../../platform/db/database.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import type { Necessity, Position, SkillKind } from '../catalogue.types.ts';
import type {
  AliasDraft,
  CourseDraft,
  PostingDraft,
  RequirementDraft,
  RoleDraft,
  SkillDraft,
} from '../imports/draft.types.ts';
import { storedAliases } from '../imports/items.repository.ts';

/** The group's own items as its files would describe them now, in the order of their keys. */

interface ItemRow<ItemId extends string> {
  readonly id: ItemId;
  readonly key: string;
  readonly audience: Id<'company'> | null;
  readonly name_ja: string | null;
  readonly name_en: string | null;
  readonly description_ja: string | null;
  readonly description_en: string | null;
}

const own = `source_id = 'group' order by key collate "C"`;
const titled = 'id, key, audience, title_ja as name_ja, title_en as name_en, description_ja, description_en';

export async function storedSkills(tx: Tx): Promise<readonly SkillDraft[]> {
  const rows = await tx.query<ItemRow<Id<'skill'>> & { skill_kind: SkillKind }>(`select * from skills where ${own}`);
  const aliases = await aliasesByItem(tx, rows);
  return rows.map(row => ({
    kind: 'skill',
    ...sharedOf(row, aliases),
    skillKind: row.skill_kind,
    searched: 'names-and-description',
  }));
}

export async function storedRoles(tx: Tx): Promise<readonly RoleDraft[]> {
  const rows = await tx.query<ItemRow<Id<'role'>> & { job_category: string | null; position: Position | null }>(
    `select * from roles where ${own}`,
  );
  const aliases = await aliasesByItem(tx, rows);
  const skills = await requirements(tx, 'role_skills', 'role_id', rows);
  return rows.map(row => ({
    kind: 'role',
    ...sharedOf(row, aliases),
    jobCategory: row.job_category,
    position: row.position,
    skills: skills.get(row.id) ?? [],
  }));
}

interface PostingRow extends ItemRow<Id<'posting'>> {
  readonly company_id: Id<'company'>;
  readonly role_id: Id<'role'> | null;
  readonly division_ja: string | null;
  readonly division_en: string | null;
  readonly place_ja: string | null;
  readonly place_en: string | null;
  readonly country: string;
  readonly remote: PostingDraft['remote'];
  readonly working_language: PostingDraft['workingLanguage'];
  readonly openings: number;
  readonly status: PostingDraft['status'];
  readonly opens_on: string | null;
  readonly closes_on: string | null;
}

export async function storedPostings(tx: Tx): Promise<readonly PostingDraft[]> {
  const rows = await tx.query<PostingRow>(
    `select ${titled}, company_id, role_id, division_ja, division_en, place_ja, place_en, country, remote, working_language,
       openings, status, opens_on, closes_on
     from postings where ${own}`,
  );
  const aliases = await aliasesByItem(tx, rows);
  const skills = await requirements(tx, 'posting_skills', 'posting_id', rows);
  return rows.map(row => ({
    kind: 'posting',
    ...sharedOf(row, aliases),
    companyId: row.company_id,
    roleId: row.role_id,
    division: { ja: row.division_ja, en: row.division_en },
    place: { ja: row.place_ja, en: row.place_en },
    country: row.country,
    remote: row.remote,
    workingLanguage: row.working_language,
    openings: row.openings,
    status: row.status,
    opensOn: row.opens_on,
    closesOn: row.closes_on,
    skills: skills.get(row.id) ?? [],
  }));
}

interface CourseRow extends ItemRow<Id<'course'>> {
  readonly company_id: Id<'company'> | null;
  readonly language: CourseDraft['language'];
  readonly hours: number;
  readonly delivery: CourseDraft['delivery'];
  readonly time_zone: string;
}

export async function storedCourses(tx: Tx): Promise<readonly CourseDraft[]> {
  const rows = await tx.query<CourseRow>(
    `select ${titled}, company_id, language, hours, delivery, time_zone from courses where ${own}`,
  );
  const aliases = await aliasesByItem(tx, rows);
  const builds = await courseBuilds(tx, rows);
  const sessions = await courseSessions(tx, rows);
  return rows.map(row => ({
    kind: 'course',
    ...sharedOf(row, aliases),
    companyId: row.company_id,
    language: row.language,
    hours: row.hours,
    delivery: row.delivery,
    timeZone: row.time_zone,
    builds: builds.get(row.id) ?? [],
    sessions: sessions.get(row.id) ?? [],
  }));
}

function sharedOf<ItemId extends string>(row: ItemRow<ItemId>, aliases: ReadonlyMap<string, readonly AliasDraft[]>) {
  return {
    id: row.id,
    key: row.key,
    audience: row.audience,
    name: { ja: row.name_ja, en: row.name_en },
    description: { ja: row.description_ja, en: row.description_en },
    aliases: aliases.get(row.id) ?? [],
  };
}

type Owners = readonly { readonly id: string }[];
const idsOf = (rows: Owners) => rows.map(row => row.id);

async function aliasesByItem(tx: Tx, rows: Owners): Promise<ReadonlyMap<string, readonly AliasDraft[]>> {
  return Map.groupBy(await storedAliases(tx, idsOf(rows)), alias => alias.item_id);
}

async function requirements(
  tx: Tx,
  table: 'role_skills' | 'posting_skills',
  owner: 'role_id' | 'posting_id',
  rows: Owners,
): Promise<ReadonlyMap<string, readonly RequirementDraft[]>> {
  const found = await tx.query<RequirementDraft & { owner: string; skillId: Id<'skill'>; necessity: Necessity }>(
    `select l.${owner} as owner, l.skill_id as "skillId", l.level, l.necessity
     from ${table} l join skills s on s.id = l.skill_id where l.${owner} = any ($1) order by s.key collate "C"`,
    [idsOf(rows)],
  );
  return Map.groupBy(found, link => link.owner);
}

async function courseBuilds(tx: Tx, rows: Owners): Promise<ReadonlyMap<string, CourseDraft['builds']>> {
  const found = await tx.query<CourseDraft['builds'][number] & { owner: string }>(
    `select l.course_id as owner, l.skill_id as "skillId", l.from_level as "fromLevel", l.to_level as "toLevel"
     from course_skills l join skills s on s.id = l.skill_id where l.course_id = any ($1) order by s.key collate "C"`,
    [idsOf(rows)],
  );
  return Map.groupBy(found, link => link.owner);
}

async function courseSessions(tx: Tx, rows: Owners): Promise<ReadonlyMap<string, CourseDraft['sessions']>> {
  const found = await tx.query<{ owner: string; starts_at: Date; ends_at: Date; place: string }>(
    `select course_id as owner, starts_at, ends_at, place from course_sessions
     where course_id = any ($1) order by starts_at, place collate "C"`,
    [idsOf(rows)],
  );
  const sessions = found.map(row => ({
    owner: row.owner,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    place: row.place,
  }));
  return Map.groupBy(sessions, session => session.owner);
}

/** Key by id of every skill and role, for files that refer to them. */
export async function keysById(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; key: string }>(
    `select id, key from skills where source_id = 'group' union all select id, key from roles where source_id = 'group'`,
  );
  return new Map(rows.map(row => [row.id, row.key]));
}
