import { IS_LIVE } from '../conflict/row.js';
import { referenceIn } from '../page/seen-codec.js';
import { referencesOf } from '../record/references-of.js';

/** References that other runs of the job $5 than $1 have listed since $3. */
export const SEEN_BY_OTHERS = `select ${referenceIn('s.entry')} from execution x
    join chunk c on c.execution_id = x.id
    join page_result p on p.chunk_id = c.id and p.observed_at >= $3
    cross join unnest(p.seen) as s(entry)
    where x.job_id = $5 and x.id <> $1 and x.lane = 'bulk' and coalesce(x.finished_at, 'infinity') >= $3`;

/**
 * References of the set $2 whose record was changed here and not sent yet, of a job $5 that goes both ways: its push finds out that they are gone. What is to be
 * decided, or was and is not carried out, waits for that. In brackets: EXCEPT and UNION of SQL are taken from left to right.
 */
export const CHANGED_HERE = `(select e.id from local_change l
    join external_reference e on ${referencesOf('l.record_id', '$2')} where l.job_id = $5
    union all
    select f.reference_id from conflict f where f.job_id = $5 and f.set_id = $2 and (${IS_LIVE}))`;
