-- What came in and is acknowledged, and what Michi remembers of a conversation for a while.

create table inbox (
  id bigint generated always as identity primary key,
  channel text not null,
  key text not null,
  turn jsonb not null,
  state text not null default 'received' check (state in ('received', 'handled', 'failed')),
  attempts integer not null default 0,
  received_at timestamptz not null default now(),
  handled_at timestamptz,
  -- Where the answer is, such as the reference of the message that was sent.
  result_ref text,
  unique (channel, key)
);

create index inbox_waiting on inbox (received_at) where state = 'received';
create index inbox_handled on inbox (handled_at) where state <> 'received';

alter table inbox enable row level security;
alter table inbox force row level security;

create policy inbox_system on inbox to michi_app
  using (app_purpose() in ('conversation', 'housekeeping'))
  with check (app_purpose() in ('conversation', 'housekeeping'));

create table conversation_sessions (
  channel text not null,
  address text not null,
  person text not null,
  -- Ids only, so that a stored session says nothing by itself.
  memory jsonb not null default '{}',
  -- The question that Michi asked and that the next turn may answer.
  pending jsonb,
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (channel, address, person)
);

create index conversation_sessions_expiry on conversation_sessions (expires_at);

alter table conversation_sessions enable row level security;
alter table conversation_sessions force row level security;

create policy conversation_sessions_system on conversation_sessions to michi_app
  using (app_purpose() in ('conversation', 'housekeeping'))
  with check (app_purpose() in ('conversation', 'housekeeping'));

create policy conversation_sessions_own on conversation_sessions to michi_app
  using (person = app_person())
  with check (person = app_person());
