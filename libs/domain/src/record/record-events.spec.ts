import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { recordEvents, type JournaledChange, type RecordHistory } from './record-events.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 12, 0, second)).toISOString();
const reference = { connection: 'crm', stream: 'people', externalId: 'p1' };
const job = { id: 'job-1', name: 'people', revision: 3 };
const change = (versionBefore: number, before: JsonObject, second: number): JournaledChange => ({
  ...{ at: at(second), versionBefore, before, executionId: `execution-${second}`, job, reference },
  ...{ local: null, mergeIds: [], undoneMergeId: null },
});
const history = (changes: Partial<RecordHistory> = {}): RecordHistory => ({
  ...{ createdAt: at(0), version: 1, data: { name: 'Ada' }, references: [], changes: [], isWhole: true },
  ...{ sensitive: [], failures: [], merges: [], erasures: [] },
  ...changes,
});

it('tells what each change made of the fields, the newest first, down to the creation', () => {
  const changes = [change(2, { name: 'Ada', city: 'Rome' }, 9), change(1, { name: 'Ad' }, 5)];
  const events = recordEvents(history({ version: 3, data: { name: 'Ada', city: 'Bari' }, changes }), 50);
  expect(events).toMatchObject([
    {
      ...{ kind: 'changed', version: 3, executionId: 'execution-9', job, reference },
      fields: [{ field: 'city', before: '"Rome"', after: '"Bari"' }],
    },
    {
      ...{ kind: 'changed', version: 2 },
      fields: [
        { field: 'city', before: null, after: '"Rome"' },
        { field: 'name', before: '"Ad"', after: '"Ada"' },
      ],
    },
    { kind: 'created', version: 1, at: at(0), executionId: null },
  ]);
});

it('tells by which execution it was created, and which merges made a change', () => {
  const creation = { executionId: 'execution-0', job, reference: null };
  const changes = [
    { ...change(2, { name: 'B' }, 9), undoneMergeId: '17' },
    { ...change(1, { name: 'A' }, 5), mergeIds: ['17', '18'] },
  ];
  const events = recordEvents(history({ version: 3, changes, creation }), 50);
  expect(events.map(({ kind, detail, executionId }) => [kind, detail, executionId])).toEqual([
    ['changed', 'merge 17 undone', 'execution-9'],
    ['changed', 'by merge 17, 18', 'execution-5'],
    ['created', null, 'execution-0'],
  ]);
});

it('tells a change that left the data as they were as the return of a record that was gone', () => {
  const changes = [change(1, { name: 'Ada' }, 5)];
  expect(recordEvents(history({ version: 2, changes }), 50)[0]).toMatchObject({ kind: 'reactivated' });
});

it('tells what is gone, how it was found and by which execution', () => {
  const gone = { ...reference, inactiveAt: at(8), inactiveCause: 'not_listed', inactiveBy: 'execution-8' };
  const here = { ...reference, inactiveAt: null, inactiveCause: null, inactiveBy: null };
  expect(recordEvents(history({ references: [here, gone] }), 50)[0]).toEqual({
    ...{ kind: 'inactivated', at: at(8), version: null, fields: [], detail: 'not_listed' },
    ...{ executionId: 'execution-8', job: null, reference },
  });
});

it('tells failures of its jobs, with what went wrong and who did what about it', () => {
  const failure = {
    jobId: 'job-1',
    history: [
      { kind: 'failed', at: at(1), executionId: 'execution-1', code: 'c', message: 'name is missing' },
      { kind: 'edited', at: at(2), actor: 'ada' },
      { kind: 'discarded', at: at(3), actor: 'ada', reason: 'a test' },
      { kind: 'resolved', at: at(4), executionId: 'execution-4' },
    ],
  } as const;
  const events = recordEvents(history({ failures: [{ failure, jobName: 'people' }] }), 50);
  expect(events.map(({ kind, detail, executionId }) => [kind, detail, executionId])).toEqual([
    ['resolved', null, 'execution-4'],
    ['discarded', 'ada: a test', null],
    ['edited', 'ada', null],
    ['failed', 'name is missing', 'execution-1'],
    ['created', null, null],
  ]);
  expect(events[0]?.job).toEqual({ id: 'job-1', name: 'people', revision: null });
});

it('does not claim to know the creation where older changes are left out', () => {
  const changes = [change(7, { name: 'Ad' }, 5)];
  const events = recordEvents(history({ version: 8, changes, isWhole: false }), 50);
  expect(events.map(({ kind }) => kind)).toEqual(['changed']);
});

it('tells the history of each field: the changes, played from the present data backwards, give every state', () => {
  const values = fc.constantFrom('a', 'b', 'c', null);
  const state = fc.dictionary(fc.constantFrom('x', 'y', 'z'), values);
  fc.assert(
    fc.property(fc.array(state, { minLength: 1, maxLength: 8 }), (states) => {
      const data = states.at(-1) as JsonObject;
      const changes = states
        .slice(0, -1)
        .map((before, index) => change(index + 1, before, index + 1))
        .reverse();
      const events = recordEvents(history({ version: states.length, data, changes }), 50);
      let known: Record<string, string | null> = texts(data);
      for (const [index, { fields }] of events.slice(0, -1).entries()) {
        known = { ...known };
        for (const { field, before } of fields) {
          if (before === null) delete known[field];
          else known[field] = before;
        }
        expect(known).toEqual(texts(states[states.length - 2 - index] as JsonObject));
      }
      expect(events.at(-1)?.kind).toBe('created');
      expect(recordEvents(history({ version: states.length, data, changes }), 1)).toEqual(events.slice(0, 1));
    }),
  );
});

function texts(data: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, JSON.stringify(value)]));
}

it('tells of local changes what was done and by whom, and of a record that was made here no second creation', () => {
  const made = {
    ...change(0, {}, 0),
    executionId: null,
    local: { actor: 'ann', action: 'created' as const },
  };
  const gone = { ...change(1, { name: 'Ada' }, 5), local: { actor: 'sql:app', action: 'deleted' as const } };
  const events = recordEvents(history({ version: 2, changes: [gone, made] }), 50);
  expect(events).toMatchObject([
    { kind: 'deleted', version: 2, fields: [], detail: 'sql:app' },
    { kind: 'created', version: 1, fields: [], detail: 'ann' },
  ]);
  expect(events).toHaveLength(2);
});
