import fc from 'fast-check';
import { BUCKETS, isForeseen } from './bucket.js';
import { indexEntries } from './index-entries.js';
import { ENTRY_BYTES, entryKey, packEntries, unpackEntry, type PlanEntry } from './plan-entry.js';

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

  it('are found by their key, those that are to be carried out and no others', () => {
    const few = fc.record({
      bucket: fc.constantFrom(...BUCKETS),
      key: fc.constantFrom('00000001aaaaaaaa', '00000001bbbbbbbb', 'ffffffffffffffff'),
      base: fc.constant(null),
      target: fc.option(digits(12)),
    });
    fc.assert(
      fc.property(fc.array(fc.array(fc.oneof(entry, few))), digits(16), (pages, stranger) => {
        const find = indexEntries(pages.map(packEntries));
        const foreseen = pages.flat().filter(({ bucket }) => isForeseen(bucket));
        for (const { key } of pages.flat()) {
          expect(find(key)).toEqual(foreseen.filter((candidate) => candidate.key === key));
        }
        for (const absent of [stranger, '0'.repeat(16)]) {
          expect(find(absent)).toEqual(foreseen.filter(({ key }) => key === absent));
        }
      }),
    );
  });

  it('are left as they are where only a later release knows what they say', () => {
    const packed = packEntries([{ bucket: 'new', key: '1'.repeat(16), base: null, target: null }]);
    packed[0] = BUCKETS.length;
    expect(unpackEntry(packed, 0).bucket).toBe('unchanged');
    expect(indexEntries([packed])('1'.repeat(16))).toEqual([]);
  });

  it('have a key that depends on the id of their record, which may be none', () => {
    const digest = (text: string) => `${text.length}`.padStart(20, '0');
    expect(entryKey('abc', digest)).toBe('0000000000000000');
    expect(entryKey(null, (text) => (text === '' ? 'f'.repeat(20) : digest(text)))).toBe('f'.repeat(16));
  });
});
