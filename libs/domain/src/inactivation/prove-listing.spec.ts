import { proveListing } from './prove-listing.js';
import { listed } from './testing/listed.js';

describe('proveListing', () => {
  it('takes an unbroken chain of pages from the start to the explicit end, of every slice', () => {
    expect(proveListing([listed(), listed({ ordinal: 1 })])).toEqual({ complete: true });
  });

  it.each([
    [{ state: 'claimed' }, 'chunk 1 did not reach its end'],
    [{ state: 'failed' }, 'chunk 1 did not reach its end'],
    [{ state: 'abandoned' }, 'chunk 1 did not reach its end'],
    [{ pages: 0, fromStart: false, toEnd: false }, 'chunk 1 has no pages'],
    [{ fromStart: false }, 'the first page of chunk 1 is missing'],
    [{ unbroken: false }, 'the pages of chunk 1 are not one unbroken chain'],
    [{ doubt: 'the provider says that there are 60 records' }, 'the provider says that there are 60 records'],
    [{ toEnd: false }, 'the provider did not say that the last page of chunk 1 is the last'],
  ] as const)('is not given by %j', (changes, reason) => {
    const chunks = [listed(), listed({ ordinal: 1, ...changes })];
    expect(proveListing(chunks)).toEqual({ complete: false, reason });
  });

  it('is not given by nothing at all', () => {
    expect(proveListing([])).toEqual({ complete: false, reason: 'nothing was listed' });
  });
});
