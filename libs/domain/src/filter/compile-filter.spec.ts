import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { compileFilter } from './compile-filter.js';
import type { Filter } from './filter.js';

const record: JsonObject = {
  status: 'active',
  seats: 12,
  tags: ['vip', 3],
  address: { country: 'NO', street: null },
  changedAt: '2026-11-20T10:00:00+02:00',
};
const passes = (filter: Filter, data = record) => compileFilter(filter)(data);

describe('a filter', () => {
  it('lets everything pass where there is none', () => {
    expect(compileFilter(null)(record)).toBe(true);
  });

  it.each<[Filter, boolean]>([
    [{ field: 'status', equals: 'active' }, true],
    [{ field: 'status', equals: 'Active' }, false],
    [{ field: 'missing', equals: null }, true],
    [{ field: 'seats', in: [1, 12] }, true],
    [{ field: 'seats', in: ['12'] }, false],
    [{ field: 'address.street', exists: true }, false],
    [{ field: 'address.street', exists: false }, true],
    [{ field: 'address.country', startsWith: 'N' }, true],
    [{ field: 'status', contains: 'ctiv' }, true],
    [{ field: 'tags', contains: 'vip' }, true],
    [{ field: 'tags', contains: 'vi' }, false],
    [{ field: 'seats', atLeast: 12, below: 13 }, true],
    [{ field: 'seats', above: 12 }, false],
    [{ field: 'status', above: 1 }, false],
    [{ field: 'changedAt', above: '2026-11-20T07:59:59Z' }, true],
    [{ field: 'changedAt', atMost: '2026-11-20T07:59:59Z' }, false],
    [{ field: 'constructor', exists: true }, false],
  ])('%j: %s', (filter, expected) => {
    expect(passes(filter)).toBe(expected);
  });

  it('joins conditions', () => {
    const active: Filter = { field: 'status', equals: 'active' };
    const swedish: Filter = { field: 'address.country', equals: 'SE' };
    expect(passes({ all: [active, swedish] })).toBe(false);
    expect(passes({ any: [active, swedish] })).toBe(true);
    expect(passes({ all: [active, { not: swedish }] })).toBe(true);
  });

  it('and its negation never both hold, whatever the record', () => {
    const value = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null));
    const condition = fc.oneof(
      fc.record({ field: fc.constant('a'), equals: value }),
      fc.record({ field: fc.constant('a'), above: fc.integer() }),
      fc.record({ field: fc.constant('a'), exists: fc.boolean() }),
    ) as fc.Arbitrary<Filter>;
    fc.assert(
      fc.property(condition, condition, value, (first, second, a) => {
        const data: JsonObject = { a };
        const both: Filter = { all: [first, second] };
        expect(passes({ not: both }, data)).toBe(!passes(both, data));
        expect(passes({ not: both }, data)).toBe(passes({ any: [{ not: first }, { not: second }] }, data));
      }),
    );
  });
});

describe('a filter that cannot be compiled', () => {
  it.each<[string, unknown, string]>([
    ['is no object', 'status = active', 'filter: must be an object'],
    ['has no field', { equals: 1 }, 'filter.field: must be a path'],
    ['has a path that is none', { field: 'a..b', exists: true }, 'filter.field: is a dotted path'],
    ['tests nothing', { field: 'a' }, 'filter: needs a test'],
    ['has a test that there is not', { field: 'a', matches: '.*' }, 'filter.matches: is no test'],
    ['orders by a text', { field: 'a', above: 'b' }, 'filter.above: must be a number or a time'],
    ['compares with a list', { field: 'a', equals: [1] }, 'filter.equals: must be a text'],
    ['has an empty list', { all: [] }, 'filter.all: must be a list'],
    ['is wrong within', { any: [{ field: 'a', exists: 1 }] }, 'filter.any.[0].exists: must be true'],
    ['mixes', { not: { field: 'a', exists: true }, field: 'a' }, 'filter: has other settings beside not'],
    ['is too deep', deep(11), 'nests deeper than 10 levels'],
  ])('because it %s names the place', (_why, filter, message) => {
    expect(() => compileFilter(filter as Filter)).toThrow(
      expect.objectContaining({
        code: 'config.invalid_filter',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});

function deep(levels: number): unknown {
  return levels === 0 ? { field: 'a', exists: true } : { not: deep(levels - 1) };
}
