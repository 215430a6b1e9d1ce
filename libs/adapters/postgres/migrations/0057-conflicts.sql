-- safe while the previous release runs

-- What both sides of a record changed in ways that the policy of its job did not join, and what was decided of it.
create table conflict (
  id uuid primary key,
  tenant_id uuid not null,
  job_id uuid not null,
  set_id int not null,
  record_id bigint not null,
  reference_id bigint not null,
  -- Of the record when its sides were joined last.
  record_version int not null,
  state text not null check (state in ('proposing', 'open', 'resolved', 'superseded', 'expired')),
  kind text not null,
  -- Counts its changes: what a decision is made on.
  revision int not null,
  -- Of each contested place what both sides last agreed on, and what each holds.
  fields json not null,
  remote_version text,
  -- The strategy that left it open.
  policy text not null,
  decision json,
  -- When a run joined the record by the decision, and whether both sides hold it.
  taken_at timestamptz(3),
  is_carried_out boolean not null default false,
  -- What a model proposes, how often it was asked, and when it may be asked again.
  proposal json,
  proposal_attempts int not null default 0,
  propose_after timestamptz(3),
  history json not null default '[]',
  opened_at timestamptz(3) not null default engine_now(),
  changed_at timestamptz(3) not null default engine_now(),
  resolved_at timestamptz(3)
) with (fillfactor = 80);
create unique index conflict_open on conflict (record_id, set_id) where state in ('open', 'proposing');
-- What is open, and what was decided and is not carried out.
create index conflict_live on conflict (reference_id) where state in ('open', 'proposing') or state = 'resolved' and not is_carried_out;
create index conflict_live_job on conflict (job_id) where state in ('open', 'proposing') or state = 'resolved' and not is_carried_out;
create index conflict_tenant on conflict (tenant_id, id);
create index conflict_record on conflict (record_id, id);
create index conflict_proposing on conflict (propose_after) where state = 'proposing';
create index conflict_ended on conflict (changed_at) where state not in ('open', 'proposing');

-- Of a job that goes both ways: what a push was refused for because the provider's record had changed, or was gone. It is read.
drop index push_intent_moved;
create index push_intent_unmet on push_intent (chunk_id) where result ->> 'kind' in ('moved', 'gone');
