import fc from 'fast-check';
import { coalesceHints, type RecordHint } from './coalesce-hints.js';

const hints = fc.array(
  fc.record({
    jobId: fc.constantFrom('job 1', 'job 2'),
    externalIds: fc.array(fc.constantFrom(...'abcdefghij'), { minLength: 1, maxLength: 8 }),
    from: fc.nat(5),
  }),
);
const most = fc.integer({ min: 1, max: 4 });
const pairs = (list: readonly Pick<RecordHint, 'jobId' | 'externalIds'>[]) =>
  list.flatMap(({ jobId, externalIds }) => externalIds.map((id) => `${jobId} ${id}`));

describe('runs of what messages name', () => {
  it('read each record that was named for a job, and each once', () => {
    fc.assert(
      fc.property(hints, most, (said, size) => {
        const runs = pairs(coalesceHints(said, size));
        expect(new Set(runs)).toEqual(new Set(pairs(said)));
        expect(new Set(runs).size).toBe(runs.length);
      }),
    );
  });

  it('are as few as can be, and none is too large', () => {
    fc.assert(
      fc.property(hints, most, (said, size) => {
        const runs = coalesceHints(said, size);
        for (const { externalIds } of runs) expect(externalIds.length).toBeLessThanOrEqual(size);
        for (const job of ['job 1', 'job 2']) {
          const named = new Set(pairs(said.filter(({ jobId }) => jobId === job))).size;
          expect(runs.filter(({ jobId }) => jobId === job)).toHaveLength(Math.ceil(named / size));
        }
      }),
    );
  });

  it('are known to each message that named one of their records', () => {
    fc.assert(
      fc.property(hints, most, (said, size) => {
        const runs = coalesceHints(said, size);
        for (const { jobId, externalIds, from } of said)
          for (const id of externalIds)
            expect(
              runs.some(
                (run) => run.jobId === jobId && run.externalIds.includes(id) && run.from.includes(from),
              ),
            ).toBe(true);
      }),
    );
  });
});
