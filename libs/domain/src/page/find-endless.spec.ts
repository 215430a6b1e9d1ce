import * as fc from 'fast-check';
import {
  findEndless,
  isOfEndless,
  LEAST_SUSPICIOUS_RECORDS,
  type KnownLength,
  type ListingLength,
} from './find-endless.js';

const length = (changes: Partial<ListingLength>): ListingLength => ({
  pages: 1_049,
  records: 1_097,
  total: null,
  ...changes,
});
const UNKNOWN: KnownLength = { maxRecords: null, here: null };

describe('a listing that goes on', () => {
  it('beyond what the provider says that it has is not read any further', () => {
    const endless = findEndless(length({ total: 100 }), UNKNOWN);
    expect(endless).toMatchObject({
      code: 'provider.listing_endless',
      message: 'The listing does not end: 1,049 pages, 1,097 records, the provider says that there are 100',
    });
  });

  it('may have grown while it was read', () => {
    expect(findEndless(length({ records: 200, total: 100 }), UNKNOWN)).toBeUndefined();
    expect(findEndless(length({ records: 201, total: 100 }), UNKNOWN)).toBeDefined();
    expect(findEndless(length({ records: 201, total: 100 }), UNKNOWN)).toBeDefined();
    expect(findEndless(length({ records: 11_000, total: 10_000 }), UNKNOWN)).toBeUndefined();
    expect(findEndless(length({ records: 11_001, total: 10_000 }), UNKNOWN)).toBeDefined();
  });

  it('beyond ten times what is here is not read any further, once it is long', () => {
    expect(findEndless(length({ records: 10_001 }), { ...UNKNOWN, here: 100 })).toMatchObject({
      message: 'The listing does not end: 1,049 pages, 10,001 records, 100 are here',
    });
    expect(findEndless(length({ records: 10_000 }), { ...UNKNOWN, here: 100 })).toBeUndefined();
    expect(findEndless(length({ records: 20_000 }), { ...UNKNOWN, here: 2_000 })).toBeUndefined();
    expect(findEndless(length({ records: 20_001 }), { ...UNKNOWN, here: 2_000 })).toBeDefined();
  });

  it('is bounded by nothing where nothing is here and nobody says anything', () => {
    for (const here of [0, null]) {
      expect(findEndless(length({ records: 50_000_000 }), { ...UNKNOWN, here })).toBeUndefined();
    }
  });

  it('is held against what the job allows, and against that only', () => {
    const allowed = { maxRecords: 1_000, here: 1 };
    expect(findEndless(length({ records: 1_001 }), allowed)).toMatchObject({
      code: 'run.contract_broken',
      message:
        'The provider has given 1,001 records, and goes on; the contract of the job expects at most 1000',
    });
    expect(findEndless(length({ records: 1_000 }), allowed)).toBeUndefined();
    const many = { maxRecords: 1_000_000, here: 1 };
    expect(findEndless(length({ records: 900_000, total: 5 }), many)).toBeUndefined();
  });

  it('has stopped what failed for its length, and nothing else', () => {
    const tooMany = findEndless(length({}), { maxRecords: 1, here: null });
    const endless = findEndless(length({ total: 1 }), UNKNOWN);
    expect([tooMany?.code, endless?.code].map((code) => isOfEndless(code ?? null))).toEqual([true, true]);
    expect(['provider.timeout', null].map(isOfEndless)).toEqual([false, false]);
  });

  it('never ends below what is suspicious, and never unends: more of it is as endless', () => {
    const known = fc.record({
      maxRecords: fc.constant(null),
      here: fc.option(fc.nat(5_000)),
    });
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(10_000), known, (records, more, by) => {
        const at = (count: number) => findEndless(length({ records: count }), by) !== undefined;
        if (records <= LEAST_SUSPICIOUS_RECORDS) expect(at(records)).toBe(false);
        if (at(records)) expect(at(records + more)).toBe(true);
      }),
    );
  });
});
