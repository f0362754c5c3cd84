-- Messages that HR writes for some people of its company: data, not code.

create table nudges (
  id text primary key,
  company_id text not null references companies,
  name text not null,
  -- Attributes that a person must have, all of them; each a list of which one is enough.
  condition jsonb not null,
  text_ja text not null,
  text_en text not null,
  -- By the clock of each recipient.
  starts_at timestamp not null,
  -- Null = once.
  rule text,
  state text not null default 'draft' check (state in ('draft', 'running', 'paused', 'stopped')),
  -- How many people the last dry run found; null = none was made since the last change.
  audience integer,
  -- Counts the starts: what was planned by an earlier one is not planned again under the same key.
  round integer not null default 0,
  created_by text not null references people,
  approved_by text references people,
  created_at timestamptz not null default now(),
  check (approved_by is distinct from created_by)
);

create index nudges_of_company on nudges (company_id, created_at desc);

alter table nudges enable row level security;
alter table nudges force row level security;

create policy nudges_hr on nudges to michi_app
  using (company_id = (select app_company()) and (select app_has_role('hr')))
  with check (company_id = (select app_company()) and (select app_has_role('hr')));

-- Whoever it was planned for reads what it says. The sub-query sees the reader's own notices only.
create policy nudges_recipient on nudges for select to michi_app
  using ((select app_person()) is not null and exists (select from notices n where n.subject = nudges.id and n.person_id = (select app_person())));

-- What was taken back for a while is planned again, as it was; gives what to put into the outbox once more.
create function replan_notices(about text, of_kind text)
  returns table (id text, urgency text, "dueAt" timestamptz, "notAfter" timestamptz)
  language plpgsql
  as $$
  declare before text := current_setting('app.purpose', true);
  begin
    perform set_config('app.purpose', 'deliver', true);
    return query
      update notices n set state = 'planned'
      where n.subject = about and n.kind = of_kind and n.state = 'withdrawn' and n.again_of is null
      returning n.id, n.urgency, n.due_at, n.not_after;
    perform set_config('app.purpose', coalesce(before, ''), true);
  end
  $$;
