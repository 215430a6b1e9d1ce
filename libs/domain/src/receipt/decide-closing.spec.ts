import { decideClosing, type PageSums } from './decide-closing.js';
import type { Chunk } from '../chunk/chunk.js';
import { NO_OUTCOMES, type Outcome } from './outcome.js';

function applied(counts: Partial<Record<Outcome, number>>, fetched: number, replayed = 0): Chunk {
  return {
    id: 'c',
    executionId: 'e',
    ordinal: 0,
    epoch: 0,
    state: 'applied',
    attempt: 1,
    leaseUntil: null,
    slice: { kind: 'whole' },
    cursor: null,
    pagesApplied: 2,
    fetched,
    replayed,
    outcomes: { ...NO_OUTCOMES, ...counts },
    bound: null,
  };
}

const sumsOf = (chunk: Chunk): PageSums => ({
  chunkId: chunk.id,
  pages: chunk.pagesApplied,
  inputs: chunk.fetched + chunk.replayed,
  outcomes: chunk.outcomes,
  unbroken: true,
});
const close = (chunk: Chunk, sums: Partial<PageSums> = {}) =>
  decideClosing([chunk], [{ ...sumsOf(chunk), ...sums }]);

describe('decideClosing', () => {
  it('is completed when nothing failed', () => {
    const closing = close(applied({ created: 3, unchanged: 2 }, 5));
    expect(closing).toMatchObject({
      status: 'completed',
      reason: null,
      receipt: { fetched: 5, balanced: true },
    });
  });

  it('is completed for an empty stream', () => {
    expect(close(applied({}, 0)).status).toBe('completed');
  });

  it('is completed with errors when some failed', () => {
    expect(close(applied({ created: 3, rejected: 2 }, 5)).status).toBe('completed_with_errors');
  });

  it('is failed when all failed, those that were replayed too', () => {
    const { status, reason } = close(applied({ rejected: 2 }, 1, 1));
    expect({ status, kind: reason?.kind }).toEqual({ status: 'failed', kind: 'all_failed' });
  });

  it('is failed when all failed', () => {
    expect(close(applied({ rejected: 2 }, 2))).toMatchObject({
      status: 'failed',
      reason: { kind: 'all_failed' },
    });
  });

  it('is failed when it breaks the contract of its job, and its counts hold', () => {
    const chunk = applied({ created: 3 }, 3);
    expect(decideClosing([chunk], [sumsOf(chunk)], { breach: 'too few records' })).toMatchObject({
      status: 'failed',
      reason: { kind: 'contract', code: 'run.contract_broken', message: 'too few records' },
      receipt: { balanced: true },
    });
  });

  it('is never green when active records are not those that it has listed', () => {
    const chunk = applied({ created: 3 }, 3);
    const difference = '1 record is listed but inactive: a';
    expect(decideClosing([chunk], [sumsOf(chunk)], { difference })).toMatchObject({
      status: 'failed',
      reason: { kind: 'verification', message: difference },
      receipt: { balanced: false },
    });
  });

  it.each([
    ['a record lost its outcome', applied({ created: 4 }, 5), {}],
    ['a page is missing', applied({ created: 5 }, 5), { pages: 1 }],
    ['page results hold another number of records', applied({ created: 5 }, 5), { inputs: 4 }],
    [
      'page results tell other outcomes',
      applied({ created: 5 }, 5),
      { outcomes: { ...NO_OUTCOMES, updated: 5 } },
    ],
    ['the cursor chain is broken', applied({ created: 5 }, 5), { unbroken: false }],
    ['a chunk did not reach its end', { ...applied({ created: 5 }, 5), state: 'claimed' as const }, {}],
  ])('is never green when %s', (_, chunk, sums) => {
    const closing = close(chunk, sums);
    expect(closing).toMatchObject({
      status: 'failed',
      reason: { kind: 'verification' },
      receipt: { balanced: false },
    });
    expect(closing.reason?.remedy).toBeTruthy();
  });

  it('is never green when one chunk has an outcome too few and another one too many', () => {
    const chunks = [applied({ created: 4 }, 5), { ...applied({ created: 6 }, 5), id: 'd', ordinal: 1 }];
    const { status, reason } = decideClosing(chunks, chunks.map(sumsOf));
    expect({ status, kind: reason?.kind }).toEqual({ status: 'failed', kind: 'verification' });
    expect(reason?.message).toContain('chunk 0 has records without exactly one outcome');
  });

  it('is never green when a record was to be tried again and was not', () => {
    const chunk = applied({ created: 4, retried: 1 }, 5);
    const { status, reason } = close(chunk);
    expect({ status, kind: reason?.kind }).toEqual({ status: 'failed', kind: 'verification' });
    expect(reason?.message).toContain('1 records were to be tried again');
  });

  it('is never green when a chunk has no page results at all', () => {
    expect(decideClosing([applied({ created: 1 }, 1)], []).status).toBe('failed');
  });
});
