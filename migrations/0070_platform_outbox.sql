-- What is to be told later. This table is the only truth; a queue in Redis holds ids for a few seconds and may be emptied at any moment.

create table outbox (
  id bigint generated always as identity primary key,
  -- The same key is never taken twice, whatever became of the first.
  key text not null unique,
  -- Opaque to the platforms, the same at every attempt.
  delivery_id text not null default replace(gen_random_uuid()::text, '-', ''),
  -- Who handles it, and what it is about in the tables of its owner: ids, never contents.
  kind text not null,
  subject text not null,
  -- Whose limits it is paced by; null = not settled yet.
  tenant text,
  priority smallint not null check (priority in (1, 5, 9)),
  due_at timestamptz not null,
  not_after timestamptz,
  state text not null default 'scheduled'
    check (state in ('scheduled', 'queued', 'sending', 'sent', 'dropped', 'failed', 'cancelled')),
  -- When it may go by the pace of its tenant; how often it was given out.
  slot_at timestamptz,
  rounds integer not null default 0,
  attempts smallint not null default 0,
  -- An attempt may have arrived though nobody saw it arrive.
  maybe_sent boolean not null default false,
  lease_until timestamptz,
  sent_ref text,
  -- Why it was dropped, failed or is tried again: a code, never contents.
  reason text,
  put_at timestamptz not null default now(),
  ended_at timestamptz
);

create index outbox_due on outbox (tenant, priority, due_at) where state = 'scheduled';
create index outbox_unsettled on outbox (due_at) where state = 'scheduled' and tenant is null;
create index outbox_queued on outbox (slot_at) where state = 'queued';
create index outbox_leases on outbox (lease_until) where state = 'sending';
create index outbox_about on outbox (kind, subject) where state in ('scheduled', 'queued');
-- Taken back by an operator, and its owner does not know it yet.
create index outbox_cancelled on outbox (id) where state = 'cancelled' and ended_at is null;
create index outbox_ended on outbox (ended_at) where ended_at is not null;

-- How fast a tenant may be sent to: falls when the platform says 429, and recovers.
create table outbox_paces (
  tenant text primary key,
  per_second real not null check (per_second > 0),
  most_per_second real not null check (most_per_second > 0),
  next_at timestamptz not null,
  limited_at timestamptz
);

alter table outbox enable row level security;
alter table outbox force row level security;
alter table outbox_paces enable row level security;
alter table outbox_paces force row level security;

create policy outbox_deliver on outbox to michi_app
  using ((select app_purpose()) = 'deliver') with check ((select app_purpose()) = 'deliver');
create policy outbox_paces_deliver on outbox_paces to michi_app
  using ((select app_purpose()) = 'deliver') with check ((select app_purpose()) = 'deliver');

-- Whoever changes something tells of it in the same transaction, without seeing what else is to be told. The purpose lasts for the one
-- statement; an error takes it back with everything else.
create function outbox_put(entries jsonb) returns void
  language plpgsql
  as $$
  declare before text := current_setting('app.purpose', true);
  begin
    perform set_config('app.purpose', 'deliver', true);
    insert into outbox (key, kind, subject, tenant, priority, due_at, not_after)
    select e.key, e.kind, e.subject, e.tenant, e.priority, e."dueAt", e."notAfter"
    from jsonb_to_recordset(entries) e(
      key text, kind text, subject text, tenant text, priority smallint, "dueAt" timestamptz, "notAfter" timestamptz
    )
    on conflict (key) do nothing;
    perform set_config('app.purpose', coalesce(before, ''), true);
  end
  $$;

create function outbox_cancel(of_kind text, about text[]) returns integer
  language plpgsql
  as $$
  declare before text := current_setting('app.purpose', true); changed integer;
  begin
    perform set_config('app.purpose', 'deliver', true);
    update outbox set state = 'cancelled', ended_at = now()
    where kind = of_kind and subject = any(about) and state in ('scheduled', 'queued');
    get diagnostics changed = row_count;
    perform set_config('app.purpose', coalesce(before, ''), true);
    return changed;
  end
  $$;

create function outbox_move(of_kind text, about text[], due timestamptz) returns integer
  language plpgsql
  as $$
  declare before text := current_setting('app.purpose', true); changed integer;
  begin
    perform set_config('app.purpose', 'deliver', true);
    update outbox set state = 'scheduled', slot_at = null, due_at = due
    where kind = of_kind and subject = any(about) and state in ('scheduled', 'queued');
    get diagnostics changed = row_count;
    perform set_config('app.purpose', coalesce(before, ''), true);
    return changed;
  end
  $$;
