import fc from 'fast-check';
import { NO_OUTCOMES, type Outcome } from '../receipt/outcome.js';
import type { Chunk } from '../chunk/chunk.js';
import type { Slice } from '../chunk/slice.js';
import { findBreach } from './find-breach.js';
import { JOB_DEFAULTS, type JobContract } from './job.js';

const FULL = { lane: 'bulk', scope: { kind: 'full' } } as const;
const since = { kind: 'time', value: '2026-11-01T12:00:00Z' } as const;
const INCREMENTAL = { lane: 'bulk', scope: { kind: 'incremental', since } } as const;
const contract = (changes: Partial<JobContract>): JobContract => ({ ...JOB_DEFAULTS.contract, ...changes });

function read(
  counts: Partial<Record<Outcome, number>>,
  slice: Slice = { kind: 'whole' },
  plan: Chunk['plan'] = null,
) {
  const outcomes = { ...NO_OUTCOMES, ...counts };
  const fetched = Object.values(outcomes).reduce((sum, one) => sum + one, 0);
  return { slice, plan, fetched, replayed: 0, outcomes } as Chunk;
}

describe('findBreach', () => {
  it.each([
    [{}, { rejected: 10 }, undefined],
    [{ minRecords: 5 }, { created: 5 }, undefined],
    [
      { minRecords: 5 },
      { unchanged: 3, rejected: 1 },
      'The provider gave 4 records; the contract of the job expects at least 5',
    ],
    [
      { maxRecords: 0 },
      { created: 1 },
      'The provider gave 1 record; the contract of the job expects at most 0',
    ],
    [{ maxRejectedPercent: 20 }, { created: 4, rejected: 1 }, undefined],
    [{ maxRejectedPercent: 0 }, { created: 4, errored: 1 }, undefined],
    [{ maxRejectedPercent: 0 }, {}, undefined],
    [{ maxRejectedPercent: 20 }, { created: 4, rejected: 1, excluded: 100, merged: 0 }, undefined],
    [
      { maxRejectedPercent: 19.9 },
      { created: 4, rejected: 1, excluded: 100 },
      '1 of 5 records were rejected; the contract of the job allows 19.9 %',
    ],
  ])('of %j by %j: %s', (limits, counts, breach) => {
    expect(findBreach(contract(limits), FULL, [read(counts)])).toBe(breach);
  });

  it('expects no number of changes, but not more of them than there should be records', () => {
    const band = contract({ minRecords: 5, maxRecords: 10 });
    expect(findBreach(band, INCREMENTAL, [read({ updated: 1 })])).toBeUndefined();
    expect(findBreach(band, INCREMENTAL, [read({ updated: 11 })])).toContain('at most 10');
  });

  it.each([
    { lane: 'single', scope: { kind: 'single', externalIds: ['a'] } },
    { lane: 'bulk', scope: { kind: 'partial', failureIds: ['1'] } },
    { lane: 'bulk', scope: { kind: 'approval', approvalId: 'a' } },
    { lane: 'preview', scope: { kind: 'full' } },
  ] as const)('asks nothing of %j', (execution) => {
    const strict = contract({ minRecords: 100, maxRecords: 0, maxRejectedPercent: 0 });
    expect(findBreach(strict, execution, [read({ rejected: 5 })])).toBeUndefined();
  });

  it('counts what was listed, and that once', () => {
    const retried = read({ rejected: 7 }, { kind: 'failures', failureIds: ['1'] });
    const gone = read(
      { unchanged: 7 },
      { kind: 'close_out', fromPage: 0, pages: 1, reread: true, control: null },
    );
    const plan = { planId: 'p', movedInto: 'm' } as const;
    const made = read({ planned: 5 }, { kind: 'whole' }, { ...plan, role: 'make' });
    const followed = read({ created: 5 }, { kind: 'whole' }, { ...plan, role: 'follow' });
    const exact = contract({ minRecords: 5, maxRecords: 5, maxRejectedPercent: 0 });
    expect(findBreach(exact, FULL, [read({ created: 5 }), retried, gone])).toBeUndefined();
    expect(findBreach(exact, FULL, [made])).toBeUndefined();
    expect(findBreach(exact, FULL, [made, followed, retried, gone])).toBeUndefined();
  });

  it('counts what was read to carry a plan out, whatever was read to make it', () => {
    const plan = { planId: 'p', movedInto: 'm' } as const;
    const made = read({ planned: 9 }, { kind: 'whole' }, { ...plan, role: 'make' });
    const followed = read({ created: 5 }, { kind: 'whole' }, { ...plan, role: 'follow' });
    expect(findBreach(contract({ maxRecords: 5 }), FULL, [made, followed])).toBeUndefined();
    expect(findBreach(contract({ minRecords: 6 }), FULL, [made, followed])).toContain('gave 5 records');
  });

  it('finds nothing in what is within every limit, however it is cut, and always something outside', () => {
    const limits = fc.record({ min: fc.nat(50), more: fc.nat(50), percent: fc.nat(100) });
    const cut = fc.array(fc.record({ created: fc.nat(20), rejected: fc.nat(20) }), { maxLength: 5 });
    fc.assert(
      fc.property(limits, cut, ({ min, more, percent }, chunks) => {
        const rejected = chunks.reduce((sum, counts) => sum + counts.rejected, 0);
        const fetched = rejected + chunks.reduce((sum, { created }) => sum + created, 0);
        const within = fetched >= min && fetched <= min + more && rejected * 100 <= percent * fetched;
        const limit = contract({ minRecords: min, maxRecords: min + more, maxRejectedPercent: percent });
        const parts = chunks.map((counts) => read(counts));
        expect(findBreach(limit, FULL, parts) === undefined).toBe(within);
      }),
    );
  });
});
