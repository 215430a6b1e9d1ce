import type { JsonObject } from '../json.js';
import { compilePruning } from './prune-unknown.js';

const prune = (schema: JsonObject, data: JsonObject) => compilePruning(schema)(data);

describe('a record without what its schema does not name', () => {
  it('keeps what is named, at every depth at which something is', () => {
    const schema = {
      properties: {
        name: { type: 'string' },
        address: { properties: { city: {} } },
        lines: { items: { properties: { sku: {} } } },
        free: { type: 'object' },
      },
    };
    const data = {
      name: 'Ada',
      extra: 1,
      address: { city: 'Bonn', zip: '1' },
      lines: [{ sku: 'k', more: 1 }, 'text'],
      free: { any: 1 },
    };
    expect(prune(schema, data)).toEqual({
      name: 'Ada',
      address: { city: 'Bonn' },
      lines: [{ sku: 'k' }, 'text'],
      free: { any: 1 },
    });
  });

  it.each([
    ['names nothing', { type: 'object' }],
    ['takes others', { properties: { a: {} }, additionalProperties: true }],
    ['says what others are', { properties: { a: {} }, additionalProperties: { type: 'number' } }],
    ['names by pattern', { properties: { a: {} }, patternProperties: { '^b': {} } }],
  ])('keeps all where the schema %s', (_, schema) => {
    expect(prune(schema as JsonObject, { a: 1, b: 2 })).toEqual({ a: 1, b: 2 });
  });

  it('drops what is forbidden, so that it breaks nothing', () => {
    expect(prune({ properties: { a: {} }, additionalProperties: false }, { a: 1, b: 2 })).toEqual({ a: 1 });
  });

  it('keeps what any branch names, also behind a reference', () => {
    const schema = {
      $defs: { named: { properties: { name: {} } } },
      allOf: [{ $ref: '#/$defs/named' }],
      anyOf: [{ type: 'null' }, { properties: { mail: {} } }],
      if: { properties: { kind: {} } },
      dependentSchemas: { kind: { properties: { more: {} } } },
    };
    const data = { name: 1, mail: 2, kind: 3, more: 4, other: 5 };
    expect(prune(schema, data)).toEqual({ name: 1, mail: 2, kind: 3, more: 4 });
  });

  it('leaves entries that are named by their place', () => {
    const schema = { properties: { pair: { prefixItems: [{ properties: { a: {} } }], items: false } } };
    expect(prune(schema, { pair: [{ a: 1, b: 2 }] })).toEqual({ pair: [{ a: 1, b: 2 }] });
  });

  it('keeps names that every object has where they are named only', () => {
    const data = JSON.parse('{"constructor":1,"__proto__":{"a":1},"toString":2}') as JsonObject;
    const pruned = prune({ properties: { constructor: {} } }, data);
    expect(Object.keys(pruned)).toEqual(['constructor']);
  });
});
