-- safe while the previous release runs

-- What people set of the whole engine while it runs; what is not here is as the environment of a process says.
create table engine_setting (
  name text primary key,
  value jsonb not null,
  actor text not null,
  changed_at timestamptz(3) not null default engine_now()
);
create trigger audit after insert or update or delete on engine_setting for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('name');
