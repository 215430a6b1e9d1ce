import { IS_THERE } from '../job/statements.js';
import { IS_DUE_AGAIN, IS_FRESH, IS_NO_DEAD_LETTER } from './change-run-repository.js';

/** Asked twenty times a second, also where nothing is ever changed. */
const changedJobs = (
  which: string,
) => `select coalesce(json_agg(json_build_object('tenantId', j.tenant_id, 'jobId', j.id)), '[]') as due
  from job j join job_revision r on r.job_id = j.id and r.revision = j.revision
  where ${IS_THERE} and j.direction <> 'inbound' and (r.definition -> 'pushOnChange')::bool
    and exists (select from local_change c where c.job_id = j.id and ${which} and ${IS_NO_DEAD_LETTER})`;
export const CHANGED_JOBS = {
  fresh: { name: 'jobs-with-fresh-changes', text: changedJobs(IS_FRESH) },
  any: { name: 'jobs-with-changes', text: changedJobs(`(${IS_FRESH} or ${IS_DUE_AGAIN})`) },
};
