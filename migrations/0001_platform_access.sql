-- Who is asking: the role that every transaction of the application drops to, the actor's settings, and the audit trail.
-- Names are unqualified; the connection's search_path says which schema. Extensions live in public.

create extension if not exists vector with schema public;
create extension if not exists pg_trgm with schema public;
create extension if not exists unaccent with schema public;
create extension if not exists btree_gin with schema public;

do $$
begin
  if not exists (select from pg_roles where rolname = 'michi_app') then
    create role michi_app nologin nosuperuser nobypassrls;
  end if;
  begin
    grant michi_app to current_user;
  exception when insufficient_privilege then
    null; -- The role is an administrator's, who has granted it or must: the first transaction says so.
  end;
  execute format('grant usage on schema %I to michi_app', current_schema());
  -- Later tables are usable at once; what rows are seen is the business of each table's policies.
  execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to michi_app', current_schema());
  execute format('alter default privileges in schema %I grant usage on sequences to michi_app', current_schema());
end
$$;

-- Somebody who is not employed, such as a person who has left, is nobody and has no role.
create function app_has_role(wanted text) returns boolean
  language sql stable parallel safe
  as $$
    select coalesce(string_to_array(current_setting('app.roles', true), ',') @> array['employee', wanted], false)
  $$;

-- Null when nobody is set, so that a policy that compares with them sees nothing.
create function app_person() returns text
  language sql stable parallel safe
  as $$ select case when app_has_role('employee') then nullif(current_setting('app.person', true), '') end $$;

create function app_company() returns text
  language sql stable parallel safe
  as $$ select case when app_has_role('employee') then nullif(current_setting('app.company', true), '') end $$;

-- The purpose of a system actor: import, reindex, identify, conversation, housekeeping. Null for people.
create function app_purpose() returns text
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.purpose', true), '') $$;

-- Who did or saw what. `detail` names ids, fields and counts, never contents.
create table audit_entries (
  id text primary key,
  at timestamptz not null default now(),
  actor_person text,
  actor_purpose text,
  -- The company of the subject, or of the actor where the subject has none.
  company text,
  action text not null,
  subject_kind text not null,
  subject_id text,
  detail jsonb not null default '{}',
  check ((actor_person is null) <> (actor_purpose is null))
);

create index audit_entries_subject on audit_entries (subject_kind, subject_id, at desc);
create index audit_entries_actor on audit_entries (actor_person, at desc) where actor_person is not null;

alter table audit_entries enable row level security;
alter table audit_entries force row level security;
revoke update, delete, truncate on audit_entries from michi_app;

-- One writes as oneself only.
create policy audit_write on audit_entries for insert to michi_app
  with check (actor_person is not distinct from app_person() and actor_purpose is not distinct from app_purpose());

-- "Who saw my record": the person whom an entry is about. Nobody else reads the trail through the application.
create policy audit_read_own on audit_entries for select to michi_app
  using (subject_kind = 'person' and subject_id = app_person());

create function refuse_change() returns trigger
  language plpgsql
  as $$ begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end $$;

-- For the owner too, whom grants do not bind.
create trigger audit_entries_append_only
  before update or delete or truncate on audit_entries
  for each statement execute function refuse_change();
