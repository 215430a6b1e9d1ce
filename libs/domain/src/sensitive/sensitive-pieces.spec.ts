import type { DeriveRule } from '../derive/derive-rule.js';
import { parseSensitive } from './sensitive-fields.js';
import { sensitivePieces } from './sensitive-pieces.js';

it.each<[string, Omit<DeriveRule, 'name' | 'recordType'>, readonly string[]]>([
  ['a part that is kept as it is', { at: 'a.b' }, ['a.b.city']],
  ['every entry of a list', { each: 'list', key: 'id' }, ['list.*.city']],
  ['the whole', {}, ['city']],
  ['what its mapping reads', { at: 'a', mapping: [{ source: 'town', target: 'city' }] }, ['a.town']],
  ['nothing where its mapping reads none', { at: 'a', mapping: [{ source: 'id', target: 'id' }] }, []],
])('finds in the record of the provider what sensitive fields are derived of: %s', (_, rule, expected) => {
  const ofPlace = parseSensitive(['city']);
  const found = sensitivePieces([{ name: 'r', recordType: 'place', ...rule }], (type) =>
    type === 'place' ? ofPlace : [],
  );
  expect(found).toEqual(parseSensitive(expected));
  expect(
    sensitivePieces([{ name: 'r', recordType: 'tag', ...rule }], (type) => (type === 'place' ? ofPlace : [])),
  ).toEqual([]);
});
