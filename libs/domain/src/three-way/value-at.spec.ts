import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../json.js';
import type { RecordPlace } from './place.js';
import { valueAt, withValueAt } from './value-at.js';

const lists = [{ path: ['lines'], rule: { key: 'sku' } }];
const record: JsonObject = {
  city: 'Rome',
  address: { street: 'a' },
  lines: [
    { sku: 'x', count: 1 },
    { sku: 'y', count: 2 },
  ],
};
const at = (...place: RecordPlace) => valueAt(record, place, lists);
const set = (place: RecordPlace, value: JsonValue | undefined) =>
  withValueAt(record, { place, value }, lists);
const y = { entry: '"y"' };

it('reads fields, entries of lists by their key, and the whole', () => {
  expect(at()).toBe(record);
  expect(at('city')).toBe('Rome');
  expect(at('address', 'street')).toBe('a');
  expect(at('lines', y, 'count')).toBe(2);
});

it.each([[['none']], [['city', 'none']], [['toString']], [['lines', { entry: '"z"' }]], [['city', y]]])(
  'gives nothing for %j',
  (place) => expect(at(...(place as RecordPlace))).toBeUndefined(),
);

it('writes where it reads, and leaves the rest', () => {
  expect(set(['city'], 'Ulm')).toEqual({ ...record, city: 'Ulm' });
  expect(set(['city'], undefined)).toEqual({ address: record['address'], lines: record['lines'] });
  expect(set(['lines', y, 'count'], 3)['lines']).toEqual([
    { sku: 'x', count: 1 },
    { sku: 'y', count: 3 },
  ]);
  expect(set(['lines', y], undefined)['lines']).toEqual([{ sku: 'x', count: 1 }]);
  expect(set(['new', 'deep'], 1)['new']).toEqual({ deep: 1 });
  expect(set([], { a: 1 })).toEqual({ a: 1 });
  expect(set([], undefined)).toEqual({});
});

it('gives back what was written, whatever the fields are called', () => {
  const place = fc.array(fc.oneof(fc.string(), fc.constant('__proto__')), { minLength: 1, maxLength: 3 });
  const value = fc.option(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { nil: undefined });
  fc.assert(
    fc.property(place, value, (names, there) => {
      const written = withValueAt({ a: 1 }, { place: names, value: there }, []);
      expect(valueAt(written, names, [])).toEqual(there);
      if (names[0] !== 'a') expect(written['a']).toBe(1);
    }),
  );
});
