import fc from 'fast-check';
import { parseJson } from '../json-text/parse-json.js';
import { compileReader, EVERY, formatPath, parsePath, parseValuesPath, readAt } from './path.js';

describe('dotted paths', () => {
  it.each([
    ['$', []],
    ['name', ['name']],
    ['address.street', ['address', 'street']],
    ['a\\.b.c', ['a.b', 'c']],
    ['a\\\\.b', ['a\\', 'b']],
    ['\\$.a', ['$', 'a']],
    ['items.0.name', ['items', '0', 'name']],
    ['a*.\\*', ['a*', '*']],
  ])('reads %s', (text, names) => {
    expect(parsePath(text)).toEqual(names);
  });

  it.each(['', '.', 'a.', '.a', 'a..b', 'a\\b', 'a\\'])('refuses "%s"', (text) => {
    expect(() => parsePath(text)).toThrow();
  });

  it('tells who writes JSONPath what to write instead', () => {
    expect(() => parsePath('$.name')).toThrow('write name rather than $.name');
  });

  it('are told from the whole record and from JSONPath where a name is a dollar sign', () => {
    expect(formatPath([])).toBe('$');
    expect(formatPath(['$'])).toBe('\\$');
    expect(formatPath(['$', 'a', '$'])).toBe('\\$.a.$');
  });

  it('are read back as they were written, whatever the names', () => {
    const names = fc.array(fc.string({ minLength: 1, unit: fc.constantFrom('a', '.', '\\', '$', '0', '*') }));
    fc.assert(fc.property(names, (path) => expect(parsePath(formatPath(path))).toEqual(path)));
  });
});

describe('paths to many values', () => {
  it('name every entry of a list by an asterisk that stands alone', () => {
    expect(parseValuesPath('*.lines.*.sku')).toEqual([EVERY, 'lines', EVERY, 'sku']);
    expect(parseValuesPath('a*.\\*')).toEqual(['a*', '*']);
  });

  it('are refused where one value is meant', () => {
    expect(() => parsePath('lines.*.sku')).toThrow('where one value is meant; write \\* for a name');
  });

  it.each([
    ['*.id', '[{"id":1},{"id":2}]', [1, 2]],
    ['*', '[1,[2]]', [1, [2]]],
    ['a.*.b', '{"a":[{"b":1},{"c":2},3,{"b":null}]}', [1, null]],
    ['a.*.b', '{"a":[]}', []],
    ['a.*.b.*', '{"a":[{"b":[1,2]},{"b":3},{"b":[[4]]}]}', [1, 2, [4]]],
    ['a.*.b', '{"a":{"0":{"b":1}}}', undefined],
    ['a.*', '{}', undefined],
    ['a.0.*.0', '{"a":[[[1,2],[3]]]}', [1, 3]],
  ])('%s of %s', (path, text, found) => {
    expect(readAt(parseJson(text), parseValuesPath(path))).toEqual(found);
  });

  it('find what the places of all entries find one by one', () => {
    const entry = fc.dictionary(fc.constantFrom('a', 'b'), fc.nat(3));
    fc.assert(
      fc.property(fc.array(entry), (list) => {
        const one = list
          .map((_, at) => readAt(list, [String(at), 'a']))
          .filter((found) => found !== undefined);
        expect(readAt(list, parseValuesPath('*.a'))).toEqual(one);
      }),
    );
  });
});

describe('reading a value by its path', () => {
  const read = (path: string, record: object) => compileReader(parsePath(path))(record as never);

  it('goes through objects and lists', () => {
    expect(read('items.1.name', { items: [{}, { name: 'second' }] })).toBe('second');
    expect(read('items.10', { items: 'abcdefghijk'.split('') })).toBe('k');
  });

  it('gives the whole record for $', () => {
    expect(read('$', { a: 1 })).toEqual({ a: 1 });
  });

  it.each([
    'a.b.c',
    'text.length',
    'list.length',
    'list.-1',
    'list.01',
    'list.1e0',
    'list.7',
    'nothing.a',
    'missing',
  ])('finds nothing at %s', (path) => {
    expect(read(path, { a: { b: 1 }, text: 'abc', list: ['x', 'y'], nothing: null })).toBeUndefined();
  });

  it.each(['constructor', '__proto__', 'toString', 'a.constructor', 'a.__proto__', 'constructor.name'])(
    'does not take what every object answers to for a field: %s',
    (path) => {
      expect(read(path, { a: {} })).toBeUndefined();
    },
  );

  it('finds such a field where the record really has one', () => {
    expect(read('__proto__.x', JSON.parse('{"__proto__": {"x": 1}}') as object)).toBe(1);
    expect(read('constructor', { constructor: 'Lego' })).toBe('Lego');
  });
});
