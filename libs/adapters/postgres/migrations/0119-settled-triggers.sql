-- safe while the previous release runs

-- By the triggers that messages led to.
create index trigger_message_triggers on trigger_message using gin (trigger_ids) where trigger_ids <> '{}';

-- What became of a request for a run, once. At the end of the transaction, so that the run that it opened is told before it. Whose messages
-- asked for it is looked up, for many messages may have become one request.
create function keep_settled_trigger_fact() returns trigger language plpgsql set search_path = evenkeel, pg_temp as $$
begin
  insert into event_fact (tenant_id, kind, facts)
  select j.tenant_id, 'settled_trigger', jsonb_build_object('triggerId', new.id, 'jobId', new.job_id, 'job', j.name,
    'kind', new.kind, 'actor', new.actor, 'state', new.state, 'executionId', new.execution_id,
    'askedBy', case when new.kind = 'event' then coalesce((
      select jsonb_agg(jsonb_build_object('source', m.source, 'id', m.event_id) order by m.id) from trigger_message m
      where m.trigger_ids @> array[new.id] and m.trigger_ids <> '{}' and m.tenant_id = j.tenant_id and m.event_id is not null), '[]')
      else '[]' end)
  from job j where j.id = new.job_id;
  return null;
end $$;
create constraint trigger trigger_settled after update of state on trigger deferrable initially deferred
  for each row when (old.state = 'accepted' and new.state <> 'accepted') execute function keep_settled_trigger_fact();
