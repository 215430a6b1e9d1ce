import type { JsonObject } from '../json.js';
import { parseJson } from '../json-text/parse-json.js';
import { listPlaces } from './list-places.js';
import { observeShape } from './observe-shape.js';
import { LONGEST_NAME } from './shape.js';
import { shapeOf, told } from './testing/read-shape.js';

describe('what records look like', () => {
  it('is every path with the classes of its values', () => {
    const shape = shapeOf(
      { id: 'a', total: 1, address: { city: 'Bonn' }, tags: ['x', 3], lines: [{ sku: 'k', price: 1.5 }] },
      { id: 'b', total: null, vip: true, lines: [], 'a.b': 'dot', '*': 'star' },
      'no object',
    );
    expect(told(shape)).toEqual({
      id: 'text',
      total: 'null integer',
      address: 'object',
      'address.city': 'text',
      tags: 'list',
      'tags.*': 'integer text',
      lines: 'list',
      'lines.*': 'object',
      'lines.*.sku': 'text',
      'lines.*.price': 'number',
      vip: 'boolean',
      'a\\.b': 'text',
      '\\*': 'text',
    });
    expect(shape.present).toBe(2);
    expect(listPlaces(shape).find(({ path }) => path === 'vip')).toMatchObject({
      present: 1,
      of: 2,
      seenOn: '2026-11-30',
    });
  });

  it('tells whole numbers from others, however many digits they have', () => {
    const record = parseJson('{"whole":123456789012345678901234567890,"other":0.12345678901234567890123}');
    expect(told(shapeOf(record))).toEqual({ whole: 'integer', other: 'number' });
  });

  it('reads names that hold data as one, save at the top', () => {
    const byId = {
      '4711': { n: 1 },
      'ada@example.com': { n: 'x' },
      '01a22319-3c00-7e11-8f00-1a2b3c4d5e6f': 2,
    };
    expect(told(shapeOf({ byId: { ...byId, name: 'a' }, '2024': 1 }))).toEqual({
      '2024': 'integer',
      byId: 'object',
      'byId.name': 'text',
      'byId.*': 'integer object',
      'byId.*.n': 'integer text',
    });
    const odd = { 'x\0y': 1, '\ud800': 2, '': 3, [`${'n'.repeat(LONGEST_NAME)}n`]: 4 };
    expect(told(shapeOf(odd))).toEqual({ '*': 'integer' });
  });

  it('takes names as they are, also those that every object has', () => {
    const record = JSON.parse('{"__proto__":{"a":1},"constructor":2}') as JsonObject;
    expect(listPlaces(shapeOf(record)).map(({ path }) => path)).toEqual([
      '__proto__',
      '__proto__.a',
      'constructor',
    ]);
  });

  it('looks at the first entries of a list only where it samples', () => {
    const list = [...Array.from({ length: 10 }, () => 1), 'eleventh'];
    expect(told(observeShape([{ list }], { day: '2026-11-30', isWhole: false }))['list.*']).toBe('integer');
    expect(told(shapeOf({ list }))['list.*']).toBe('integer text');
  });

  it('ends where records nest very deep', () => {
    const deep = JSON.parse('{"a":'.repeat(100) + '1' + '}'.repeat(100)) as JsonObject;
    expect(listPlaces(shapeOf(deep))).toHaveLength(16);
  });
});
