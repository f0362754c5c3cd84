-- One-on-ones: only the manager and the member of a series see it, its meetings and its points. HR sees figures, which are stored with small
-- groups left out. Being the manager counts only as long as the people file says so: access ends with the import that says otherwise.

create table oneonone_series (
  id text primary key,
  manager_id text not null references people on delete cascade,
  member_id text not null references people on delete cascade,
  -- RFC 5545 without its end, and the local day and time from which it counts, as a clock shows it in time_zone.
  rule text not null,
  starts_local text not null,
  time_zone text not null,
  minutes smallint not null check (minutes between 10 and 240),
  until_day date not null,
  state text not null check (state in ('active', 'paused', 'waiting', 'ended', 'handed-over')),
  paused_until date,
  revision integer not null default 0,
  -- Its meetings are planned up to there.
  planned_to timestamptz,
  created_at timestamptz not null default now(),
  check (manager_id <> member_id),
  check ((state = 'paused') = (paused_until is not null))
);

-- A member has one series at a time.
create unique index oneonone_series_one_a_member on oneonone_series (member_id) where state in ('active', 'paused', 'waiting');
create index oneonone_series_to_plan on oneonone_series (planned_to nulls first) where state in ('active', 'paused');
create index oneonone_series_manager on oneonone_series (manager_id) where state in ('active', 'paused', 'waiting');

create table oneonone_meetings (
  id text primary key,
  series_id text not null references oneonone_series on delete cascade,
  -- The start that the rule gives: names the meeting within the series, also when it is moved.
  occurrence timestamptz not null,
  starts_at timestamptz not null,
  moved_from timestamptz,
  minutes smallint not null check (minutes between 10 and 240),
  state text not null check (state in ('planned', 'took-place', 'moved', 'did-not', 'skipped')),
  revision integer not null default 0,
  -- What the two keep of it, AES-256-GCM.
  note_secret text,
  unique (series_id, occurrence)
);

create index oneonone_meetings_by_time on oneonone_meetings (starts_at);

create table oneonone_points (
  id text primary key,
  series_id text not null references oneonone_series on delete cascade,
  author_id text not null references people on delete cascade,
  visibility text not null check (visibility in ('private', 'shared')),
  -- AES-256-GCM; the text stands nowhere else.
  text_secret text not null,
  created_at timestamptz not null,
  done_at timestamptz
);

create index oneonone_points_series on oneonone_points (series_id, created_at);

-- Shares by company, division ('' = the whole company) and month, as HR may see them: groups of fewer than five are not in it.
create table oneonone_figures (
  company_id text not null references companies on delete cascade,
  division_ja text not null,
  division_en text not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  due integer not null,
  held integer not null check (held between 0 and due),
  -- Divisions of that month that are left out; on the row of the whole company.
  hidden integer not null default 0,
  primary key (company_id, division_ja, month)
);

alter table oneonone_series enable row level security;
alter table oneonone_series force row level security;
alter table oneonone_meetings enable row level security;
alter table oneonone_meetings force row level security;
alter table oneonone_points enable row level security;
alter table oneonone_points force row level security;
alter table oneonone_figures enable row level security;
alter table oneonone_figures force row level security;

-- The member always sees their own, also those with an earlier manager; the manager sees those with the people who report to them now. The
-- sub-query runs under the policies of `people`, under which a manager sees their reports and everybody sees themselves.
create policy oneonone_series_read on oneonone_series for select to michi_app
  using (
    member_id = (select app_person())
    or (manager_id = (select app_person())
      and exists (select from people p where p.id = oneonone_series.member_id and p.manager_id = oneonone_series.manager_id))
  );
-- Nobody can make or keep one that is not between a member and their manager of now.
create policy oneonone_series_add on oneonone_series for insert to michi_app
  with check (
    (select app_person()) in (manager_id, member_id)
    and exists (select from people p where p.id = oneonone_series.member_id and p.manager_id = oneonone_series.manager_id)
  );
create policy oneonone_series_change on oneonone_series for update to michi_app
  using (
    (select app_person()) in (manager_id, member_id)
    and exists (select from people p where p.id = oneonone_series.member_id and p.manager_id = oneonone_series.manager_id)
  )
  with check (
    (select app_person()) in (manager_id, member_id)
    and exists (select from people p where p.id = oneonone_series.member_id and p.manager_id = oneonone_series.manager_id)
  );
create policy oneonone_series_michi on oneonone_series to michi_app
  using ((select app_purpose()) in ('housekeeping', 'import')) with check ((select app_purpose()) in ('housekeeping', 'import'));

create policy oneonone_meetings_parties on oneonone_meetings to michi_app
  using ((select app_person()) is not null and exists (select from oneonone_series s where s.id = oneonone_meetings.series_id))
  with check ((select app_person()) is not null and exists (select from oneonone_series s where s.id = oneonone_meetings.series_id));
create policy oneonone_meetings_michi on oneonone_meetings to michi_app
  using ((select app_purpose()) in ('housekeeping', 'import')) with check ((select app_purpose()) in ('housekeeping', 'import'));

-- Michi itself has no policy here: nothing but the two people's own transactions reads a point.
create policy oneonone_points_read on oneonone_points for select to michi_app
  using (
    (author_id = (select app_person()) or visibility = 'shared')
    and (select app_person()) is not null
    and exists (select from oneonone_series s where s.id = oneonone_points.series_id)
  );
create policy oneonone_points_add on oneonone_points for insert to michi_app
  with check (author_id = (select app_person()) and exists (select from oneonone_series s where s.id = oneonone_points.series_id));
create policy oneonone_points_change on oneonone_points for update to michi_app
  using (
    (author_id = (select app_person()) or visibility = 'shared')
    and (select app_person()) is not null
    and exists (select from oneonone_series s where s.id = oneonone_points.series_id)
  );
create policy oneonone_points_remove on oneonone_points for delete to michi_app
  using (author_id = (select app_person()) and exists (select from oneonone_series s where s.id = oneonone_points.series_id));

create policy oneonone_figures_hr on oneonone_figures for select to michi_app
  using (company_id = (select app_company()) and (select app_has_role('hr')));
create policy oneonone_figures_michi on oneonone_figures to michi_app
  using ((select app_purpose()) = 'housekeeping') with check ((select app_purpose()) = 'housekeeping');
