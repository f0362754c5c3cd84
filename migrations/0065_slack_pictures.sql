-- Charts that were uploaded as pictures, so that a sending that is tried again uses the same file and retention can delete it from Slack.

create table slack_pictures (
  -- The delivery's part as one opaque value.
  key text primary key,
  installation text not null,
  file_id text not null,
  at timestamptz not null
);

create index slack_pictures_by_age on slack_pictures (at);

alter table slack_pictures enable row level security;
alter table slack_pictures force row level security;

create policy slack_pictures_channel on slack_pictures to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
