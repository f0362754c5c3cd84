-- Forms that are filled in in a dialog: Teams asks for the dialog's card when its button is pressed.

create table teams_forms (
  -- Hash of what is kept: the same form is kept once.
  id text primary key,
  form jsonb not null,
  locale text not null check (locale in ('ja', 'en')),
  made_for text,
  at timestamptz not null
);

create index teams_forms_by_age on teams_forms (at);

alter table teams_forms enable row level security;
alter table teams_forms force row level security;

create policy teams_forms_channel on teams_forms to michi_app
  using (app_purpose() = 'channel') with check (app_purpose() = 'channel');
