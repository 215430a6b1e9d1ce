/** The job of a run and its revision, also of one that is forgotten: to be joined laterally. */
export const runOf = (id: string): string => `(
    select x.job_id, x.job_revision from execution x where x.id = ${id}
    union all
    select x.job_id, x.job_revision from past_execution x where x.id = ${id} limit 1)`;

/** Whether a run is, or was, one of this job: to be asked with `exists`. */
export const isRunOf = (id: string, job: string): string => `
    select from execution x where x.id = ${id} and x.job_id = ${job}
    union all
    select from past_execution x where x.id = ${id} and x.job_id = ${job}`;
