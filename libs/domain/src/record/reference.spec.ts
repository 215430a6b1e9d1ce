import { JOB_DEFAULTS, type Job, type JobDefinition } from '../job/job.js';
import { referenceSetOf } from './reference.js';

it('jobs keep the same references if they read one stream of one connection into records of one type', () => {
  const job = (changes: Partial<JobDefinition>): Job => ({
    id: 'j',
    tenantId: 't',
    connectionId: 'c',
    name: 'customers',
    revision: 1,
    definition: { ...JOB_DEFAULTS, stream: 's', recordType: 'r', ...changes },
  });
  const own = { connectionId: 'c', stream: 's', recordType: 'r' };
  expect(referenceSetOf(job({}))).toEqual(own);
  expect(referenceSetOf(job({ mode: 'full', deleteCeiling: { percent: 1, records: 1 } }))).toEqual(own);
  expect(referenceSetOf(job({ stream: 'other' }))).not.toEqual(own);
});
