-- Where Michi is installed in Slack, what it sent there, and the forms behind its buttons. All of it is for the adapter alone.

create table slack_installations (
  -- The enterprise of an org-wide installation, else the team.
  id text primary key,
  -- The namespace of its users: the enterprise, or outside a Grid the team.
  tenant text not null,
  enterprise_id text,
  team_id text,
  app_id text not null,
  bot_user_id text not null,
  -- AES-256-GCM, bound to this row: {"access", "refresh"}.
  secret text not null,
  -- When the access token ends; null = it does not.
  expires_at timestamptz,
  -- Whoever renews the token has until then; others go on with the old one.
  renewing_until timestamptz,
  scopes text not null,
  installed_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (enterprise_id is not null or team_id is not null)
);

create index slack_installations_tenant on slack_installations (tenant);

create table slack_deliveries (
  -- Michi's own opaque id of the delivery, hashed, and the part of it.
  key text primary key,
  address text not null,
  -- Null until it is known that the message is there.
  ts text,
  attempted_at timestamptz not null default now()
);

create index slack_deliveries_by_age on slack_deliveries (attempted_at);

create table slack_forms (
  id text primary key,
  -- What the dialog asks, as it was sent.
  form jsonb not null,
  at timestamptz not null default now()
);

create index slack_forms_by_age on slack_forms (at);

create table slack_used_states (
  -- The states of installations that have come back once.
  id text primary key,
  expires_at timestamptz not null
);

alter table slack_installations enable row level security;
alter table slack_installations force row level security;
alter table slack_deliveries enable row level security;
alter table slack_deliveries force row level security;
alter table slack_forms enable row level security;
alter table slack_forms force row level security;
alter table slack_used_states enable row level security;
alter table slack_used_states force row level security;

create policy slack_installations_channel on slack_installations to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
create policy slack_deliveries_channel on slack_deliveries to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
create policy slack_forms_channel on slack_forms to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
create policy slack_used_states_channel on slack_used_states to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');

create table slack_greeted (
  -- To whom Michi has introduced itself.
  tenant text not null,
  user_id text not null,
  at timestamptz not null default now(),
  primary key (tenant, user_id)
);

alter table slack_greeted enable row level security;
alter table slack_greeted force row level security;

create policy slack_greeted_channel on slack_greeted to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
