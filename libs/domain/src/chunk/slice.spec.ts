import { countsForBreaker, isListing, SLICE_KINDS, sliceKindsThat, type Slice } from './slice.js';

describe('the table of slice kinds', () => {
  it('has one line for each kind', () => {
    expect(SLICE_KINDS).toEqual([
      'whole',
      'range',
      'details',
      'ids',
      'failures',
      'retry',
      'close_out',
      'push',
    ]);
  });

  it.each([
    ['is a listing', ['whole', 'range'], sliceKindsThat((kind) => kind.isListing)],
    [
      'sees what the listing named',
      ['whole', 'range', 'details'],
      sliceKindsThat((kind) => kind.seesListing),
    ],
    [
      'says nothing of the execution',
      ['failures', 'close_out'],
      sliceKindsThat((kind) => !kind.countsForBreaker),
    ],
    [
      'tries its records again',
      ['details', 'ids', 'failures', 'retry'],
      sliceKindsThat((kind) => kind.triesAgain),
    ],
    ['is replayed', ['retry'], sliceKindsThat((kind) => kind.isReplayed)],
    ['repairs', ['failures'], sliceKindsThat((kind) => kind.isRepair)],
    ['can be cut', ['whole'], sliceKindsThat((kind) => kind.isDivisible)],
    ['finalizes', ['close_out'], sliceKindsThat((kind) => kind.phase === 'finalizing')],
    ['pushes', ['push'], sliceKindsThat((kind) => kind.phase === 'pushing')],
    ['retries', ['retry'], sliceKindsThat((kind) => kind.phase === 'retrying')],
  ])('says which kind %s', (_, expected, found) => {
    expect(found).toEqual(expected);
  });

  it('is a listing where it does not name its records', () => {
    expect(SLICE_KINDS.filter((kind) => isListing({ kind }))).toEqual(['whole', 'range']);
  });

  it('sees the listing wherever it is one', () => {
    expect(sliceKindsThat(({ isListing, seesListing }) => isListing && !seesListing)).toEqual([]);
  });

  it('judges the execution by a record that is tried again as it did before', () => {
    const retry = (judged: boolean): Slice => ({ kind: 'retry', round: 1, externalIds: ['1'], judged });
    expect([countsForBreaker(retry(true)), countsForBreaker(retry(false))]).toEqual([true, false]);
  });
});
