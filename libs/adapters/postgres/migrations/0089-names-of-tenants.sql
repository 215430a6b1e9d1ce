-- safe while the previous release runs

-- By its name a tenant is found; one that was made by hand twice keeps its own, with its id behind it.
update tenant t set name = t.name || ' ' || t.id::text
  where exists (select from tenant o where o.name = t.name and o.id < t.id);
create unique index tenant_name on tenant (name);

create trigger audit after insert or update or delete on tenant for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'name');
