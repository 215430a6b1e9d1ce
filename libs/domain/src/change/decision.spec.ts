import { describeProblem, SyncError } from '../errors/sync-error.js';
import type { PreparedRecord } from '../record/prepare-record.js';
import { decideChanges } from './decide-changes.js';
import { problemOf, referenceIdOf, type Known, type WriteRules } from './decision.js';
import { groupWrites } from './group-writes.js';

const problem = describeProblem(new SyncError('record.not_an_object', 'It went wrong'));
const failed: PreparedRecord = { kind: 'failed', outcome: 'rejected', externalId: 'a', problem };
const excluded: PreparedRecord = { kind: 'excluded', externalId: 'a' };
const ready = (contentHash: string): PreparedRecord => ({
  kind: 'ready',
  write: {
    externalId: 'a',
    contentHash,
    dataText: `"${contentHash}"`,
    version: null,
    modifiedAt: null,
    observedAt: '2026-01-01T00:00:00.000Z',
  },
});
const unknown: Known = { key: 'a', reference: undefined, content: undefined };

function decide(records: readonly PreparedRecord[], rules?: WriteRules) {
  return decideChanges(
    records.map((prepared) => ({ prepared, known: unknown })),
    rules,
  );
}

describe('the reference that an input belongs to', () => {
  const idsOf = (records: readonly PreparedRecord[], rules?: WriteRules) =>
    decide(records, rules).map((input) => referenceIdOf(input, new Map([['a', 'new-a']])));

  it('is the one that was made of its record, for what reads the record after that too', () => {
    expect(idsOf([ready('1'), ready('1'), ready('2')])).toEqual(['new-a', 'new-a', 'new-a']);
  });

  it('is none of what could not be read or was left out beside it', () => {
    expect(idsOf([ready('1'), failed, excluded])).toEqual(['new-a', null, null]);
  });

  it('is none of what came before the record was made', () => {
    const permits: WriteRules['permits'] = ({ contentHash }) => contentHash === '2';
    expect(idsOf([ready('1'), ready('2')], { permits })).toEqual([null, 'new-a']);
  });
});

it('says of an input that failed what went wrong, and of no other', () => {
  expect(decide([ready('1'), failed, excluded]).map(({ decision }) => problemOf(decision))).toEqual([
    null,
    problem,
    null,
  ]);
});

it('makes no write of a record that exists for an input that came by no reference to it', () => {
  const content = { contentHash: 'old', version: null, observedAt: '2025-01-01T00:00:00.000Z' };
  const inputs = decideChanges([{ prepared: ready('new'), known: { ...unknown, content } }]);
  expect(() => groupWrites(inputs)).toThrow('a has no reference to write by');
});
