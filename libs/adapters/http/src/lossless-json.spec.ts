import type { JsonValue } from '@evenkeel/domain';
import fc from 'fast-check';
import { nestsDeeperThan, parseLossless } from './lossless-json.js';

describe('reading JSON without losing digits', () => {
  it.each([
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['[-90071992547409930]', ['-90071992547409930']],
    ['[1,9007199254740991]', [1, 9007199254740991]],
    ['[1e400]', ['1e400']],
    ['[-1E+400,12.5]', ['-1E+400', 12.5]],
    ['{"a": 1e20}', { a: '1e20' }],
    ['12345678901234567890', '12345678901234567890'],
    [' 7 ', 7],
    ['[1.5e3,0.1,-0.25]', [1500, 0.1, -0.25]],
    ['["9007199254740993","a:1e400"]', ['9007199254740993', 'a:1e400']],
    [`[${'9'.repeat(400)}]`, ['9'.repeat(400)]],
  ] as [string, JsonValue][])('reads %s', (text, value) => {
    expect(parseLossless(text)).toEqual(value);
  });

  it('gives what JSON.parse gives as long as every number fits', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const plain = JSON.parse(text) as JsonValue;
        fc.pre(!/\d{16}|\d[eE]\+?\d/.test(text));
        expect(parseLossless(text)).toEqual(plain);
      }),
    );
  });

  it('gives any whole number back digit for digit', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
        fc.constantFrom('', ' ', '\n'),
        (number, space) => {
          const [read] = parseLossless(`[${space}${number}]`) as readonly JsonValue[];
          expect(BigInt(read as string | number)).toBe(number);
        },
      ),
    );
  });
});

describe('measuring how deep a value nests', () => {
  const nested = (depth: number): JsonValue => (depth === 0 ? 1 : { a: [nested(depth - 1)] });

  it('tells the level at which it becomes too deep', () => {
    expect(nestsDeeperThan(nested(5), 10)).toBe(false);
    expect(nestsDeeperThan(nested(5), 9)).toBe(true);
    expect(nestsDeeperThan('text', 0)).toBe(false);
    expect(nestsDeeperThan({ a: null, b: 1 }, 1)).toBe(false);
  });
});
