import type { Chunk } from './chunk.js';
import type { RangeSlice } from './slice.js';
import { divideChunk, mayDivide } from './divide-chunk.js';
import { NO_OUTCOMES } from '../receipt/outcome.js';

const whole: Chunk = {
  id: 'whole',
  executionId: 'execution',
  ordinal: 0,
  epoch: 2,
  state: 'claimed',
  attempt: 3,
  leaseUntil: new Date(),
  slice: { kind: 'whole' },
  cursor: null,
  pagesApplied: 0,
  fetched: 0,
  replayed: 0,
  outcomes: NO_OUTCOMES,
  bound: null,
};
const retried: Chunk = {
  ...whole,
  id: 'retried',
  ordinal: 1,
  slice: { kind: 'failures', failureIds: ['7'] },
};
const slice = (from: number): RangeSlice => ({
  kind: 'range',
  key: 'immutable',
  label: `from ${from}`,
  range: { from },
});

function divide(chunk: Chunk, slices: readonly RangeSlice[]) {
  let ids = 0;
  return divideChunk(chunk, slices, { siblings: [chunk, retried], nextId: () => `chunk-${(ids += 1)}` });
}

describe('divideChunk', () => {
  it('leaves the first slice to whoever holds the whole and plans a chunk for each other', () => {
    const division = divide(whole, [slice(0), slice(10), slice(20)]);
    expect(division?.first).toEqual(slice(0));
    expect(division?.others).toMatchObject([
      { id: 'chunk-1', ordinal: 2, epoch: 2, state: 'planned', attempt: 0, slice: slice(10) },
      { id: 'chunk-2', ordinal: 3, epoch: 2, state: 'planned', attempt: 0, slice: slice(20) },
    ]);
  });

  it('narrows the whole to a single slice', () => {
    expect(divide(whole, [slice(0)])).toEqual({ first: slice(0), others: [] });
  });

  it('cuts nothing where there is nothing to cut', () => {
    expect(divide(whole, [])).toBeUndefined();
  });

  it('never cuts what was read in part, or cut before', () => {
    expect(divide({ ...whole, pagesApplied: 1 }, [slice(0)])).toBeUndefined();
    expect(divide({ ...whole, slice: slice(0) }, [slice(0)])).toBeUndefined();
    expect(mayDivide(retried)).toBe(false);
  });
});
