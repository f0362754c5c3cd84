-- What an operator may take out as files that can be imported again. Michi itself reads for it (purpose `export`) and changes nothing but
-- the audit trail. A new purpose sees nothing that is not granted here.

create policy people_export on people for select to michi_app
  using ((select app_purpose()) = 'export');
create policy person_skills_export on person_skills for select to michi_app
  using ((select app_purpose()) = 'export');

do $$
declare
  name text;
begin
  foreach name in array array['skills', 'roles', 'role_skills', 'postings', 'posting_skills', 'courses', 'course_skills', 'course_sessions', 'item_names']
  loop
    execute format($policy$
      create policy %1$I on %2$I for select to michi_app using ((select app_purpose()) = 'export')$policy$, name || '_export', name);
  end loop;
end
$$;

-- The zone in which the file of a course gives its sessions. Those that came before are given in UTC, which is the same instant.
alter table courses add column time_zone text not null default 'UTC';
