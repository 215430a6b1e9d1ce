-- safe while the previous release runs

-- Where the store was when a process last started on it: elsewhere it is a copy, a restored backup or a standby that took over, which may lack what came after.
create table store_place (
  is_only boolean primary key default true check (is_only),
  place text not null,
  seen_at timestamptz(3) not null default engine_now()
);

-- Cluster, timeline of its log, database and table: a dump has another table, a base backup that was rolled forward another timeline. Servers that keep the first two to
-- themselves are known by the others.
create function place_of_store() returns text language plpgsql stable set search_path = evenkeel, pg_temp as $$
declare
  server text;
begin
  begin
    select concat_ws('/', system_identifier, left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)) into server from pg_control_system();
  exception when others then server := 'unknown';
  end;
  return concat_ws('/', server, (select oid from pg_database where datname = current_database()), 'record'::regclass::oid);
end $$;
