-- The companies of the group and the people who work in them. What a row of `people` says is for the person, the direct manager and the
-- HR people of the same company; a name is besides for the reports of that person, who must know whom they report to.

create table companies (
  id text primary key,
  code text not null unique,
  name_ja text not null,
  name_en text not null,
  country text not null,
  time_zone text not null,
  locale text not null check (locale in ('ja', 'en')),
  fiscal_year_start_month smallint not null check (fiscal_year_start_month between 1 and 12),
  hr_desk_ja text not null,
  hr_desk_en text not null,
  hr_email text not null,
  content_hash text not null
);

create table people (
  id text primary key,
  company_id text not null references companies,
  number text not null,
  email text,
  -- What the company's file says; the person's own choice is in person_choices.
  locale text not null check (locale in ('ja', 'en')),
  time_zone text not null,
  division_ja text not null,
  division_en text not null,
  job_category text not null,
  position text not null,
  role_id text,
  manager_id text references people deferrable initially deferred,
  michi_roles text[] not null,
  status text not null check (status in ('active', 'on-leave', 'left')),
  content_hash text not null,
  updated_at timestamptz not null default now(),
  unique (company_id, number)
);

create index people_manager on people (manager_id) where manager_id is not null;

create table person_names (
  person_id text primary key references people on delete cascade,
  family text not null,
  given text not null,
  family_kana text,
  given_kana text,
  family_latin text not null,
  given_latin text not null
);

create table person_choices (
  person_id text primary key references people on delete cascade,
  locale text not null check (locale in ('ja', 'en'))
);

create table person_skills (
  person_id text not null references people on delete cascade,
  skill_id text not null,
  level smallint not null check (level between 1 and 5),
  primary key (person_id, skill_id)
);

create table linked_users (
  channel text not null,
  tenant text not null,
  user_id text not null,
  person_id text not null references people on delete cascade,
  linked_at timestamptz not null default now(),
  primary key (channel, tenant, user_id)
);

-- Rows of a file on their way into `people`: nobody sees them before the one switch at the end of the import.
create table people_staging (
  run text not null,
  line integer not null,
  company_id text not null,
  number text not null,
  email text,
  family text not null,
  given text not null,
  family_kana text,
  given_kana text,
  family_latin text not null,
  given_latin text not null,
  locale text not null,
  time_zone text not null,
  division_ja text not null,
  division_en text not null,
  job_category text not null,
  position text not null,
  role_id text,
  manager_company_id text,
  manager_number text,
  michi_roles text[] not null,
  status text not null,
  skills jsonb not null,
  content_hash text not null,
  primary key (run, company_id, number)
);

alter table companies enable row level security;
alter table companies force row level security;
alter table people enable row level security;
alter table people force row level security;
alter table person_names enable row level security;
alter table person_names force row level security;
alter table person_choices enable row level security;
alter table person_choices force row level security;
alter table person_skills enable row level security;
alter table person_skills force row level security;
alter table linked_users enable row level security;
alter table linked_users force row level security;
alter table people_staging enable row level security;
alter table people_staging force row level security;

create policy companies_read on companies for select to michi_app
  using ((select app_person()) is not null or (select app_purpose()) is not null);
create policy companies_import on companies to michi_app
  using ((select app_purpose()) = 'import') with check ((select app_purpose()) = 'import');

create policy people_read on people for select to michi_app
  using (
    (id = (select app_person()) and (select app_has_role('employee')))
    or (manager_id = (select app_person()) and (select app_has_role('employee')))
    or (company_id = (select app_company()) and (select app_has_role('hr')))
    or (select app_purpose()) in ('identify', 'housekeeping')
  );
create policy people_import on people to michi_app
  using ((select app_purpose()) = 'import') with check ((select app_purpose()) = 'import');

-- The sub-queries run under the policies of `people`, so they see what the actor may see there.
create policy person_names_read on person_names for select to michi_app
  using (
    exists (select from people p where p.id = person_names.person_id)
    or exists (select from people me where me.id = (select app_person()) and me.manager_id = person_names.person_id)
  );
create policy person_names_import on person_names to michi_app
  using ((select app_purpose()) = 'import') with check ((select app_purpose()) = 'import');

create policy person_choices_own on person_choices to michi_app
  using (person_id = (select app_person())) with check (person_id = (select app_person()));
create policy person_choices_read on person_choices for select to michi_app
  using (exists (select from people p where p.id = person_choices.person_id));

-- People who may see the person; of Michi's own work, only the import needs skills.
create policy person_skills_read on person_skills for select to michi_app
  using ((select app_purpose()) is null and exists (select from people p where p.id = person_skills.person_id));
create policy person_skills_import on person_skills to michi_app
  using ((select app_purpose()) = 'import') with check ((select app_purpose()) = 'import');

create policy linked_users_identify on linked_users to michi_app
  using ((select app_purpose()) = 'identify') with check ((select app_purpose()) = 'identify');
create policy linked_users_own on linked_users for select to michi_app
  using (person_id = (select app_person()));

create policy people_staging_import on people_staging to michi_app
  using ((select app_purpose()) = 'import') with check ((select app_purpose()) = 'import');
