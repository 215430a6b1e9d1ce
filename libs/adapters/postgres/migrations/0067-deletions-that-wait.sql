-- safe while the previous release runs

-- Records that were deleted here and would be deleted at the provider wait in one approval of their job, too, each in the version in which it was deleted.
drop index approval_execution;
create unique index approval_execution on approval (execution_id) where cause not in ('announced', 'deleted_there');
drop index approval_announced;
create index approval_joined on approval (job_id, cause) where state = 'waiting' and cause in ('announced', 'deleted_there');
create index approval_rejected on approval (job_id) where state = 'rejected' and cause = 'deleted_there';
alter table announced_deletion add column record_version int;
