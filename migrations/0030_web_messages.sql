-- The conversation as the web chat shows it, so that a reload or a second tab shows the same one, and the sign-in links that are used up.

create sequence web_message_changes;

create table web_messages (
  id text primary key,
  person_id text not null,
  direction text not null check (direction in ('in', 'out')),
  -- The turn's key (in) or the delivery's id (out): the same one again has no second effect.
  key text not null,
  -- Where the message stands in the conversation. Both numbers come from one sequence, taken under a lock on the person, so that
  -- whoever has seen change n of a person has seen every smaller one.
  position bigint not null,
  -- The last change of the message; a page asks for what changed since the one that it saw last.
  change bigint not null,
  -- in: what the person sees of what they wrote or pressed; out: the reply.
  content jsonb not null,
  at timestamptz not null,
  unique (direction, key)
);

create index web_messages_by_position on web_messages (person_id, position desc);
create index web_messages_by_change on web_messages (person_id, change);
create index web_messages_by_age on web_messages (at);

alter table web_messages enable row level security;
alter table web_messages force row level security;

create policy web_messages_own on web_messages for select to michi_app
  using (person_id = app_person());

create policy web_messages_conversation on web_messages to michi_app
  using (app_purpose() = 'conversation')
  with check (app_purpose() = 'conversation');

create policy web_messages_housekeeping_read on web_messages for select to michi_app
  using (app_purpose() = 'housekeeping');

create policy web_messages_housekeeping on web_messages for delete to michi_app
  using (app_purpose() = 'housekeeping');

create table web_used_sign_ins (
  token_id text primary key,
  -- Past it the link is refused as expired, so the row can go.
  expires_at timestamptz not null
);

alter table web_used_sign_ins enable row level security;
alter table web_used_sign_ins force row level security;

create policy web_used_sign_ins_system on web_used_sign_ins to michi_app
  using (app_purpose() in ('identify', 'housekeeping'))
  with check (app_purpose() in ('identify', 'housekeeping'));
