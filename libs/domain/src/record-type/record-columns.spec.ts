import fc from 'fast-check';
import type { MappingRule } from '../mapping/mapping-rule.js';
import { observeShape } from '../shape/observe-shape.js';
import { NOTHING_SEEN } from '../shape/shape.js';
import {
  COLUMN_KINDS,
  cutToBytes,
  FIXED_COLUMNS,
  layOutColumns,
  MOST_COLUMNS,
  wantedColumns,
  type ColumnKind,
  type ColumnSource,
} from './record-columns.js';

const source = (mapping: readonly MappingRule[], seen = NOTHING_SEEN): ColumnSource => ({
  mapping,
  fields: [],
  seen,
});

describe('wantedColumns', () => {
  it('types the top-level properties of a schema', () => {
    const schema = {
      $defs: { money: { type: 'number' } },
      properties: {
        name: { type: 'string' },
        age: { type: ['integer', 'null'] },
        ratio: { type: ['integer', 'number'] },
        price: { $ref: '#/$defs/money' },
        vip: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
        at: { type: 'string', format: 'date-time' },
        day: { type: 'string', format: 'date' },
        mail: { type: 'string', format: 'email' },
        state: { enum: ['a', 'b'] },
        mixed: { type: ['string', 'object'] },
        tags: { type: 'array' },
        any: true,
        constructor: { type: 'constructor' },
      },
    };
    expect(
      Object.fromEntries(wantedColumns(schema, []).map(({ property, kind }) => [property, kind])),
    ).toEqual({
      name: 'text',
      age: 'integer',
      ratio: 'number',
      price: 'number',
      vip: 'boolean',
      at: 'timestamp',
      day: 'date',
      mail: 'text',
      state: 'text',
      mixed: 'json',
      tags: 'json',
      any: 'json',
      constructor: 'json',
    });
  });

  it('takes the targets of the mappings where there is no schema with properties', () => {
    const rules = [
      { source: 'a', target: 'name' },
      { source: 'a', target: 'total', transforms: [{ name: 'cast', to: 'number' }] },
      { source: 'a', target: 'address.city' },
      { source: '$', target: '$' },
    ];
    const others = [
      { source: 'b', target: 'total' },
      { source: 'b', target: 'address' },
    ];
    expect(wantedColumns({ type: 'object' }, [source(rules), source(others)])).toEqual([
      { property: 'name', kind: 'any' },
      { property: 'total', kind: 'any' },
      { property: 'address', kind: 'json' },
    ]);
    expect(wantedColumns(null, [])).toEqual([]);
  });

  it('takes what was seen where there are neither', () => {
    const records = [
      { id: 'a', total: 1, vip: true, address: { city: 'Bonn' }, tags: [], odd: 1, gone: null, note: null },
      { id: 'b', total: 2.5, odd: 'x', note: 'n' },
    ];
    const seen = observeShape(records, { day: '2026-11-30', isWhole: true });
    expect(wantedColumns(null, [source([], seen)])).toEqual([
      { property: 'id', kind: 'text' },
      { property: 'total', kind: 'number' },
      { property: 'vip', kind: 'boolean' },
      { property: 'address', kind: 'json' },
      { property: 'tags', kind: 'json' },
      { property: 'odd', kind: 'json' },
      { property: 'note', kind: 'text' },
    ]);
    const some = { ...source([], seen), fields: ['id', 'address.city'] };
    expect(wantedColumns(null, [some]).map(({ property }) => property)).toEqual(['id', 'address']);
    const schema = { properties: { id: { type: 'string' } } };
    expect(wantedColumns(schema, [source([], seen)])).toEqual([{ property: 'id', kind: 'text' }]);
  });
});

describe('layOutColumns', () => {
  it('names what would clash by a number, with fixed columns and by case', () => {
    const wanted = ['id', 'ID', 'data', 'Version', ''].map((property) => ({
      property,
      kind: 'text' as const,
    }));
    expect(layOutColumns([], wanted).map(({ name }) => name)).toEqual([
      'id',
      'ID_2',
      'data_2',
      'Version_2',
      '_',
    ]);
  });

  it('appends a column where the SQL type is another, and keeps the one where it is the same', () => {
    const first = layOutColumns([], [{ property: 'total', kind: 'text' }]);
    const second = layOutColumns(first, [{ property: 'total', kind: 'number' }]);
    expect(second).toEqual([
      { name: 'total', property: 'total', kind: 'text' },
      { name: 'total_2', property: 'total', kind: 'number' },
    ]);
    expect(layOutColumns(second, [{ property: 'total', kind: 'any' }])).toMatchObject([
      { kind: 'any' },
      { kind: 'number' },
    ]);
  });

  it('cuts names to what Postgres takes, between characters', () => {
    const property = 'é'.repeat(40);
    const [one, two] = layOutColumns(
      [],
      [
        { property, kind: 'text' },
        { property: `${property}x`, kind: 'text' },
      ],
    );
    expect(Buffer.byteLength(one!.name)).toBe(62);
    expect(two!.name).toBe(`${'é'.repeat(30)}_2`);
    expect(cutToBytes('a😀', 4)).toBe('a');
  });

  const kinds = Object.keys(COLUMN_KINDS) as ColumnKind[];
  const wantedLists = fc.array(
    fc.array(fc.record({ property: fc.string({ maxLength: 4 }), kind: fc.constantFrom(...kinds) }), {
      maxLength: 8,
    }),
    { maxLength: 6 },
  );
  it('never moves, renames or retypes a column, whatever becomes of a schema, and shows all that is wanted', () => {
    fc.assert(
      fc.property(wantedLists, (lists) => {
        let columns = layOutColumns([], []);
        for (const wanted of lists) {
          const next = layOutColumns(columns, wanted);
          columns.forEach((column, at) => {
            expect(next[at]).toMatchObject({ name: column.name, property: column.property });
            expect(COLUMN_KINDS[next[at]!.kind].sqlType).toBe(COLUMN_KINDS[column.kind].sqlType);
          });
          const names = [...FIXED_COLUMNS, ...next.map(({ name }) => name.toLowerCase())];
          expect(new Set(names).size).toBe(names.length);
          for (const { property } of wanted)
            expect(next.some((column) => column.property === property)).toBe(true);
          expect(layOutColumns(next, wanted)).toHaveLength(next.length);
          columns = next;
        }
      }),
    );
  });

  it('has at most a thousand columns', () => {
    const wanted = Array.from({ length: 2_000 }, (_, at) => ({ property: `p${at}`, kind: 'text' as const }));
    expect(layOutColumns([], wanted)).toHaveLength(MOST_COLUMNS - FIXED_COLUMNS.length);
  });
});
