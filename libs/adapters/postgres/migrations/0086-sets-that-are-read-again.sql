-- safe while the previous release runs

-- That a set is only written to holds until a job reads it.
update reference_set s set is_written = false
where s.is_written and s.rule = '' and exists (
  select from job j where j.connection_id = s.connection_id and j.stream = s.stream and j.record_type = s.record_type
    and j.direction <> 'outbound' and j.removed_at is null);
