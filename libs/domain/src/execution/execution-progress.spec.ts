import fc from 'fast-check';
import type { Chunk } from '../chunk/chunk.js';
import type { Slice } from '../chunk/slice.js';
import type { Execution } from './execution.js';
import { PHASES } from './phase.js';
import { makeChunks } from '../chunk/make-chunks.js';
import { NO_OUTCOMES } from '../receipt/outcome.js';
import { addCounts } from '../receipt/receipt.js';
import { progressOf } from './execution-progress.js';

const running: Pick<Execution, 'phase' | 'scope' | 'status' | 'expected'> = {
  phase: 'fetching',
  scope: { kind: 'full' },
  status: 'running',
  expected: null,
};
const whole: Slice = { kind: 'whole' };
const retry: Slice = { kind: 'retry', round: 1, judged: true, externalIds: ['a'] };
const closeOut: Slice = { kind: 'close_out', fromPage: 0, pages: 1, reread: false, control: null };

function chunkOf(slice: Slice, changes: Partial<Chunk> = {}): Chunk {
  return { ...makeChunks({ id: 'e', epoch: 0 }, [slice], { nextId: () => 'c' })[0]!, ...changes };
}

const created = (count: number) => ({
  fetched: count,
  replayed: 0,
  outcomes: { ...NO_OUTCOMES, created: count },
});
const progress = (execution: Partial<typeof running>, processed: number) =>
  progressOf({ ...running, ...execution }, created(processed), []);
const phase = (chunks: readonly Chunk[], execution: Partial<typeof running> = {}) =>
  progressOf({ ...running, ...execution }, addCounts(chunks), chunks).phase;

describe('the total', () => {
  it('of a listing is not known before its end', () => {
    expect(progress({}, 42)).toEqual({ phase: 'fetching', processed: 42, total: null, percentage: null });
  });

  it('is known once every page was read', () => {
    const completed = { phase: 'finalizing', status: 'completed' } as const;
    expect(progress(completed, 42)).toMatchObject({ processed: 42, total: 42, percentage: 100 });
  });

  it('of named records is how many were named', () => {
    const scope = { kind: 'single', externalIds: ['a', 'b', 'c'] } as const;
    expect(progress({ scope }, 1)).toMatchObject({ total: 3, percentage: 33.3 });
  });

  it('is what the provider said where it could be asked, and never less than was seen', () => {
    expect(progress({ expected: 80 }, 20)).toMatchObject({ total: 80, percentage: 25 });
    expect(progress({ expected: 80 }, 90)).toMatchObject({ total: 90, percentage: 100 });
  });

  it('is what the pages of the listings tell, without a percentage: they may tell another one next', () => {
    const by = (...chunks: readonly Chunk[]) => progressOf(running, created(20), chunks);
    expect(by(chunkOf(whole, { total: 80 }))).toMatchObject({ total: 80, percentage: null });
    expect(by(chunkOf(whole, { total: 80 }), chunkOf(closeOut))).toMatchObject({ total: 80 });
    expect(by(chunkOf(whole, { total: 80 }), chunkOf(whole, { total: 5 }))).toMatchObject({ total: 85 });
    expect(by(chunkOf(whole, { total: 80 }), chunkOf(whole, { total: null }))).toMatchObject({ total: null });
    expect(by(chunkOf(whole, { total: 3 }))).toMatchObject({ total: 20 });
    expect(by(chunkOf(closeOut))).toMatchObject({ total: null });
  });

  it('of nothing is nothing, and done', () => {
    expect(progress({ status: 'completed' }, 0)).toMatchObject({ processed: 0, total: 0, percentage: 100 });
  });
});

it('what is to be tried again is not done yet, and once it was it counts once', () => {
  const failed = { fetched: 3, replayed: 0, outcomes: { ...NO_OUTCOMES, created: 2, retried: 1 } };
  const tried = { fetched: 3, replayed: 1, outcomes: { ...NO_OUTCOMES, created: 3, retried: 1 } };
  expect(progressOf({ ...running, expected: 3 }, failed, [])).toMatchObject({ processed: 2, total: 3 });
  expect(progressOf({ ...running, expected: 3 }, tried, [])).toMatchObject({ processed: 3, percentage: 100 });
});

describe('the phase', () => {
  it('is fetching until something is applied, then applying', () => {
    expect(phase([chunkOf(whole)])).toBe('fetching');
    expect(phase([chunkOf(whole, { pagesApplied: 1 }), chunkOf(whole)])).toBe('applying');
  });

  it('is retrying while records that failed are read once more, and finalizing while what is gone is', () => {
    const read = chunkOf(whole, { pagesApplied: 1 });
    expect(phase([read, chunkOf(retry)])).toBe('retrying');
    expect(phase([read, chunkOf(retry, { pagesApplied: 1 }), chunkOf(closeOut)])).toBe('finalizing');
  });

  it('is planning while a plan is made, however much was read for it', () => {
    const making = chunkOf(whole, { pagesApplied: 9, plan: { role: 'make', planId: 'p' } });
    expect(phase([making], { phase: 'planning' })).toBe('planning');
    // Of a run that was resumed.
    expect(phase([making], { phase: 'fetching' })).toBe('planning');
    const following = chunkOf(whole, {
      pagesApplied: 1,
      plan: { role: 'follow', planId: 'p', movedInto: 'm' },
    });
    expect(phase([making, following])).toBe('applying');
  });

  it('of a resumed run is where it was', () => {
    expect(phase([chunkOf(whole, { pagesApplied: 1 }), chunkOf(retry)], { phase: 'fetching' })).toBe(
      'retrying',
    );
  });

  it('never falls behind the one that was stored, whatever its chunks have reached', () => {
    expect(phase([chunkOf(whole)], { phase: 'retrying' })).toBe('retrying');
  });

  it('of an ended run is as it was stored', () => {
    const making = chunkOf(whole, { plan: { role: 'make', planId: 'p' } });
    expect(phase([making], { phase: 'finalizing', status: 'failed' })).toBe('finalizing');
  });
});

it('never goes back, whatever a run does next', () => {
  type Step = (chunks: readonly Chunk[]) => readonly Chunk[];
  const add: fc.Arbitrary<Step> = fc
    .constantFrom(whole, retry, closeOut)
    .map((slice) => (chunks) => [...chunks, chunkOf(slice)]);
  const apply: fc.Arbitrary<Step> = fc
    .record({ at: fc.nat(), done: fc.nat(50), retried: fc.nat(5) })
    .map(({ at, done, retried }) => (chunks) => {
      return chunks.map((chunk, nth) => (nth === at % chunks.length ? applied(chunk, done, retried) : chunk));
    });
  const steps = fc.array(fc.oneof(add, apply), { maxLength: 20 });
  const expected = fc.option(fc.nat(300));
  fc.assert(
    fc.property(steps, expected, fc.constantFrom('planning', 'fetching'), (taken, size, start) => {
      const execution = { ...running, expected: size, phase: start };
      let chunks: readonly Chunk[] = [chunkOf(whole)];
      let before = progressOf(execution, addCounts(chunks), chunks);
      for (const step of taken) {
        chunks = step(chunks);
        const now = progressOf(execution, addCounts(chunks), chunks);
        expect(PHASES.indexOf(now.phase)).toBeGreaterThanOrEqual(PHASES.indexOf(before.phase));
        expect(now.processed).toBeGreaterThanOrEqual(before.processed);
        expect(now.percentage ?? 0).toBeGreaterThanOrEqual(before.percentage ?? 0);
        before = now;
      }
      const ended = { ...execution, status: 'completed', phase: 'finalizing' } as const;
      expect(progressOf(ended, addCounts(chunks), [])).toMatchObject({
        phase: 'finalizing',
        processed: before.processed,
        percentage: 100,
      });
    }),
  );
});

/** One more page, of which so many records are to be tried again. */
function applied(chunk: Chunk, done: number, retried: number): Chunk {
  const { outcomes, fetched, pagesApplied } = chunk;
  return {
    ...chunk,
    pagesApplied: pagesApplied + 1,
    fetched: fetched + done + retried,
    outcomes: { ...outcomes, created: outcomes.created + done, retried: outcomes.retried + retried },
  };
}
