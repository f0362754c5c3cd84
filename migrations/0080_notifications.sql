-- What is told to people who did not ask: what is planned, what became of it, and how each person wants to be told.

create table notices (
  id text primary key,
  -- The same key is never planned twice, whatever became of the first.
  key text not null unique,
  kind text not null,
  urgency text not null check (urgency in ('appointment', 'nudge')),
  -- Its kind has a line for a digest.
  in_digests boolean not null,
  person_id text not null references people on delete cascade,
  -- Id of what it is about, in the tables of the area that planned it.
  subject text not null,
  due_at timestamptz not null,
  not_after timestamptz,
  state text not null default 'planned' check (state in ('planned', 'sent', 'dropped', 'failed', 'withdrawn')),
  -- Why it was dropped or failed: a code, never contents.
  reason text,
  planned_at timestamptz not null default now(),
  -- The person's company when it was last tried, for figures.
  company_id text,
  -- On its way: it counts against the budget already.
  reserved_at timestamptz,
  sent_at timestamptz,
  -- The first press of any of its buttons; of one of the message's own buttons; "later"; "no more of these".
  opened_at timestamptz,
  answered_at timestamptz,
  snoozed_at timestamptz,
  stopped_at timestamptz,
  -- The notice whose message carries this one, too; itself for the first of a digest.
  digest_id text references notices on delete set null,
  -- The notice that its recipient wanted to see again later: this one.
  again_of text references notices on delete set null,
  check ((state = 'sent') = (sent_at is not null))
);

create index notices_told on notices (person_id, coalesce(sent_at, reserved_at)) where coalesce(sent_at, reserved_at) is not null;
create index notices_waiting on notices (person_id, due_at) where state = 'planned';
create index notices_planned_about on notices (subject) where state = 'planned';
create index notices_again on notices (again_of) where again_of is not null;
create index notices_of_digest on notices (digest_id) where digest_id is not null;
create index notices_figures on notices (company_id, kind, sent_at) where company_id is not null;

create table notice_preferences (
  person_id text primary key references people on delete cascade,
  -- Minutes of the person's day; null = what everybody has.
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_to smallint check (quiet_to between 0 and 1439),
  -- The first day on which nudges are welcome again.
  snoozed_until date,
  check ((quiet_from is null) = (quiet_to is null))
);

create table notice_kinds_off (
  person_id text not null references people on delete cascade,
  kind text not null,
  since timestamptz not null default now(),
  primary key (person_id, kind)
);

alter table notices enable row level security;
alter table notices force row level security;
alter table notice_preferences enable row level security;
alter table notice_preferences force row level security;
alter table notice_kinds_off enable row level security;
alter table notice_kinds_off force row level security;

create policy notices_deliver on notices to michi_app
  using ((select app_purpose()) = 'deliver') with check ((select app_purpose()) = 'deliver');
create policy notices_own on notices for select to michi_app
  using (person_id = (select app_person()));
-- What became of one's own: opened, answered, snoozed.
create policy notices_own_marks on notices for update to michi_app
  using (person_id = (select app_person())) with check (person_id = (select app_person()));

create policy notice_preferences_own on notice_preferences to michi_app
  using (person_id = (select app_person())) with check (person_id = (select app_person()));
create policy notice_preferences_deliver on notice_preferences for select to michi_app
  using ((select app_purpose()) = 'deliver');

create policy notice_kinds_off_own on notice_kinds_off to michi_app
  using (person_id = (select app_person())) with check (person_id = (select app_person()));
create policy notice_kinds_off_deliver on notice_kinds_off for select to michi_app
  using ((select app_purpose()) = 'deliver');

-- Whoever is written to must be known: where they work, their language, their accounts. Not their name.
create policy people_deliver on people for select to michi_app
  using ((select app_purpose()) = 'deliver');
create policy linked_users_deliver on linked_users for select to michi_app
  using ((select app_purpose()) = 'deliver');
drop policy person_names_read on person_names;
create policy person_names_read on person_names for select to michi_app
  using (
    (select app_purpose()) is distinct from 'deliver'
    and (
      exists (select from people p where p.id = person_names.person_id)
      or exists (select from people me where me.id = (select app_person()) and me.manager_id = person_names.person_id)
    )
  );

-- Planning for somebody else in a transaction of one's own: a manager's change tells the member, whose notices the manager cannot see. The
-- purpose lasts for the one statement; an error takes it back with everything else.
create function plan_notices(planned jsonb) returns void
  language plpgsql
  as $$
  declare before text := current_setting('app.purpose', true);
  begin
    perform set_config('app.purpose', 'deliver', true);
    insert into notices (id, key, kind, urgency, in_digests, person_id, subject, due_at, not_after, again_of)
    select n.id, n.key, n.kind, n.urgency, n."inDigests", n.person, n.subject, n."dueAt", n."notAfter", n."againOf"
    from jsonb_to_recordset(planned) n(
      id text, key text, kind text, urgency text, "inDigests" boolean, person text, subject text, "dueAt" timestamptz, "notAfter" timestamptz,
      "againOf" text
    )
    on conflict (key) do nothing;
    perform set_config('app.purpose', coalesce(before, ''), true);
  end
  $$;

-- Gives the ids. What is on its way cannot be taken back any more.
create function withdraw_notices(about text, whose text, of_kind text) returns setof text
  language plpgsql
  as $$
  declare before text := current_setting('app.purpose', true);
  begin
    perform set_config('app.purpose', 'deliver', true);
    return query
      update notices set state = 'withdrawn'
      where subject = about and state = 'planned' and (whose is null or person_id = whose) and (of_kind is null or kind = of_kind)
      returning id;
    perform set_config('app.purpose', coalesce(before, ''), true);
  end
  $$;

-- Counts of one's own company, month by month, for HR: no row of anybody. Which of them may be shown is the rules' business.
create function notice_figures(of_kind text, since timestamptz, zone text)
  returns table (
    month text, kind text, people integer, sent integer, opened integer, answered integer, snoozed integer, stopped integer, failed integer
  )
  language plpgsql
  as $$
  declare before text := current_setting('app.purpose', true); mine text := app_company();
  begin
    if not app_has_role('hr') or mine is null then return; end if;
    perform set_config('app.purpose', 'deliver', true);
    return query
      select to_char(coalesce(n.sent_at, n.due_at) at time zone zone, 'YYYY-MM'), n.kind, count(distinct n.person_id)::integer,
        count(n.sent_at)::integer, count(n.opened_at)::integer, count(n.answered_at)::integer, count(n.snoozed_at)::integer,
        count(n.stopped_at)::integer, (count(*) filter (where n.state = 'failed'))::integer
      from notices n
      where n.company_id = mine and n.state in ('sent', 'failed') and (of_kind is null or n.kind = of_kind)
        and coalesce(n.sent_at, n.due_at) >= since
      group by 1, 2;
    perform set_config('app.purpose', coalesce(before, ''), true);
  end
  $$;
