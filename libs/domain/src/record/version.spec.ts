import * as fc from 'fast-check';
import { compareVersions, isVersion, MAX_VERSION_LENGTH, readVersion, VERSION_ORDERS } from './version.js';

const compare = (one: string | number, other: string | number, order?: (typeof VERSION_ORDERS)[number]) =>
  compareVersions(readVersion(one, order), readVersion(other, order));

describe('versions', () => {
  it.each([
    ['whole numbers', 10, 9, undefined, 1],
    ['whole numbers beyond 2^53', '9007199254740993', '9007199254740992', undefined, 1],
    ['numbers of any size', '123456789012345678901234567890', '123456789012345678901234567889', 'number', 1],
    ['decimals', '1.10', '1.9', undefined, -1],
    ['numbers without a whole', '.25', '.5', 'number', -1],
    ['other spellings of one number', '1e3', '1000.0', undefined, 0],
    ['zeros', '-0', '0.00e7', 'number', 0],
    ['negative numbers', '-2', '-10', undefined, 1],
    ['exponents that nothing could hold', '1e999999999', '9e999999998', undefined, 1],
    ['times in other zones', '2026-11-28T10:00:00+02:00', '2026-11-28T09:00:00Z', undefined, -1],
    [
      'times to the last digit',
      '2026-11-28T10:00:00.123456789Z',
      '2026-11-28T10:00:00.123456788Z',
      'time',
      1,
    ],
    ['times of one moment', '2026-11-28T10:00:00.50Z', '2026-11-28T12:00:00.5+02:00', undefined, 0],
    ['times before 1970', '1969-12-31T23:59:59.75Z', '1969-12-31T23:59:59.5Z', undefined, 1],
    ['times of headers', 'Sat, 28 Nov 2026 10:00:00 GMT', 'Sat, 28 Nov 2026 09:59:59 GMT', 'time', 1],
    ['texts', '01HZX', '01HZY', 'text', -1],
    ['texts of characters that are written otherwise', 'a b', 'a!', 'text', -1],
    ['texts beyond ASCII', '\u00e9', 'z', 'text', 1],
    ['numbers that are declared to be texts', '10', '9', 'text', -1],
    ['opaque texts', '3-9f', '2-1c', undefined, undefined],
    ['opaque texts that are the same', '"3-9f", W/', '"3-9f", W/', undefined, 0],
    ['numbers that are declared to have no order', '10', '9', 'none', undefined],
    ['a number and a text', '10', 'v9', undefined, undefined],
  ] as const)('compare %s', (_, one, other, order, expected) => {
    expect(compare(one, other, order)).toBe(expected);
    const back = compare(other, one, order);
    expect(back).toBe(expected === undefined ? undefined : 0 - expected);
  });

  it.each([
    ['v9', 'number'],
    ['yesterday', 'time'],
    ['', undefined],
    ['x'.repeat(501), undefined],
    [true, undefined],
    [null, undefined],
    [undefined, undefined],
  ] as const)('are none: %p as %p', (value, order) => {
    expect(readVersion(value, order)).toBeNull();
  });

  it.each([
    ['2026-11-28T10:00:00Z', undefined, '1795860000'],
    ['2026-11-28T10:00:00.250Z', 'time', '1795860000250e-3'],
    ['Sat, 28 Nov 2026 10:00:00 GMT', 'time', '1795860000'],
    ['2026-11-28T10:00:00Z', 'number', null],
    ['on Sat, 28 Nov 2026 10:00:00 GMT', 'time', null],
    ['3-9f', undefined, 'opaque:3-9f'],
    ['\ud800', 'none', 'opaque:%EF%BF%BD'],
    [12, 'text', 'text:12'],
    ['1'.repeat(MAX_VERSION_LENGTH), undefined, '1'.repeat(MAX_VERSION_LENGTH)],
  ] as const)('are written as they compare: %p as %p', (value, order, version) => {
    expect(readVersion(value, order)).toBe(version);
  });

  it('of other kinds do not compare, and those that are spelt otherwise do', () => {
    expect(compareVersions('text:a', 'opaque:a')).toBeUndefined();
    expect(compareVersions('opaque:a', 'text:a')).toBeUndefined();
    expect(compareVersions('text:a%2F', 'text:a%2f')).toBe(0);
  });

  it.each([
    ['the longest', readVersion('\u20ac'.repeat(MAX_VERSION_LENGTH), 'none')!, true],
    ['a longer one', '1'.repeat(9 * MAX_VERSION_LENGTH + 8), false],
    ['what begins otherwise', 'is text:a', false],
    ['what holds a blank', 'text:a b', false],
    ['what holds a comma', 'opaque:a,b', false],
    ['a text of no kind', 'v7', false],
  ])('are known from other texts: %s', (_, text, isOne) => {
    expect(isVersion(text)).toBe(isOne);
  });

  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  );
  const orders = fc.constantFrom(undefined, ...VERSION_ORDERS);

  it('are made of characters that need no quoting, and are known again', () => {
    fc.assert(
      fc.property(texts, orders, (text, order) => {
        const version = readVersion(text, order);
        fc.pre(version !== null);
        expect(version).toMatch(/^[^\s,"{}\\]+$/);
        expect(isVersion(version)).toBe(true);
      }),
    );
  });

  it('are ordered: what compares is antisymmetric and transitive', () => {
    fc.assert(
      fc.property(texts, texts, texts, orders, (a, b, c, order) => {
        const [ab, ba, bc, ac] = [
          compare(a, b, order),
          compare(b, a, order),
          compare(b, c, order),
          compare(a, c, order),
        ];
        expect(ba).toBe(ab === undefined ? undefined : 0 - ab);
        if (ab !== undefined && bc !== undefined && ab > 0 && bc > 0) expect(ac).toBeGreaterThan(0);
      }),
    );
  });

  it('agree with whole numbers, however large', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (one, other) => {
        expect(compare(String(one), String(other))).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
    );
  });
});
