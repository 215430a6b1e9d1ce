import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { readAt } from '../mapping/path.js';
import { applyEdit } from './apply-edit.js';

const edit = (data: JsonObject, set: JsonObject, unset: readonly string[] = []) =>
  applyEdit(data, { set, unset });

describe('applyEdit', () => {
  it('sets and removes fields, and leaves all others as they are', () => {
    const data = { name: 'Ada', address: { city: 'Ulm', zip: '1' }, tags: ['a'] };
    expect(edit(data, { name: 'Eve', 'address.city': 'Bonn' }, ['tags', 'address.zip'])).toEqual({
      name: 'Eve',
      address: { city: 'Bonn' },
    });
  });

  it('makes the objects on the way, where nothing or null is there', () => {
    expect(edit({ b: null }, { 'a.b': 1, 'b.c': 2 }, ['c.d'])).toEqual({ a: { b: 1 }, b: { c: 2 } });
  });

  it('takes names that hold dots, and those that objects inherit', () => {
    const edited = edit({}, { 'a\\.b': 1, ['__proto__']: 2 });
    expect(Object.entries(edited)).toEqual([
      ['a.b', 1],
      ['__proto__', 2],
    ]);
  });

  it.each([
    [{ '': 1 }, [], 'set.: is a dotted path'],
    [{ $: 1 }, [], 'set.$: names the whole record'],
    [{ 'a.*': 1 }, [], 'set.a.*: names every entry'],
    [{ 'name.first': 1 }, [], 'set.name.first: leads through "name", which is no object'],
    [{ 'a.b': 1 }, ['a'], 'unset.a: names what another path'],
  ])('refuses %j without %j', (set, unset, message) => {
    expect(() => edit({ name: 'Ada' }, set, unset)).toThrow(message);
  });

  it('is there afterwards, and done twice changes nothing more', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const path = fc.array(name, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(path, fc.integer(), fc.dictionary(name, fc.constant({ a: 1 })), (at, value, data) => {
        const set = { [at.join('.')]: value };
        if (at.length > 2) return;
        const once = edit(data, set);
        expect(readAt(once, at)).toBe(value);
        expect(edit(once, set)).toEqual(once);
      }),
    );
  });
});
