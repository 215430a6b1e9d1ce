/** Of a job `j`: it is not carried out yet which records of its two sides are one, and its newest revision asks for that, as `pairs` says. */
export const IS_PAIRING = `exists (
  select from pairing p join job_revision r on r.job_id = p.job_id and r.revision = j.revision
  where p.job_id = j.id and p.state <> 'carried_out' and r.definition ->> 'direction' = 'bidirectional'
    and jsonb_array_length(coalesce(r.definition -> 'pairBy', '[]')) > 0
    and (r.definition ->> 'createsUnpaired')::boolean is not true)`;
