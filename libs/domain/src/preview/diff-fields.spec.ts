import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { diffFields } from './diff-fields.js';

describe('the differing fields of two records', () => {
  it('are named by their path, with what they hold', () => {
    const before: JsonObject = {
      id: 1,
      name: 'Ada',
      address: { city: 'Oslo', 'zip.code': '1' },
      tags: [1, 2],
    };
    const after: JsonObject = { id: 1, address: { city: 'Oslo', 'zip.code': '2' }, tags: [1, 3], vip: null };
    expect(diffFields(before, after)).toEqual([
      { field: 'address.zip\\.code', before: '"1"', after: '"2"' },
      { field: 'name', before: '"Ada"', after: null },
      { field: 'tags', before: '[1,2]', after: '[1,3]' },
      { field: 'vip', before: null, after: 'null' },
    ]);
  });

  it('are cut where they are long, and are not too many', () => {
    const [change] = diffFields({}, { text: 'x'.repeat(10_000) });
    expect(change?.after).toBe(`"${'x'.repeat(499)}…`);
    const [whole] = diffFields({}, { text: 'x'.repeat(498) });
    expect(whole?.after).toBe(`"${'x'.repeat(498)}"`);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, index]));
    expect(diffFields({}, many)).toHaveLength(200);
  });

  it('are none exactly if the records are the same', () => {
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonObject['x'] & {}>;
    const record = fc.dictionary(fc.string(), value);
    fc.assert(
      fc.property(record, record, (one, other) => {
        expect(diffFields(one, one)).toEqual([]);
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(diffFields(one, other).length === 0).toBe(same);
      }),
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
