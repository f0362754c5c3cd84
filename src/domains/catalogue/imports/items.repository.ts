import type { Tx } from '../../../platform/db/database.ts';
import type { Locale } from '../../../platform/i18n/locale.ts';
import { namedId } from '../../../platform/ids/ids.ts';
import type { ItemKind, Source } from '../catalogue.types.ts';
import type { ItemDraft } from './draft.types.ts';

/** An item's own table and the tables of what it is linked to, with the column that names the owner. */
const tables: Readonly<
  Record<ItemKind, { readonly own: string; readonly owner: string; readonly links: readonly string[] }>
> = {
  skill: { own: 'skills', owner: 'skill_id', links: [] },
  role: { own: 'roles', owner: 'role_id', links: ['role_skills'] },
  posting: { own: 'postings', owner: 'posting_id', links: ['posting_skills'] },
  course: { own: 'courses', owner: 'course_id', links: ['course_skills', 'course_sessions'] },
};

type Row = Readonly<Record<string, string | number | boolean | null>>;

export interface HashedDraft {
  readonly draft: ItemDraft;
  readonly hash: string;
}

export async function saveSource(tx: Tx, source: Source): Promise<void> {
  await tx.query(
    `insert into sources (id, name, version, licence, attribution) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set name = $2, version = $3, licence = $4, attribution = $5`,
    [source.id, source.name, source.version, source.licence, source.attribution],
  );
}

/** The content hashes of those items that exist, by id. */
export async function storedHashes(
  tx: Tx,
  kind: ItemKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; content_hash: string }>(
    `select id, content_hash from ${tables[kind].own} where id = any ($1)`,
    [ids],
  );
  return new Map(rows.map(row => [row.id, row.content_hash]));
}

export interface SpokenAlias {
  readonly item_id: string;
  readonly locale: Locale;
  readonly text: string;
}

/** The aliases that items have now, whoever gave them. */
export async function storedAliases(tx: Tx, ids: readonly string[]): Promise<readonly SpokenAlias[]> {
  return tx.query<SpokenAlias>(
    `select item_id, locale, text from item_names where kind = 'alias' and item_id = any ($1) order by id`,
    [ids],
  );
}

/** The source aliases of items that HR took away: item, language and normal form. */
export async function removedAliases(
  tx: Tx,
  ids: readonly string[],
): Promise<readonly { readonly item_id: string; readonly locale: Locale; readonly normal: string }[]> {
  return tx.query<{ item_id: string; locale: Locale; normal: string }>(
    'select item_id, locale, normal from removed_aliases where item_id = any ($1)',
    [ids],
  );
}

/** The ids of all items of one kind and source. */
export async function allIds(tx: Tx, kind: ItemKind, sourceId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(`select id from ${tables[kind].own} where source_id = $1`, [sourceId]);
  return new Set(rows.map(row => row.id));
}

/** Inserts or replaces items of one kind with all that they are linked to. */
export async function saveItems(
  tx: Tx,
  kind: ItemKind,
  sourceId: string,
  items: readonly HashedDraft[],
): Promise<void> {
  const { own, owner, links } = tables[kind];
  await upsert(
    tx,
    own,
    items.map(({ draft, hash }) => ({ ...rowOf(draft), source_id: sourceId, content_hash: hash })),
  );
  const ids = items.map(({ draft }) => draft.id);
  for (const link of links) {
    await tx.query(`delete from ${link} where ${owner} = any ($1)`, [ids]);
    const rows = items.flatMap(({ draft }) => linkRowsOf(draft, link));
    await tx.query(`insert into ${link} select * from json_populate_recordset(null::${link}, $1::json)`, [
      JSON.stringify(rows),
    ]);
  }
}

async function upsert(tx: Tx, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).filter(column => column !== 'id');
  const changes = columns.map(column => `${column} = excluded.${column}`).join(', ');
  await tx.query(
    `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json) on conflict (id) do update set ${changes}`,
    [JSON.stringify(rows)],
  );
}

function rowOf(draft: ItemDraft): Row {
  const shared = {
    id: draft.id,
    key: draft.key,
    audience: draft.audience,
    description_ja: draft.description.ja,
    description_en: draft.description.en,
  };
  switch (draft.kind) {
    case 'skill':
      return { ...shared, name_ja: draft.name.ja, name_en: draft.name.en, skill_kind: draft.skillKind };
    case 'role':
      return {
        ...shared,
        name_ja: draft.name.ja,
        name_en: draft.name.en,
        job_category: draft.jobCategory,
        position: draft.position,
      };
    case 'posting':
      return {
        ...shared,
        title_ja: draft.name.ja,
        title_en: draft.name.en,
        company_id: draft.companyId,
        role_id: draft.roleId,
        division_ja: draft.division.ja,
        division_en: draft.division.en,
        place_ja: draft.place.ja,
        place_en: draft.place.en,
        country: draft.country,
        remote: draft.remote,
        working_language: draft.workingLanguage,
        openings: draft.openings,
        status: draft.status,
        opens_on: draft.opensOn,
        closes_on: draft.closesOn,
      };
    case 'course':
      return {
        ...shared,
        title_ja: draft.name.ja,
        title_en: draft.name.en,
        company_id: draft.companyId,
        language: draft.language,
        hours: draft.hours,
        delivery: draft.delivery,
        time_zone: draft.timeZone,
      };
  }
}

function linkRowsOf(draft: ItemDraft, link: string): readonly Row[] {
  const { audience } = draft;
  switch (draft.kind) {
    case 'skill':
      return [];
    case 'role':
      return draft.skills.map(skill => ({ role_id: draft.id, audience, ...requirementRow(skill) }));
    case 'posting':
      return draft.skills.map(skill => ({ posting_id: draft.id, audience, ...requirementRow(skill) }));
    case 'course':
      return link === 'course_skills' ? courseSkillRows(draft) : courseSessionRows(draft);
  }
}

function requirementRow(skill: { skillId: string; level: number | null; necessity: string | null }): Row {
  return { skill_id: skill.skillId, level: skill.level, necessity: skill.necessity };
}

function courseSkillRows({ id, audience, builds }: Extract<ItemDraft, { kind: 'course' }>): readonly Row[] {
  return builds.map(build => ({
    course_id: id,
    audience,
    skill_id: build.skillId,
    from_level: build.fromLevel,
    to_level: build.toLevel,
  }));
}

function courseSessionRows({ id, audience, sessions }: Extract<ItemDraft, { kind: 'course' }>): readonly Row[] {
  return sessions.map(session => ({
    id: namedId('courseSession', id, session.startsAt, session.place),
    course_id: id,
    audience,
    starts_at: session.startsAt,
    ends_at: session.endsAt,
    place: session.place,
  }));
}
