-- How Michi reaches people in Teams: where conversations are, who was seen in which, and what was sent under which delivery id.

create table teams_conversations (
  tenant text not null,
  conversation text not null,
  kind text not null check (kind in ('personal', 'group', 'channel')),
  -- Where the connector takes messages for it; judged before it is stored and before it is called.
  service_url text not null,
  -- Whose direct conversation it is: an Entra object id.
  user_id text,
  -- Whether members of other organisations read it; null = not looked at yet.
  shared boolean,
  seen_at timestamptz not null,
  -- When Teams last said that Michi may not write there; a direct conversation is then opened anew. Null = it may.
  lost_at timestamptz,
  primary key (tenant, conversation),
  check ((kind = 'personal') = (user_id is not null))
);

create unique index teams_conversations_direct on teams_conversations (tenant, user_id) where kind = 'personal';

-- The account that Teams knows a person by, and a conversation in which its roster can be asked about them.
create table teams_users (
  tenant text not null,
  user_id text not null,
  account text not null,
  conversation text not null,
  seen_at timestamptz not null,
  primary key (tenant, user_id)
);

-- Teams cannot be asked what it was sent: each part of an answer that arrived is written down, so that it is not sent again.
create table teams_deliveries (
  delivery_id text not null,
  part integer not null,
  activity_id text not null,
  at timestamptz not null,
  primary key (delivery_id, part)
);

create index teams_deliveries_by_age on teams_deliveries (at);

alter table teams_conversations enable row level security;
alter table teams_conversations force row level security;
alter table teams_users enable row level security;
alter table teams_users force row level security;
alter table teams_deliveries enable row level security;
alter table teams_deliveries force row level security;

create policy teams_conversations_channel on teams_conversations to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
create policy teams_users_channel on teams_users to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
create policy teams_deliveries_channel on teams_deliveries to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
