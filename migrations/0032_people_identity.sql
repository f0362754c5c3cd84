-- How a user of a platform came to be linked to a person, and when that was checked last; where a person is written to uninvited.

alter table linked_users
  -- The claim that linked them, or the operator who did.
  add column verified_by text not null default 'operator' check (verified_by in ('email', 'employee-number', 'operator')),
  add column verified_at timestamptz not null default now();

-- One account of a person in each tenant; several platforms and several tenants are fine.
create unique index linked_users_one_account on linked_users (person_id, channel, tenant);

create index people_email on people (lower(email)) where email is not null;
create index people_number on people (number);

alter table companies
  -- Mail domains of this company alone: they tell whose an employee number is that comes without a company.
  add column email_domains text[] not null default '{}';

alter table person_choices
  alter column locale drop not null,
  -- Where uninvited messages go; null = wherever the person was seen last.
  add column preferred_channel text check (preferred_channel in ('web', 'slack', 'teams'));
