import type { Tx } from '../../platform/db/database.ts';
import type { Locale } from '../../platform/i18n/locale.ts';
import type { Id } from '../../platform/ids/ids.ts';
import type { PlainDateText } from '../../platform/time/clock.ts';
import type { Position, SkillKind, SkillRequirement } from './catalogue.types.ts';
import { requirementOf } from './items.repository.ts';

/** A part of a list, with the length of the whole. */
export interface Slice<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

/** The role of the same source and job category at that rank; several when a category has several, the group's names decide then. */
export async function findAtPosition(tx: Tx, id: Id<'role'>, position: Position): Promise<Id<'role'> | null> {
  const [row] = await tx.query<{ id: Id<'role'> }>(
    `select r.id from roles r join roles asked on asked.id = $1
     where r.source_id = asked.source_id and r.job_category = asked.job_category and r.position = $2
     order by r.id = asked.id desc, similarity(coalesce(r.name_en, r.name_ja), coalesce(asked.name_en, asked.name_ja)) desc, r.key limit 1`,
    [id, position],
  );
  return row?.id ?? null;
}

interface NeedRow {
  readonly role_id: Id<'role'>;
  readonly skill_id: Id<'skill'>;
  readonly name_ja: string | null;
  readonly name_en: string | null;
  readonly skill_kind: SkillKind;
  readonly level: number | null;
  readonly necessity: 'must' | 'nice' | null;
  readonly total: number;
}

export interface Need {
  readonly roleId: Id<'role'>;
  readonly requirement: SkillRequirement;
}

/** Roles that need a skill: those that must have it first, then by level and name. */
export async function findRolesNeeding(
  tx: Tx,
  skillId: Id<'skill'>,
  offset: number,
  limit: number,
): Promise<Slice<Need>> {
  const rows = await tx.query<NeedRow>(
    `select l.role_id, l.skill_id, k.name_ja, k.name_en, k.skill_kind, l.level, l.necessity, count(*) over () as total
     from role_skills l join skills k on k.id = l.skill_id join roles r on r.id = l.role_id
     where l.skill_id = $1
     order by case l.necessity when 'must' then 0 when 'nice' then 1 else 2 end, l.level desc nulls last,
       coalesce(r.name_en, r.name_ja) collate "C", r.id
     limit $2 offset $3`,
    [skillId, limit, offset],
  );
  return {
    items: rows.map(row => ({ roleId: row.role_id, requirement: requirementOf(row) })),
    total: rows[0]?.total ?? 0,
  };
}

interface FitRow {
  readonly role_id: Id<'role'>;
  readonly score: number;
  readonly total: number;
}

export interface Fit {
  readonly roleId: Id<'role'>;
  readonly score: number;
}

/**
 * Roles by the share of their required skills that are among `skillIds`, must counting double; tasks are not skills and do not count.
 * Between equal shares the role with more of them is first.
 */
export async function findFits(
  tx: Tx,
  skillIds: readonly Id<'skill'>[],
  without: Id<'role'> | null,
  offset: number,
  limit: number,
): Promise<Slice<Fit>> {
  const rows = await tx.query<FitRow>(
    `with touched as (
       select distinct role_id from role_skills where skill_id = any ($1) and role_id is distinct from $2),
     shares as (
       select l.role_id,
         sum(case when l.necessity = 'must' then 2 else 1 end) as all_of_it,
         sum(case when l.necessity = 'must' then 2 else 1 end) filter (where l.skill_id = any ($1)) as had
       from role_skills l join touched t on t.role_id = l.role_id join skills k on k.id = l.skill_id and k.skill_kind <> 'task'
       group by l.role_id)
     select s.role_id, (s.had::real / s.all_of_it) as score, count(*) over () as total
     from shares s join roles r on r.id = s.role_id where s.had > 0
     order by score desc, s.had desc, r.source_id = 'group' desc, coalesce(r.name_en, r.name_ja) collate "C", r.id
     limit $3 offset $4`,
    [skillIds, without, limit, offset],
  );
  return { items: rows.map(row => ({ roleId: row.role_id, score: row.score })), total: rows[0]?.total ?? 0 };
}

export interface PlaceRow {
  readonly id: Id<'posting'>;
  readonly place_ja: string | null;
  readonly place_en: string | null;
  readonly country: string;
}

export interface OpenPostingFilter {
  readonly roleId?: Id<'role'>;
  readonly skillIds?: readonly Id<'skill'>[];
  readonly workingLanguage?: Locale;
  /** The day on which it is asked. */
  readonly today: PlainDateText;
}

/** Postings that one may apply to on that day: those that need more of the given skills first, then those that close soonest. */
export async function findOpenPostings(tx: Tx, filter: OpenPostingFilter): Promise<readonly PlaceRow[]> {
  return tx.query<PlaceRow>(
    `select p.id, p.place_ja, p.place_en, p.country
     from postings p
     cross join lateral (
       select count(*) filter (where l.skill_id = any ($2)) as matched from posting_skills l where l.posting_id = p.id) n
     where p.status = 'open' and (p.opens_on is null or p.opens_on <= $4::date) and (p.closes_on is null or p.closes_on >= $4::date)
       and ($1::text is null or p.role_id = $1) and ($2::text[] is null or n.matched > 0)
       and ($3::text is null or p.working_language in ($3, 'both'))
     order by n.matched desc, p.closes_on nulls last, p.key`,
    [filter.roleId ?? null, filter.skillIds ?? null, filter.workingLanguage ?? null, filter.today],
  );
}

export interface OpenCourseFilter {
  readonly skillIds?: readonly Id<'skill'>[];
  readonly language?: Locale;
  /** Level that the person has, by skill. */
  readonly have: Readonly<Record<string, number>>;
  readonly now: Date;
}

/** Courses that lead beyond the given levels in at least one of the asked skills: more of them first, then the soonest session. */
export async function findOpenCourses(tx: Tx, filter: OpenCourseFilter): Promise<readonly Id<'course'>[]> {
  const rows = await tx.query<{ id: Id<'course'> }>(
    `select c.id
     from courses c
     cross join lateral (
       select count(*) filter (where $1::text[] is null or l.skill_id = any ($1)) as matched,
         count(*) filter (where ($1::text[] is null or l.skill_id = any ($1))
           and l.to_level > coalesce(($3::jsonb ->> l.skill_id)::integer, 0)) as useful
       from course_skills l where l.course_id = c.id) n
     left join lateral (
       select min(s.starts_at) as next from course_sessions s where s.course_id = c.id and s.starts_at > $4) d on true
     where ($1::text[] is null or n.matched > 0) and (n.matched = 0 or n.useful > 0)
       and ($2::text is null or c.language in ($2, 'both'))
     order by n.useful desc, d.next nulls last, c.key`,
    [filter.skillIds ?? null, filter.language ?? null, JSON.stringify(filter.have), filter.now],
  );
  return rows.map(row => row.id);
}
