import type { JsonObject } from '../json.js';
import type { ConfigurationChange } from './configuration-object.js';
import { consequencesOf, MOST_COUNTED, NO_FACTS, type ConfigurationFacts } from './consequences-of.js';

const told = (
  change: Partial<ConfigurationChange>,
  facts: Partial<ConfigurationFacts> = {},
  spec: JsonObject = {},
) =>
  consequencesOf(
    {
      ...{ kind: 'Job', name: 'orders', action: 'change', document: 0, fields: [], secrets: [] },
      ...{ wasManagedBy: null, managedBy: null },
      ...change,
    },
    { ...NO_FACTS, ...facts },
    spec,
  );
const changed = (...paths: readonly string[]) => ({ fields: paths.map((path) => ({ path, after: 1 })) });

describe('of a job', () => {
  it('how many records are compared again by what is made of them, and when', () => {
    expect(told(changed('mapping', 'filter'), { records: 5_000 }, { mode: 'full' })).toEqual([
      'changes the mapping, filter: 5,000 records will be compared again by its next run',
    ]);
    expect(told(changed('derive'), { records: MOST_COUNTED }, { mode: 'incremental' })).toEqual([
      'changes the derive: 1,000,000 or more records will be compared again by its next full run; until then only those that change at the provider are made by it',
    ]);
    expect(told(changed('mapping'), { records: 0 })).toEqual([]);
    expect(told(changed('timeoutMinutes'), { records: 7 })).toEqual([]);
  });

  it('whether runs begin by themselves', () => {
    const schedule = { kind: 'interval', everySeconds: 60 };
    expect(told(changed('schedule.everySeconds'), {}, { schedule })).toEqual([
      'runs begin by the new schedule',
    ]);
    expect(told(changed('schedule'), {}, { schedule: null })).toEqual([
      'no run begins by the schedule any more',
    ]);
    expect(told(changed('schedule'), {}, { schedule: { ...schedule, paused: true } })).toEqual([
      'no run begins by the schedule any more',
    ]);
    expect(told({ action: 'add' }, {}, { schedule })).toEqual(['runs begin by its schedule']);
    expect(told({ action: 'add' }, {}, { schedule: null })).toEqual(['no run begins until it is asked for']);
  });

  it('that a run may take more away without asking, but not that it may take less', () => {
    const spec = { deleteCeiling: { percent: 30, records: 100 } };
    const percent = (before: number, after: number) => ({
      fields: [{ path: 'deleteCeiling.percent', before, after }],
    });
    expect(told(percent(10, 30), {}, spec)).toEqual([
      'a run may inactivate the larger of 30 % and 100 records without asking',
    ]);
    expect(told(percent(50, 30), {}, spec)).toEqual([]);
  });

  it('that a run goes on as it began, and that runs do not wait any more', () => {
    expect(told(changed('requiresApproval'), { isRunning: true }, { requiresApproval: false })).toEqual([
      'runs no longer wait for approval',
      'a run is under way: it keeps what it began with, the next one goes by this',
    ]);
    expect(told(changed('requiresApproval'), {}, { requiresApproval: true })).toEqual([]);
  });

  it('what stays where it goes', () => {
    expect(told({ action: 'remove' }, { records: 1 })).toEqual([
      'cancels what runs of it; 1 record it brought stay, and so does its history',
    ]);
  });
});

it('of a connection: who calls by it, where its secrets are not sent, and what goes with it', () => {
  const kind = 'Connection';
  const move = 'The setting baseUrl leads to b, but the credentials were given for a';
  expect(told({ kind, ...changed('settings.baseUrl') }, { jobs: 2, move })).toEqual([
    '2 jobs of it call by the new settings from now on',
    `${move}; it needs attention until they are given again`,
  ]);
  expect(told({ kind, secrets: ['credentials.token'] })).toEqual(['sets credentials.token anew']);
  expect(told({ kind, action: 'remove' }, { jobs: 1 })).toEqual([
    'deletes its credentials and closes its webhook endpoints; 1 job of it goes before it',
  ]);
});

it('of a record type: what becomes of the records that are here', () => {
  const kind = 'RecordType';
  expect(told({ kind, ...changed('schema.required', 'match') }, { records: 3 })).toEqual([
    'changes the schema: 3 records stay as they are until a run reads them again',
    'changes the match rules: the keys of 3 records are made anew, and until then nothing new is matched',
  ]);
  expect(told({ kind, ...changed('schema') })).toEqual([]);
  expect(told({ kind, action: 'remove' }, { records: 2 })).toEqual([
    'its SQL view goes; 2 records of it stay',
  ]);
});

it('of groups and channels: what stays, and what is not sent', () => {
  expect(told({ kind: 'Group', action: 'remove' })).toEqual(['its jobs stay']);
  expect(told({ kind: 'NotificationChannel', action: 'remove' })).toEqual([
    'what it was still to be told is not sent',
  ]);
  expect(told({ kind: 'NotificationChannel', secrets: ['slack.url'] })).toEqual(['sets slack.url anew']);
});

it('of who manages it from now on, but not of what goes', () => {
  const managed = (wasManagedBy: string | null, managedBy: string | null, action = 'adopt' as const) =>
    told({ kind: 'Group', action, wasManagedBy, managedBy });
  expect(managed(null, 'ours')).toEqual([
    'managed by ours from now on: other edits are refused unless they are forced',
  ]);
  expect(managed('theirs', 'ours')).toEqual([
    'managed by ours from now on, and no longer by theirs: other edits are refused unless they are forced',
  ]);
  expect(managed('ours', null)).toEqual(['no longer managed by ours: anyone with the rights may change it']);
  expect(managed('ours', 'ours')).toEqual([]);
  expect(told({ kind: 'Group', action: 'remove', wasManagedBy: 'ours' })).toEqual(['its jobs stay']);
});
