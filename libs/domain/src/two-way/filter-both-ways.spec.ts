import { JOB_DEFAULTS, type JobDefinition } from '../job/job.js';
import { compileOutMapping } from '../mapping/compile-out-mapping.js';
import { decidePush, type PushedRecord, type PushRules } from '../push/decide-push.js';
import { agreedAsRead } from './agreement.js';
import { assertTwoWay } from './assert-two-way.js';
import { compileFilterOut } from './filter-both-ways.js';

const filter = { field: 'state.code', equals: 'open' } as const;
const mapping = [
  { source: 'state.code', target: 'status', direction: 'both' },
  { source: 'title', target: 'name', direction: 'both', required: true },
] as const;
const map = compileOutMapping(mapping);

describe('the filter of a job that goes both ways', () => {
  it('is asked of what the provider would be sent of a record here', () => {
    const passes = compileFilterOut(filter, map);
    expect(passes({ status: 'open', name: 'a' })).toBe(true);
    expect(passes({ status: 'closed', name: 'a' })).toBe(false);
    // What cannot be sent at all is told as that.
    expect(passes({ status: 'closed' })).toBe(true);
    expect(compileFilterOut(null, map)({})).toBe(true);
  });

  it('asks about what is sent, so that it can be told of a record here', () => {
    const job = (changes: Partial<JobDefinition>): JobDefinition => ({
      ...{ ...JOB_DEFAULTS, stream: 's', recordType: 't', direction: 'bidirectional', dependsOn: [] },
      ...changes,
    });
    expect(() => assertTwoWay(job({ filter, mapping }))).not.toThrow();
    expect(() => assertTwoWay(job({ filter }))).not.toThrow();
    const whole = [{ source: 'state', target: 'state', direction: 'both' }] as const;
    expect(() => assertTwoWay(job({ filter: { not: filter }, mapping: whole }))).not.toThrow();
    const other = { any: [filter, { all: [{ field: 'owner', exists: true }] }] };
    expect(() => assertTwoWay(job({ filter: other, mapping }))).toThrow(
      'The filter asks about owner, which no rule of the mapping sends',
    );
  });
});

describe('a record outside of the filter', () => {
  const data = { status: 'closed', name: 'a' };
  const rules: PushRules = {
    ...{ filter: compileFilterOut(filter, map), check: () => undefined, map, policy: 'upsert' },
    ...{ deletePolicy: 'delete', abilities: { checksVersion: true } },
    ...{
      precautions: { compares: false, update: 'fields' },
      twoWay: { join: { lists: [] }, mappingRevision: 1 },
    },
  };
  const reference = { id: '7', externalId: 'p7', version: '4', isInactive: false, sent: null };
  const record: PushedRecord = {
    ...{ recordId: '1', version: 3, isActive: true, isInDoubt: false },
    data,
    reference,
  };
  const excluded = { kind: 'leave', outcome: 'excluded' };

  it('is neither created, changed nor deleted at the provider', () => {
    const agreement = agreedAsRead(1, { status: 'open', name: 'b' });
    expect(decidePush({ ...record, reference: null }, rules)).toEqual(excluded);
    expect(decidePush({ ...record, reference: { ...reference, agreement } }, rules)).toEqual(excluded);
    expect(decidePush({ ...record, isActive: false }, rules)).toEqual(excluded);
  });

  it('is left where the provider has it outside, whatever it is here', () => {
    const agreement = { ...agreedAsRead(1, data), isOutside: true } as const;
    const here = { ...record, data: { ...data, status: 'open' }, reference: { ...reference, agreement } };
    expect(decidePush(here, rules)).toEqual(excluded);
    expect(decidePush({ ...here, isActive: false }, rules)).toEqual(excluded);
    expect(
      decidePush({ ...here, reference: { ...reference, agreement: agreedAsRead(1, data) } }, rules),
    ).toMatchObject({
      write: { data: { state: { code: 'open' } } },
    });
  });
});
