import * as fc from 'fast-check';
import { isStorable } from '../json-text/unstorable-text.js';
import { errorPattern } from './error-pattern.js';

const message = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '"',
        "'",
        '`',
        ' ',
        '*',
        ', ',
        '“',
        '”',
        'a',
        "it's",
        '7',
        'cus_1a',
        '2026-11-01T12:00:00Z',
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('errorPattern', () => {
  it.each([
    ['email is missing', 'email is missing'],
    ['"ada@example.org" is no number', '* is no number'],
    ["the value 'x y' and `z z` of cus_1a2b at 2026-11-01T12:00:00Z", 'the value * and * of * at *'],
    ['the value “x y” is taken', 'the value * is taken'],
    ["it doesn't fit 12 of the user's 13 fields", "it doesn't fit * of the user's * fields"],
    ['ids 1, 2, 3 are taken', 'ids * are taken'],
    ['record 0196f5a0-0000-7000-8000-000000000003 is gone', 'record * is gone'],
    ["'7it's''", '*'],
  ])('of %j is %j', (text, pattern) => {
    expect(errorPattern(text)).toBe(pattern);
  });

  it('tells long messages apart only by how they begin', () => {
    const begin = 'x'.repeat(300);
    expect(errorPattern(`${begin}y`)).toBe(errorPattern(`${begin}z`));
    expect(errorPattern(`${begin.slice(1)}y`)).not.toBe(errorPattern(`${begin.slice(1)}z`));
  });

  it('is its own pattern', () => {
    fc.assert(
      fc.property(message, (text) => {
        const pattern = errorPattern(text);
        expect(errorPattern(pattern)).toBe(pattern);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on numbers or quoted values', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat(),
        fc.stringMatching(/^[^"]*$/),
        fc.stringMatching(/^[^"]*$/),
        (n, m, a, b) => {
          const of = (number: number, text: string) =>
            errorPattern(`field ${number} holds "${text.slice(0, 50)}"!`);
          expect(of(n, a)).toBe(of(m, b));
        },
      ),
    );
  });

  it('keeps no digit, can be stored, and stays short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1000 }), (text) => {
        const pattern = errorPattern(text);
        expect(pattern).not.toMatch(/\d/);
        expect(isStorable(pattern)).toBe(true);
        expect(pattern.length).toBeLessThanOrEqual(300);
      }),
    );
  });
});
