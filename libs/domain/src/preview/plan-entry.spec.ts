import fc from 'fast-check';
import { BUCKETS, isWritten } from './bucket.js';
import { indexEntries } from './index-entries.js';
import { ENTRY_BYTES, packEntries, unpackEntry, type PlanEntry } from './plan-entry.js';

/** Digits of which not all are zero, as those of a digest practically never are. */
const digits = (count: number) =>
  fc
    .bigInt({ min: 1n, max: 16n ** BigInt(count) - 1n })
    .map((value) => value.toString(16).padStart(count, '0'));
const entry: fc.Arbitrary<PlanEntry> = fc.record({
  bucket: fc.constantFrom(...BUCKETS),
  key: digits(16),
  base: fc.option(digits(10)),
  target: fc.option(digits(12)),
});

describe('the entries of a plan', () => {
  it('take 20 bytes each, and come back as they were', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const packed = packEntries(entries);
        expect(packed).toHaveLength(entries.length * ENTRY_BYTES);
        expect(entries.map((_, index) => unpackEntry(packed, index * ENTRY_BYTES))).toEqual(entries);
      }),
    );
  });

  it('are found by their key, those that would be written and no others', () => {
    const few = fc.record({
      bucket: fc.constantFrom(...BUCKETS),
      key: fc.constantFrom('00000001aaaaaaaa', '00000001bbbbbbbb', 'ffffffffffffffff'),
      base: fc.constant(null),
      target: fc.option(digits(12)),
    });
    fc.assert(
      fc.property(fc.array(fc.array(fc.oneof(entry, few))), digits(16), (pages, stranger) => {
        const find = indexEntries(pages.map(packEntries));
        const written = pages.flat().filter(({ bucket }) => isWritten(bucket));
        for (const { key } of pages.flat()) {
          expect(find(key)).toEqual(written.filter((candidate) => candidate.key === key));
        }
        expect(find(stranger)).toEqual(written.filter(({ key }) => key === stranger));
      }),
    );
  });
});
