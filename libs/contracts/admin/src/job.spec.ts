import { JOB_DEFAULTS, type JobDefinition } from '@evenkeel/domain';
import { addJob } from './job.js';

const least = { name: 'customers', connection: 'shop', stream: 'customers', recordType: 'customer' };

describe('addJob', () => {
  it('fills in the defaults of the domain, and gives what the domain calls a definition', () => {
    const { name, connection, ...definition } = addJob.parse(least);
    const asDomain: JobDefinition = definition;
    expect(asDomain).toEqual({ stream: 'customers', recordType: 'customer', ...JOB_DEFAULTS });
    expect({ name, connection }).toEqual({ name: 'customers', connection: 'shop' });
  });

  it('leaves a default of null apart from none at all', () => {
    const rules = [
      { source: 'a', target: 'a' },
      { source: 'b', target: 'b', default: null },
    ];
    expect(addJob.parse({ ...least, mapping: rules }).mapping).toEqual(rules);
  });

  it.each([
    ['a field it does not know', { webhok: true }],
    ['a name that could be taken for an id', { name: '0196f5a0-0000-7000-8000-000000000001' }],
    ['a name that would break a table', { name: 'two\nlines' }],
    ['an interval of nothing', { schedule: { kind: 'interval', everySeconds: 0 } }],
    ['a timeout beyond a day', { timeoutMinutes: 1441 }],
    [
      'a transform without a name',
      { mapping: [{ source: 'a', target: 'b', transforms: [{ to: 'number' }] }] },
    ],
  ])('refuses %s', (_what, changes) => {
    expect(addJob.safeParse({ ...least, ...changes }).success).toBe(false);
  });
});
