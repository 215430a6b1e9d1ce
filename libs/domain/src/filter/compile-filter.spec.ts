import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { readDecimal, type Decimal } from '../number/decimal.js';
import { compareNumbers, readNumber, type JsonNumber } from '../number/exact-number.js';
import { numberTexts } from '../number/testing/number-texts.js';
import { compileFilter } from './compile-filter.js';
import type { Filter } from './filter.js';

const record: JsonObject = {
  status: 'active',
  seats: 12,
  tags: ['vip', 3],
  lines: [{ sku: 'a' }, { sku: 'b' }],
  address: { country: 'NO', street: null },
  changedAt: '2026-11-20T10:00:00+02:00',
  seatsAsText: '13',
  changes: ['2026-11-20T10:00:00Z'],
};
/** One more or less in the thirtieth place behind the last digit of a number. */
function nextTo(text: string, step: number): JsonNumber {
  const { isNegative, digits, exponent } = readDecimal(text) as Decimal;
  const moved = BigInt(`${isNegative ? '-' : ''}${digits || '0'}${'0'.repeat(30)}`) + BigInt(step);
  return readNumber(`${moved}e${exponent - 30}`) as JsonNumber;
}
const passes = (filter: Filter, data = record) => compileFilter(filter)(data);

describe('a filter', () => {
  it('looks for an exact number among several', () => {
    const amount = readNumber('9007199254740993') as JsonNumber;
    const [same, next] = ['9007199254740993', '9007199254740995'].map(
      (text) => readNumber(text) as JsonNumber,
    );
    expect(passes({ field: 'amount', in: [next!, same!] }, { amount })).toBe(true);
    expect(passes({ field: 'amount', in: [next!, 9007199254740992] }, { amount })).toBe(false);
  });

  it('lets everything pass where there is none', () => {
    expect(compileFilter(null)(record)).toBe(true);
  });

  it.each<[Filter, boolean]>([
    [{ field: 'status', equals: 'active' }, true],
    [{ field: 'status', equals: 'Active' }, false],
    [{ field: 'missing', equals: null }, true],
    [{ field: 'seats', in: [1, 12] }, true],
    [{ field: 'seats', in: ['12'] }, false],
    [{ field: 'status', exists: true }, true],
    [{ field: 'status', exists: false }, false],
    [{ field: 'missing', exists: true }, false],
    [{ field: 'missing', exists: false }, true],
    [{ field: 'address.street', exists: true }, false],
    [{ field: 'address.street', exists: false }, true],
    [{ field: 'address.country', matches: '^N[A-Z]$' }, true],
    [{ field: 'address.country', matches: '^[^N]' }, false],
    [{ field: 'seats', matches: '1' }, false],
    [{ field: 'address.country', startsWith: 'N' }, true],
    [{ field: 'address.country', startsWith: 'O' }, false],
    [{ field: 'seats', startsWith: '1' }, false],
    [{ field: 'status', contains: 'ctiv' }, true],
    [{ field: 'status', contains: 'ctivist' }, false],
    [{ field: 'seatsAsText', contains: 1 }, false],
    [{ field: 'seats', contains: 12 }, false],
    [{ field: 'missing', contains: 'a' }, false],
    [{ field: 'tags', contains: 3 }, true],
    [{ field: 'tags', contains: 'vip' }, true],
    [{ field: 'tags', contains: 'vi' }, false],
    [{ field: 'lines.*.sku', contains: 'b' }, true],
    [{ field: 'lines.*.sku', contains: 'c' }, false],
    [{ field: 'seats', atLeast: 12, below: 13 }, true],
    [{ field: 'seats', atLeast: 5, below: 10 }, false],
    [{ field: 'seats', above: 12 }, false],
    [{ field: 'seatsAsText', above: 12 }, false],
    [{ field: 'address.street', above: -1 }, false],
    [{ field: 'changes', above: '2026-11-20' }, false],
    [{ field: 'status', above: 1 }, false],
    [{ field: 'changedAt', above: '2026-11-20T07:59:59Z' }, true],
    [{ field: 'changedAt', atMost: '2026-11-20T07:59:59Z' }, false],
    [{ field: 'constructor', exists: true }, false],
  ])('%j: %s', (filter, expected) => {
    expect(passes(filter)).toBe(expected);
  });

  it('orders numbers as numbers and times as times', () => {
    const [seconds, day] = [fc.integer({ min: -3, max: 3 }), Date.parse('2026-11-20T10:00:00Z')];
    const timeOf = (second: number) => new Date(day + second * 1000).toISOString();
    fc.assert(
      fc.property(seconds, seconds, fc.constantFrom(Number, timeOf), (a, b, as) => {
        const holds = (test: 'above' | 'atLeast' | 'below' | 'atMost') =>
          passes({ field: 'a', [test]: as(b) }, { a: as(a) });
        expect([holds('above'), holds('atLeast')]).toEqual([a > b, a >= b]);
        expect([holds('below'), holds('atMost')]).toEqual([a < b, a <= b]);
      }),
    );
  });

  it('tells numbers apart by their last digit, and finds each of them', () => {
    const test = fc.constantFrom('equals', 'in', 'contains', 'above', 'atLeast', 'below', 'atMost');
    fc.assert(
      fc.property(numberTexts, fc.constantFrom(-1, 0, 1), test, (text, step, name) => {
        const found = readNumber(text) as JsonNumber;
        const wanted = step === 0 ? (readNumber(text) as JsonNumber) : nextTo(text, step);
        const operand = name === 'in' ? [wanted] : wanted;
        const data = { a: name === 'contains' ? ['x', found] : found };
        const order = Math.sign(compareNumbers(found, wanted));
        expect(order).toBe(step === 0 ? 0 : -step);
        const holds: Record<typeof name, boolean> = {
          equals: order === 0,
          in: order === 0,
          contains: order === 0,
          above: order > 0,
          atLeast: order >= 0,
          below: order < 0,
          atMost: order <= 0,
        };
        expect(passes({ field: 'a', [name]: operand }, data)).toBe(holds[name]);
      }),
    );
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
    ['has a test that there is not', { field: 'a', resembles: '.*' }, 'filter.resembles: is no test'],
    ['orders by a text', { field: 'a', above: 'b' }, 'filter.above: must be a number or a time'],
    ['compares with a list', { field: 'a', equals: [1] }, 'filter.equals: must be a text'],
    ['has a field without a name', { field: '', exists: true }, 'filter.field: must be a path'],
    ['orders by a list', { field: 'a', above: ['2026-11-20'] }, 'filter.above: must be a number or a time'],
    ['looks for none of a list', { field: 'a', in: [] }, 'filter.in: must be a list of values'],
    ['looks in what is no list', { field: 'a', in: 'b' }, 'filter.in: must be a list of values'],
    ['looks for nothing in a text', { field: 'a', contains: '' }, 'filter.contains: must be a text'],
    ['looks for null in a text', { field: 'a', contains: null }, 'filter.contains: must be a text'],
    ['has a pattern that is none', { field: 'a', matches: '(' }, 'filter.matches: is no pattern of RE2'],
    [
      'has a pattern that is too long',
      { field: 'a', matches: 'x'.repeat(1001) },
      'filter.matches: must be a pattern of 1 to 1000',
    ],
    ['begins with nothing', { field: 'a', startsWith: '' }, 'filter.startsWith: must be a text'],
    ['begins with a number', { field: 'a', startsWith: 1 }, 'filter.startsWith: must be a text'],
    ['negates what tests nothing', { not: { field: 'a' } }, 'filter.not: needs a test'],
    ['has an empty list', { all: [] }, 'filter.all: must be a list'],
    ['is wrong within', { any: [{ field: 'a', exists: 1 }] }, 'filter.any.[0].exists: must be true'],
    ['mixes', { not: { field: 'a', exists: true }, field: 'a' }, 'filter: has other settings beside not'],
    ['is too deep', deep(10), 'nests deeper than 10 levels'],
    ['is too deep in its lists', deepInLists(10), 'nests deeper than 10 levels'],
  ])('because it %s names the place', (_why, filter, message) => {
    expect(() => compileFilter(filter as Filter)).toThrow(
      expect.objectContaining({
        code: 'config.invalid_filter',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});

describe('a filter that can be compiled', () => {
  it('may nest as deep as ten levels', () => {
    expect(compileFilter(deepInLists(9) as Filter)({ a: 1 })).toBe(true);
    // Nine negations.
    expect(compileFilter(deep(9) as Filter)({ a: 1 })).toBe(false);
  });

  it('is not blamed for a defect of ours', () => {
    const broken = {
      get all(): readonly Filter[] {
        throw new RangeError('broken');
      },
    };
    expect(() => compileFilter(broken)).toThrow(RangeError);
  });
});

function deepInLists(levels: number): unknown {
  return levels === 0 ? { field: 'a', exists: true } : { any: [deepInLists(levels - 1)] };
}

function deep(levels: number): unknown {
  return levels === 0 ? { field: 'a', exists: true } : { not: deep(levels - 1) };
}
