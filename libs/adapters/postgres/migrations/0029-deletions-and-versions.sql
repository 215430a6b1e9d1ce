-- breaking: an earlier release takes versions for numbers; end its processes before this one starts

-- Records that were announced as gone, or gone when they were asked for. They are records of a listing.
alter table chunk add column inactivated int not null default 0, drop column omitted;
alter table page_result add column inactivated int not null default 0;

-- What a job has inactivated lately. Entries come and go with inactivations only.
create index external_reference_inactive on external_reference (set_id, inactive_at) where inactive_at is not null;

-- More of them than a job may inactivate by itself wait in one approval of the job, each as it was when it was told.
drop index approval_execution;
create unique index approval_execution on approval (execution_id) where cause <> 'announced';
create index approval_announced on approval (job_id) where cause = 'announced' and state = 'waiting';
create table announced_deletion (
  approval_id uuid not null references approval,
  reference_id bigint not null,
  observed_at timestamptz(3) not null,
  primary key (approval_id, reference_id)
);

-- A record may be named by several values together.
alter table webhook_endpoint alter column id_path type text[] using array[id_path];
alter table webhook_endpoint rename column id_path to id_paths;

-- A version is a decimal number of any size, or a text that says how it compares (record/version.ts of the domain).
alter table external_reference alter column provider_version type text using provider_version::text;
alter table failure alter column provider_version type text using provider_version::text;
