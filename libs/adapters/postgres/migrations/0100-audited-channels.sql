-- safe while the previous release runs

-- Channels of notifications are set by people, as connections are.
create trigger audit after insert or update or delete on notification_channel for each row
  when (nullif(current_setting('evenkeel.audit', true), '') is not null) execute function audit_row('id', 'name');
