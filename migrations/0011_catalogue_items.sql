-- Skills, skill maps, postings and courses. `audience` is the one company that may see a row; null = the whole group. It stands on every
-- row that belongs to an item, so that each table's policy decides by itself.

create table sources (
  id text primary key,
  name text not null,
  version text not null,
  licence text not null,
  attribution text not null
);

create table skills (
  id text primary key,
  source_id text not null references sources,
  key text not null,
  audience text,
  skill_kind text not null check (skill_kind in ('skill', 'knowledge', 'technology', 'language', 'qualification', 'task')),
  name_ja text,
  name_en text,
  description_ja text,
  description_en text,
  content_hash text not null,
  unique (source_id, key),
  check (name_ja is not null or name_en is not null)
);

create table roles (
  id text primary key,
  source_id text not null references sources,
  key text not null,
  audience text,
  job_category text,
  position text check (position in ('staff', 'senior', 'manager', 'senior-manager', 'expert')),
  name_ja text,
  name_en text,
  description_ja text,
  description_en text,
  content_hash text not null,
  unique (source_id, key),
  check (name_ja is not null or name_en is not null)
);

create index roles_job_category on roles (source_id, job_category, position) where job_category is not null;

create table role_skills (
  role_id text not null references roles on delete cascade,
  skill_id text not null references skills,
  audience text,
  level smallint check (level between 1 and 5),
  necessity text check (necessity in ('must', 'nice')),
  primary key (role_id, skill_id)
);

create index role_skills_skill on role_skills (skill_id);

create table postings (
  id text primary key,
  source_id text not null references sources,
  key text not null,
  company_id text not null,
  audience text,
  title_ja text,
  title_en text,
  description_ja text,
  description_en text,
  role_id text references roles,
  division_ja text,
  division_en text,
  place_ja text,
  place_en text,
  country text not null,
  remote text not null check (remote in ('none', 'partly', 'full')),
  working_language text not null check (working_language in ('ja', 'en', 'both')),
  openings smallint not null check (openings >= 0),
  status text not null check (status in ('open', 'closed', 'filled')),
  opens_on date,
  closes_on date,
  content_hash text not null,
  unique (source_id, key),
  check (title_ja is not null or title_en is not null)
);

create index postings_open on postings (status, working_language, country);
create index postings_role on postings (role_id) where role_id is not null;

create table posting_skills (
  posting_id text not null references postings on delete cascade,
  skill_id text not null references skills,
  audience text,
  level smallint check (level between 1 and 5),
  necessity text check (necessity in ('must', 'nice')),
  primary key (posting_id, skill_id)
);

create index posting_skills_skill on posting_skills (skill_id);

create table courses (
  id text primary key,
  source_id text not null references sources,
  key text not null,
  company_id text,
  audience text,
  title_ja text,
  title_en text,
  description_ja text,
  description_en text,
  language text not null check (language in ('ja', 'en', 'both')),
  hours real not null check (hours > 0),
  delivery text not null check (delivery in ('online', 'classroom', 'blended')),
  content_hash text not null,
  unique (source_id, key),
  check (title_ja is not null or title_en is not null)
);

create table course_skills (
  course_id text not null references courses on delete cascade,
  skill_id text not null references skills,
  audience text,
  from_level smallint not null check (from_level between 0 and 5),
  to_level smallint not null check (to_level between 1 and 5),
  primary key (course_id, skill_id),
  check (to_level > from_level)
);

create index course_skills_skill on course_skills (skill_id);

create table course_sessions (
  id text primary key,
  course_id text not null references courses on delete cascade,
  audience text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null,
  check (ends_at > starts_at)
);

create index course_sessions_course on course_sessions (course_id, starts_at);

-- Words that people used and the catalogue did not know, on their way to the HR people of the reporter's company.
create table missing_item_reports (
  id text primary key,
  company_id text not null,
  item_kind text not null check (item_kind in ('skill', 'role', 'posting', 'course')),
  text text not null,
  note text not null,
  nearest text[] not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  created_at timestamptz not null
);

create index missing_item_reports_open on missing_item_reports (company_id, created_at) where state = 'open';

alter table sources enable row level security;
alter table sources force row level security;
create policy sources_read on sources for select to michi_app
  using ((select app_person()) is not null or (select app_purpose()) is not null);
create policy sources_import on sources to michi_app
  using ((select app_purpose()) = 'import') with check ((select app_purpose()) = 'import');

do $$
declare
  name text;
begin
  foreach name in array array['skills', 'roles', 'role_skills', 'postings', 'posting_skills', 'courses', 'course_skills', 'course_sessions']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$
      create policy %1$I on %2$I for select to michi_app using (
        ((select app_has_role('employee')) and (audience is null or audience = (select app_company())))
        or (select app_purpose()) in ('reindex', 'housekeeping'))$policy$, name || '_read', name);
    execute format($policy$
      create policy %1$I on %2$I to michi_app
        using ((select app_purpose()) = 'import') with check ((select app_purpose()) = 'import')$policy$, name || '_import', name);
  end loop;
end
$$;

alter table missing_item_reports enable row level security;
alter table missing_item_reports force row level security;
create policy missing_item_reports_write on missing_item_reports for insert to michi_app
  with check ((select app_has_role('employee')) and company_id = (select app_company()) and state = 'open');
create policy missing_item_reports_hr on missing_item_reports for select to michi_app
  using (company_id = (select app_company()) and (select app_has_role('hr')));
create policy missing_item_reports_close on missing_item_reports for update to michi_app
  using (company_id = (select app_company()) and (select app_has_role('hr')))
  with check (company_id = (select app_company()));
