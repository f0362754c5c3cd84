-- The vector index holds only names that everybody may see and that are active: whatever a search filters by is settled before vectors are
-- compared. The names that one company sees are few; its own are compared one by one and found however many others are nearer.

create index name_vectors_audience on name_vectors (space_id, item_kind, audience) where audience is not null;

create or replace function build_name_index(space integer, kind text) returns void
  language plpgsql security definer set search_path from current set maintenance_work_mem = '256MB'
  as $$
declare
  dim integer;
begin
  if coalesce(app_purpose(), '') not in ('import', 'reindex') then
    raise exception 'not for this purpose' using errcode = 'insufficient_privilege';
  end if;
  select s.dimension into strict dim from embedding_spaces s where s.id = space;
  execute format(
    'create index if not exists %I on name_vectors using hnsw ((embedding::vector(%s)) vector_cosine_ops)
     where space_id = %s and item_kind = %L and audience is null and active',
    format('name_vectors_hnsw_%s_%s', space, kind), dim, space, kind);
end
$$;

-- Indexes that stand already are built anew.
do $$
declare
  found record;
begin
  perform set_config('app.purpose', 'reindex', true);
  for found in
    select s.id, k.kind from embedding_spaces s cross join unnest(array['skill', 'role', 'posting', 'course']) k (kind)
    where to_regclass(format('name_vectors_hnsw_%s_%s', s.id, k.kind)) is not null
  loop
    perform drop_name_index(found.id, found.kind);
    perform build_name_index(found.id, found.kind);
  end loop;
  perform set_config('app.purpose', '', true);
end
$$;
