-- safe while the previous release runs

-- An edit comes after all that sources had said of the field when it was made, whatever the clocks of their providers say: with a time of its own alone it was undone where
-- one of them is ahead.
create or replace function keep_local_side(edited bigint, tenant uuid, type_name text, was jsonb, is_now jsonb) returns void
  language sql set search_path = evenkeel, pg_temp as $$
  insert into local_side as s (record_id, tenant_id, data, changed_at)
    select edited, tenant, f.data, f.changed_at from (
      select coalesce(jsonb_object_agg(k.field, is_now -> k.field) filter (where is_now ? k.field), '{}') as data,
        jsonb_object_agg(k.field, to_char(greatest(t.now, l.said + interval '1 millisecond') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as changed_at
      from (select jsonb_object_keys(was || is_now) as field) k cross join (select engine_now() as now) t
      cross join lateral (
        select max(nullif(p.changed_at ->> k.field, '')::timestamptz) as said from projection p where p.tenant_id = tenant and p.record_id = edited) l
      where (was -> k.field)::text is distinct from (is_now -> k.field)::text) f
    where f.changed_at is not null and (
      exists (select from record_type t join record_type_revision v on v.record_type_id = t.id and v.revision = t.revision
        where t.tenant_id = tenant and t.name = type_name and v.match is not null)
      or exists (select from external_reference r where r.record_id = edited
        and (r.shares_record or exists (select from reference_set d where d.id = r.set_id and d.rule <> ''))))
    on conflict (record_id) do update set
      data = (s.data - array(select jsonb_object_keys(excluded.changed_at))) || excluded.data,
      changed_at = s.changed_at || excluded.changed_at
$$;
