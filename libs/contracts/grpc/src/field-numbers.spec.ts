import fc from 'fast-check';
import { giveNumbers, numbersIn } from './field-numbers.js';

const written = (message: string, given: ReturnType<typeof giveNumbers>) =>
  `message ${message} {\n${given.reserved.length > 0 ? `  reserved ${given.reserved.join(', ')};\n` : ''}` +
  `${given.numbered.map(([declaration, number]) => `  // why\n  ${declaration} = ${number};\n`).join('')}}\n`;

it('numbers the fields of a new message in their order', () => {
  expect(giveNumbers(['optional string a', 'repeated Job b'])).toEqual({
    numbered: [
      ['optional string a', 1],
      ['repeated Job b', 2],
    ],
    reserved: [],
  });
});

it('gives a field of another type another number, and reserves the one it had', () => {
  const before = numbersIn(written('A', giveNumbers(['optional string a', 'optional int64 b'])));
  expect(giveNumbers(['optional double a', 'optional int64 b'], before.get('A'))).toEqual({
    numbered: [
      ['optional double a', 3],
      ['optional int64 b', 2],
    ],
    reserved: [1],
  });
});

it('passes by the numbers that protobuf keeps for itself', () => {
  const byDeclaration = new Map([['optional string a', 18_999]]);
  const { numbered } = giveNumbers(['optional string b'], { byDeclaration, reserved: new Set() });
  expect(numbered).toEqual([['optional string b', 20_000]]);
});

const declarations = fc.uniqueArray(
  fc.constantFrom(
    ...['a', 'b', 'c', 'd'].flatMap((name) => [`optional string ${name}`, `map<string, Job> ${name}`]),
  ),
);

it('never gives one number to two declarations, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(declarations, { minLength: 1, maxLength: 8 }), (versions) => {
      const holders = new Map<number, string>();
      let file = '';
      for (const version of versions) {
        const given = giveNumbers(version, numbersIn(file).get('A'));
        for (const [declaration, number] of given.numbered) {
          expect(holders.get(number) ?? declaration).toBe(declaration);
          expect(given.reserved).not.toContain(number);
          holders.set(number, declaration);
        }
        file = written('A', given);
      }
    }),
  );
});
