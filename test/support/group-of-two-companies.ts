import { type Actor, type MichiRole, michiRoles, type PersonActor } from '../../src/platform/access/actor.ts';
import type { Id } from '../../src/platform/ids/ids.ts';
import { aLeaver, anEmployee, systemActor, type TestDatabase } from './database.ts';

export interface Member {
  readonly actor: PersonActor;
  readonly name: string;
  readonly managerId: Id<'person'> | null;
}

export type Table = string;
type Row = Readonly<Record<string, unknown>>;

const companies = ['com_aaaa', 'com_bbbb'] as const;

/** In each of two companies one person for every role and one who has left; they report to the manager of company A, who reports to its officer. */
export function twoCompanies(): readonly Member[] {
  return companies.flatMap(companyId => [...michiRoles.map(role => member(companyId, role)), leaver(companyId)]);
}

function member(companyId: Id<'company'>, role: MichiRole): Member {
  const managerId =
    role === 'manager' ? idOf('com_aaaa', 'officer') : role === 'officer' ? null : idOf('com_aaaa', 'manager');
  const actor = anEmployee({ personId: idOf(companyId, role), companyId, roles: [role] });
  return { actor, name: `${role} of ${companyId}`, managerId };
}

function leaver(companyId: Id<'company'>): Member {
  const actor = aLeaver({ personId: idOf(companyId, 'leaver'), companyId });
  return { actor, name: `leaver of ${companyId}`, managerId: idOf('com_aaaa', 'manager') };
}

function idOf(companyId: Id<'company'>, role: string): Id<'person'> {
  return `per_${companyId}_${role}`;
}

/** At least one row in every table, of each company and of the whole group where the table tells them apart. */
export async function seedTwoCompanies(test: TestDatabase, members: readonly Member[]): Promise<void> {
  const insert = (actor: Actor, table: Table, rows: readonly Row[]) => insertRows(test, actor, table, rows);
  const [importer, identifier, conversation] = [
    systemActor('import'),
    systemActor('identify'),
    systemActor('conversation'),
  ];

  await insert(importer, 'companies', companies.map(companyRow));
  await insert(importer, 'people', members.map(personRow));
  await insert(
    importer,
    'person_names',
    members.map(({ actor }) => ({ person_id: actor.personId, ...nameColumns })),
  );
  await insert(importer, 'people_staging', members.map(stagedRow));
  await insert(
    identifier,
    'linked_users',
    members.map(({ actor }) => ({ channel: 'web', tenant: '', user_id: actor.personId, person_id: actor.personId })),
  );
  await insert(identifier, 'web_used_sign_ins', [{ token_id: 'token', expires_at: later }]);
  for (const { actor } of members.filter(one => one.actor.roles.length > 0)) {
    await insert(actor, 'person_choices', [{ person_id: actor.personId, locale: 'en' }]);
    await insert(actor, 'missing_item_reports', [reportRow(actor)]);
    await insert(actor, 'audit_entries', [auditRow(actor)]);
    await insert(actor, 'notice_preferences', [{ person_id: actor.personId }]);
    if (actor.roles.includes('hr')) await insert(actor, 'nudges', [nudgeRow(actor)]);
    await insert(actor, 'notice_kinds_off', [{ person_id: actor.personId, kind: 'test' }]);
  }
  await insert(conversation, 'inbox', [{ channel: 'web', key: 'k1', turn: {} }]);
  await insert(
    conversation,
    'conversation_sessions',
    members.map(({ actor }) => ({ channel: 'web', address: 'a', person: actor.personId, expires_at: later })),
  );
  await insert(
    conversation,
    'web_messages',
    members.map(({ actor }, i) => messageRow(actor, i)),
  );
  await seedMilestones(insert, members);
  await insert(
    systemActor('deliver'),
    'notices',
    members.map(({ actor }) => noticeRow(actor)),
  );
  await seedOneonones(insert, members);
  await seedSlack(insert);
  await seedTeams(insert);
  await seedCatalogue(insert);
  await insert(
    importer,
    'person_skills',
    members.map(({ actor }) => ({ person_id: actor.personId, skill_id: 'skl_group', level: 3 })),
  );
}

type Insert = (actor: Actor, table: Table, rows: readonly Row[]) => Promise<void>;

const later = '2099-01-01T00:00:00Z';
const nameColumns = { family: '山田', given: '花子', family_latin: 'Yamada', given_latin: 'Hanako' };

/** A series of each member with their manager, with one meeting and a point of each kind of both; and one with somebody who is the manager no more. */
async function seedOneonones(insert: Insert, members: readonly Member[]): Promise<void> {
  const importer = systemActor('import');
  const paired = members.flatMap(({ actor, managerId }) =>
    managerId === null ? [] : [{ id: actor.personId, actor, managerId }],
  );
  const rule = { rule: 'FREQ=WEEKLY', starts_local: '2026-12-01T10:00', time_zone: 'Asia/Tokyo', minutes: 30 };
  const live = paired.map(({ id, managerId }) => seriesRow(`srs_${id}`, managerId, id, 'active'));
  const former = paired
    .filter(({ managerId }) => managerId !== idOf('com_bbbb', 'hr'))
    .map(({ id }) => seriesRow(`srs_former_${id}`, idOf('com_bbbb', 'hr'), id, 'handed-over'));
  const all = [...live, ...former.filter(row => row.manager_id !== row.member_id)];
  await insert(
    importer,
    'oneonone_series',
    all.map(row => ({ ...rule, ...row })),
  );
  await insert(
    importer,
    'oneonone_meetings',
    all.map(({ id }) => ({
      id: `mtg_${id}`,
      series_id: id,
      occurrence: later,
      starts_at: later,
      minutes: 30,
      state: 'planned',
    })),
  );
  for (const { id, actor, managerId } of paired.filter(one => one.actor.roles.length > 0))
    await insert(actor, 'oneonone_points', [
      ...pointRows(`srs_${id}`, id),
      ...(managerId === idOf('com_bbbb', 'hr') || id === idOf('com_bbbb', 'hr')
        ? []
        : pointRows(`srs_former_${id}`, id)),
    ]);
  for (const { actor } of members)
    await insertIfAny(
      insert,
      actor,
      paired.filter(({ managerId }) => managerId === actor.personId).map(({ id }) => id),
    );
  await insert(
    systemActor('housekeeping'),
    'oneonone_figures',
    companies.map(company_id => ({
      company_id,
      division_ja: '',
      division_en: '',
      month: '2026-11',
      due: 9,
      held: 8,
      hidden: 0,
    })),
  );
}

async function insertIfAny(insert: Insert, actor: PersonActor, reports: readonly string[]): Promise<void> {
  const rows = reports.flatMap(id => pointRows(`srs_${id}`, actor.personId));
  if (rows.length > 0) await insert(actor, 'oneonone_points', rows);
}

function seriesRow(id: string, manager_id: string, member_id: string, state: string) {
  return { id, manager_id, member_id, until_day: '2099-01-01', state, revision: 0, created_at: later };
}

function pointRows(series_id: string, author_id: string): readonly Row[] {
  return ['private', 'shared'].map(visibility => ({
    id: `pnt_${series_id}_${author_id}_${visibility}`,
    series_id,
    author_id,
    visibility,
    text_secret: 's',
    created_at: later,
  }));
}

async function seedMilestones(insert: Insert, members: readonly Member[]): Promise<void> {
  const work = systemActor('milestones');
  const each = (row: (member: Member) => Row) => members.map(row);
  await insert(
    work,
    'milestone_birth_dates',
    each(({ actor }) => ({ person_id: actor.personId, born_on: '1996-05-01', keys: [actor.personId] })),
  );
  const made = {
    offer: 'milestone-training',
    course_id: 'crs_group',
    fiscal_year: 2026,
    state: 'offered',
    carried: false,
  };
  await insert(
    work,
    'milestone_offers',
    each(({ actor }) => ({
      id: `mof_${actor.personId}`,
      person_id: actor.personId,
      company_id: actor.companyId,
      ...made,
    })),
  );
  await insert(
    work,
    'milestone_issues',
    each(({ actor }) => ({ person_id: actor.personId, milestone: 'm', keys: [], offer_id: `mof_${actor.personId}` })),
  );
  await insert(
    work,
    'milestone_opt_outs',
    each(({ actor }) => ({ person_id: actor.personId, at: later })),
  );
  const rule = { age: 30, offer: 'milestone-training', course_id: 'crs_group' };
  const ofCompany = (row: (company_id: string) => Row) => companies.map(id => ({ company_id: id, ...row(id) }));
  await insert(
    work,
    'milestone_rules',
    ofCompany(id => ({ id: `mru_${id}`, ...rule })),
  );
  await insert(
    work,
    'milestone_years',
    ofCompany(() => ({ fiscal_year: 2026, started_at: later })),
  );
  await insert(
    work,
    'milestone_seats',
    ofCompany(() => ({ session_id: 'ses_group', seats: 9 })),
  );
}

async function seedSlack(insert: Insert): Promise<void> {
  const channel = systemActor('channel');
  const installed = { tenant: 'T1', team_id: 'T1', app_id: 'A1', bot_user_id: 'U1', secret: 's', scopes: '' };
  await insert(channel, 'slack_installations', [{ id: 'T1', ...installed }]);
  await insert(channel, 'slack_deliveries', [{ key: 'k', address: 'D1' }]);
  await insert(channel, 'slack_forms', [{ id: 'f', form: {} }]);
  await insert(channel, 'slack_used_states', [{ id: 's', expires_at: later }]);
  await insert(channel, 'slack_pictures', [{ key: 'p', installation: 'T1', file_id: 'F1', at: later }]);
  await insert(channel, 'slack_greeted', [{ tenant: 'T1', user_id: 'U1' }]);
}

async function seedTeams(insert: Insert): Promise<void> {
  const channel = systemActor('channel');
  const seen = { tenant: 't', conversation: 'a:1', seen_at: later };
  await insert(channel, 'teams_conversations', [
    { ...seen, kind: 'personal', service_url: 'https://smba.trafficmanager.net/teams/', user_id: 'u' },
  ]);
  await insert(channel, 'teams_users', [{ ...seen, user_id: 'u', account: '29:u' }]);
  const deliver = systemActor('deliver');
  await insert(deliver, 'outbox', [{ key: 'o', kind: 'other', subject: 'n', priority: 9, due_at: later }]);
  await insert(deliver, 'outbox_paces', [{ tenant: 'seeded', per_second: 1, most_per_second: 1, next_at: later }]);
  await insert(channel, 'teams_forms', [{ id: 'f', form: {}, locale: 'en', made_for: null, at: later }]);
  await insert(channel, 'teams_deliveries', [{ delivery_id: 'd', part: 0, activity_id: '1', at: later }]);
}

async function seedCatalogue(insert: Insert): Promise<void> {
  const importer = systemActor('import');
  const audiences: readonly (string | null)[] = [null, ...companies];
  const each = (row: (audience: string | null, key: string) => Row) =>
    audiences.map(audience => ({ audience, ...row(audience, audience ?? 'group') }));

  await insert(importer, 'sources', [{ id: 'group', name: 'Group', version: '1', licence: 'own', attribution: '' }]);
  await insert(importer, 'embedding_spaces', [{ embedder: 'test', dimension: 3, state: 'active' }]);
  const item = (prefix: string, key: string) => ({
    id: `${prefix}_${key}`,
    source_id: 'group',
    key,
    content_hash: 'h',
  });
  await insert(
    importer,
    'skills',
    each((_a, key) => ({ ...item('skl', key), skill_kind: 'skill', name_en: 'Skill' })),
  );
  await insert(
    importer,
    'roles',
    each((_a, key) => ({ ...item('rol', key), name_en: 'Role' })),
  );
  await insert(
    importer,
    'role_skills',
    each((_a, key) => ({ role_id: `rol_${key}`, skill_id: `skl_${key}`, level: 2 })),
  );
  const posting = {
    title_en: 'Posting',
    country: 'JP',
    remote: 'none',
    working_language: 'ja',
    openings: 1,
    status: 'open',
  };
  await insert(
    importer,
    'postings',
    each((audience, key) => ({ ...item('pos', key), ...posting, company_id: audience ?? 'com_aaaa' })),
  );
  await insert(
    importer,
    'posting_skills',
    each((_a, key) => ({ posting_id: `pos_${key}`, skill_id: `skl_${key}`, level: 2 })),
  );
  const course = { title_en: 'Course', language: 'ja', hours: 2, delivery: 'online' };
  await insert(
    importer,
    'courses',
    each((audience, key) => ({ ...item('crs', key), ...course, company_id: audience })),
  );
  await insert(
    importer,
    'course_skills',
    each((_a, key) => ({ course_id: `crs_${key}`, skill_id: `skl_${key}`, from_level: 0, to_level: 2 })),
  );
  const session = { starts_at: '2098-12-31T00:00:00Z', ends_at: later, place: 'Osaka' };
  await insert(
    importer,
    'course_sessions',
    each((_a, key) => ({ ...session, id: `ses_${key}`, course_id: `crs_${key}` })),
  );
  await seedSearchIndex(insert, each);
}

async function seedSearchIndex(
  insert: Insert,
  each: (row: (audience: string | null, key: string) => Row) => Row[],
): Promise<void> {
  const importer = systemActor('import');
  const ids = new Map<string | null, number>([null, ...companies].map((audience, i) => [audience, i + 1]));
  const name = {
    item_kind: 'skill',
    locale: 'en',
    kind: 'alias',
    text: 'Skill',
    normal: 'skill',
    origin: 'source',
    active: true,
  };
  await insert(
    importer,
    'item_names',
    each((audience, key) => ({ ...name, id: ids.get(audience), item_id: `skl_${key}` })),
  );
  await insert(
    importer,
    'removed_aliases',
    each((_a, key) => ({ item_id: `skl_${key}`, locale: 'en', normal: 'gone' })),
  );
  const vector = {
    space_id: 1,
    item_kind: 'skill',
    active: true,
    description: false,
    embedding: '[1,0,0]',
  };
  await insert(
    importer,
    'name_vectors',
    each((audience, key) => ({ ...vector, name_id: ids.get(audience), item_id: `skl_${key}` })),
  );
  await insert(
    importer,
    'name_terms',
    each(audience => ({
      space_id: 1,
      term: 'word',
      item_kind: 'skill',
      name_id: ids.get(audience),
      audience,
      weight: 1,
    })),
  );
}

/** The columns that a row names; the others get their defaults. */
async function insertRows(test: TestDatabase, actor: Actor, table: Table, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  const sql = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`;
  await test.db.transaction(actor, tx => tx.query(sql, [JSON.stringify(rows)]));
}

function companyRow(id: string): Row {
  const desk = { hr_desk_ja: '人事', hr_desk_en: 'HR', hr_email: 'hr@example.test' };
  const place = { country: 'JP', time_zone: 'Asia/Tokyo', locale: 'ja', fiscal_year_start_month: 4 };
  return { id, code: id, name_ja: '会社', name_en: 'Company', ...place, ...desk, content_hash: 'h' };
}

const job = { division_ja: '部', division_en: 'Division', job_category: 'it', position: 'staff', content_hash: 'h' };

function personRow({ actor, managerId }: Member): Row {
  const status = actor.roles.length === 0 ? 'left' : 'active';
  const place = { company_id: actor.companyId, number: actor.personId, locale: 'ja', time_zone: 'Asia/Tokyo' };
  return { id: actor.personId, ...place, ...job, manager_id: managerId, michi_roles: actor.roles, status };
}

function stagedRow({ actor }: Member): Row {
  const place = { company_id: actor.companyId, number: actor.personId, locale: 'ja', time_zone: 'Asia/Tokyo' };
  return {
    run: 'r',
    line: 1,
    ...place,
    ...nameColumns,
    ...job,
    michi_roles: actor.roles,
    status: 'active',
    skills: [],
  };
}

function reportRow(actor: PersonActor): Row {
  const words = { item_kind: 'skill', text: 'x', note: '', nearest: [] };
  return {
    id: `rep_${actor.personId}`,
    company_id: actor.companyId,
    ...words,
    state: 'open',
    created_at: '2026-01-01T00:00:00Z',
  };
}

function auditRow(actor: PersonActor): Row {
  const subject = { subject_kind: 'person', subject_id: actor.personId, company: actor.companyId };
  return { id: `aud_${actor.personId}`, actor_person: actor.personId, action: 'person-profile.read', ...subject };
}

function nudgeRow({ personId, companyId }: PersonActor): Row {
  const words = { name: 'n', condition: {}, text_ja: 'x', text_en: 'x', starts_at: '2099-01-01T10:00:00' };
  const made = { created_by: personId, created_at: later, state: 'draft', round: 0 };
  return { id: `ndg_${companyId}`, company_id: companyId, ...words, ...made };
}

function noticeRow({ personId, companyId }: PersonActor): Row {
  const about = {
    kind: 'test',
    urgency: 'nudge',
    in_digests: true,
    subject: 's',
    due_at: later,
    company_id: companyId,
  };
  return { id: `ntc_${personId}`, key: personId, person_id: personId, ...about, state: 'planned', planned_at: later };
}

function messageRow(actor: PersonActor, i: number): Row {
  const place = { direction: 'in', key: actor.personId, position: i, change: i };
  return { id: `msg_${actor.personId}`, person_id: actor.personId, ...place, content: {}, at: '2026-01-01T00:00:00Z' };
}
