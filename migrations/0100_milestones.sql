-- Trainings and seminars at milestones of a career. When somebody was born stands in a table of its own that only Michi's own work on
-- milestones reads (purpose `milestones`): no person does, whatever their roles. An offer does not say at which age it was made.

create table milestone_birth_dates (
  person_id text primary key references people on delete cascade,
  born_on date not null,
  -- Keyed hashes by which a person is known again under another id, after a transfer to another company of the group.
  keys text[] not null
);

create table milestone_rules (
  id text primary key,
  company_id text not null references companies,
  age smallint not null check (age between 18 and 75),
  offer text not null check (offer in ('milestone-training', 'career-seminar', 'life-design-seminar')),
  course_id text not null,
  unique (company_id, age, offer)
);

-- Offers are made in years that HR has started.
create table milestone_years (
  company_id text not null references companies,
  fiscal_year smallint not null,
  started_at timestamptz not null,
  primary key (company_id, fiscal_year)
);

create table milestone_offers (
  id text primary key,
  person_id text not null references people on delete cascade,
  company_id text not null references companies,
  offer text not null check (offer in ('milestone-training', 'career-seminar', 'life-design-seminar')),
  course_id text not null,
  fiscal_year smallint not null,
  state text not null
    check (state in ('offered', 'chosen', 'waitlisted', 'declined', 'next-year', 'opted-out', 'attended')),
  -- Of the seat or of the place on the waitlist.
  session_id text,
  -- Whoever joined the waitlist first is moved up first.
  queued_at timestamptz,
  -- Made again in a later year.
  carried boolean not null default false,
  check ((session_id is not null) = (state in ('chosen', 'waitlisted', 'attended'))),
  check ((queued_at is not null) = (state = 'waitlisted'))
);

create index milestone_offers_person on milestone_offers (person_id);
create index milestone_offers_company on milestone_offers (company_id, fiscal_year, id);
create index milestone_offers_session on milestone_offers (company_id, session_id, queued_at) where session_id is not null;

-- What each person has had, once in a life.
create table milestone_issues (
  person_id text not null references people on delete cascade,
  milestone text not null,
  keys text[] not null,
  offer_id text not null unique references milestone_offers on delete cascade,
  primary key (person_id, milestone)
);

create index milestone_issues_keys on milestone_issues using gin (keys);

-- Seats that a company has in a session of the catalogue; without a row it has the usual number.
create table milestone_seats (
  company_id text not null references companies,
  session_id text not null,
  seats smallint not null check (seats between 0 and 1000),
  primary key (company_id, session_id)
);

-- People who want to hear nothing of this.
create table milestone_opt_outs (
  person_id text primary key references people on delete cascade,
  at timestamptz not null
);

do $$
declare
  name text;
begin
  foreach name in array array['milestone_birth_dates', 'milestone_rules', 'milestone_years', 'milestone_offers', 'milestone_issues', 'milestone_seats', 'milestone_opt_outs']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format($policy$
      create policy %1$I on %2$I to michi_app
        using ((select app_purpose()) = 'milestones') with check ((select app_purpose()) = 'milestones')$policy$, name || '_work', name);
  end loop;
  foreach name in array array['milestone_rules', 'milestone_years', 'milestone_seats']
  loop
    execute format($policy$
      create policy %1$I on %2$I to michi_app
        using (company_id = (select app_company()) and (select app_has_role('hr')))
        with check (company_id = (select app_company()) and (select app_has_role('hr')))$policy$, name || '_hr', name);
  end loop;
end
$$;

create policy milestone_offers_own on milestone_offers for select to michi_app
  using (person_id = (select app_person()));
create policy milestone_offers_hr on milestone_offers for select to michi_app
  using (company_id = (select app_company()) and (select app_has_role('hr')));
create policy milestone_offers_attended on milestone_offers for update to michi_app
  using (company_id = (select app_company()) and (select app_has_role('hr')))
  with check (company_id = (select app_company()) and (select app_has_role('hr')));
create policy milestone_opt_outs_own on milestone_opt_outs for select to michi_app
  using (person_id = (select app_person()));

-- Who works where, and what can be attended.
create policy people_milestones on people for select to michi_app
  using ((select app_purpose()) = 'milestones');
create policy courses_milestones on courses for select to michi_app
  using ((select app_purpose()) = 'milestones');
create policy course_sessions_milestones on course_sessions for select to michi_app
  using ((select app_purpose()) = 'milestones');
