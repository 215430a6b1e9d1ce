import fc from 'fast-check';
import { changeJob, type JobChange } from './change-job.js';
import { JOB_DEFAULTS, type Job } from './job.js';

const job: Job = {
  id: '0198c7e0-0000-7000-8000-000000000001',
  tenantId: '00000000-0000-0000-0000-000000000001',
  connectionId: '0198c7e0-0000-7000-8000-000000000002',
  name: 'customers',
  revision: 4,
  definition: { ...JOB_DEFAULTS, stream: 'customers', recordType: 'customer' },
};

describe('changeJob', () => {
  it('makes the next revision of what is wanted, and keeps the rest', () => {
    expect(changeJob(job, { mode: 'full', deleteCeiling: { percent: 5 } })).toEqual({
      ...job,
      revision: 5,
      definition: { ...job.definition, mode: 'full', deleteCeiling: { percent: 5, records: 100 } },
    });
  });

  it('changes one limit of the contract, or takes it back', () => {
    const limited = changeJob(job, { contract: { minRecords: 5 } }) as Job;
    expect(limited.definition.contract).toEqual({ ...JOB_DEFAULTS.contract, minRecords: 5 });
    expect(changeJob(limited, { contract: { maxRecords: 9 } })?.definition.contract).toMatchObject({
      minRecords: 5,
      maxRecords: 9,
    });
    expect(changeJob(limited, { contract: { minRecords: null } })?.definition.contract.minRecords).toBeNull();
  });

  it('renames it', () => {
    expect(changeJob(job, { name: 'clients' })).toEqual({ ...job, name: 'clients', revision: 5 });
  });

  it('takes null for what it says, and undefined for nothing said', () => {
    const scheduled = changeJob(job, { schedule: { kind: 'interval', everySeconds: 60 } }) as Job;
    expect(changeJob(scheduled, { schedule: undefined })).toBeUndefined();
    expect(changeJob(scheduled, { schedule: null })?.definition.schedule).toBeNull();
  });

  it.each([{ stream: 'orders' }, { recordType: 'client' }])('refuses %j', (change) => {
    expect(() => changeJob(job, change)).toThrow(
      expect.objectContaining({ code: 'request.fixed_field' }) as Error,
    );
  });

  it('applied twice, changes nothing the second time', () => {
    const change = fc.record<JobChange>(
      {
        name: fc.constantFrom('customers', 'clients'),
        mode: fc.constantFrom('full', 'incremental'),
        stream: fc.constant('customers'),
        priority: fc.constantFrom('high', 'medium', 'low'),
        timeoutMinutes: fc.integer({ min: 1, max: 1440 }),
        fields: fc.array(fc.string(), { maxLength: 3 }),
        deleteCeiling: fc.record({ percent: fc.nat(100), records: fc.nat(1000) }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(change, (wanted) => {
        const changed = changeJob(job, wanted) ?? job;
        expect(changed.revision).toBe(changed === job ? 4 : 5);
        expect(changeJob(changed, wanted)).toBeUndefined();
      }),
    );
  });
});
