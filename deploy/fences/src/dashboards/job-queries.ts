import type { VariableSpec } from './board.js';

export const TENANT: VariableSpec = {
  name: 'tenant',
  label: 'Tenant',
  query: 'label_values(evenkeel_job_info, tenant)',
};
export const JOB: VariableSpec = {
  name: 'job_name',
  label: 'Job',
  query: 'label_values(evenkeel_job_info{tenant=~"$tenant"}, job_name)',
};

export const FAILED = 'outcome=~"rejected|refused|errored|in_doubt"';
export const FINAL = 'outcome!~"retried|inactivated"';
export const DONE = 'status=~"completed|completed_with_errors"';
export const SPAN = '[$__rate_interval]';

/** A query over what is counted by job id, by the names of the jobs that were chosen. */
export const named = (query: string) =>
  `${query} * on (job_id) group_left (tenant, job_name) max by (job_id, tenant, job_name) (evenkeel_job_info{tenant=~"$tenant", job_name=~"$job_name"})`;
export const ofJobs = (metric: string, more = '') =>
  `evenkeel_${metric}{tenant=~"$tenant", job_name=~"$job_name"${more}}`;
export const byJob = (metric: string, more = '') => `max by (tenant, job_name) (${ofJobs(metric, more)})`;
export const byMode = (metric: string) => `max by (tenant, job_name, mode) (${ofJobs(metric)})`;
export const JOB_LEGEND = '{{job_name}}';
