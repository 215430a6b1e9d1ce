import fc from 'fast-check';
import { ExactNumber } from '../../number/exact-number.js';
import { runTransform } from './testing/run-transform.js';

const masked = (settings: object, value: unknown) =>
  runTransform({ ...settings, name: 'mask' }, value as never);

describe('mask', () => {
  it.each<[object, unknown, string]>([
    [{}, 'secret', '***'],
    [{}, '', '***'],
    [{ first: 2 }, 'secret', 'se***'],
    [{ last: 2 }, 'secret', '***et'],
    [{ first: 1, last: 1, with: '#' }, 'abc', 'a#c'],
    [{ first: 1, last: 1 }, 'ab', '***'],
    [{ last: 4 }, 4111111111111111, '***1111'],
    [{ last: 2 }, new ExactNumber('9007199254740993'), '***93'],
    [{ first: 1 }, true, 't***'],
    [{ first: 1 }, '🐙🐙', '🐙***'],
    [{ email: true }, 'ada@example.com', '***@example.com'],
    [{ email: true, first: 1 }, 'a@example.com', '***@example.com'],
    [{ email: true, first: 1 }, '"a@b"@example.com', '"***@example.com'],
  ])('with %j makes %j %j', (settings, value, made) => {
    expect(masked(settings, value)).toBe(made);
  });

  it.each(['ada', '@example.com', 'ada@', 5])(
    'takes %j for no e-mail address, and does not repeat it',
    (value) => {
      expect(() => masked({ email: true }, value)).toThrow(
        /mask takes an e-mail address, and got a (text|number)$/,
      );
    },
  );

  it('refuses lists and objects, and leaves what is not there', () => {
    expect(() => masked({}, ['a'])).toThrow('mask takes a text');
    expect(masked({}, null)).toBeNull();
  });

  it.each([-1, 1.5, '2', 1001])('keeps no %j characters', (first) => {
    expect(() => masked({ first }, 'a')).toThrow('first: must be a whole number from 0 to 1000');
  });

  it('never shows more than it was told to, and the same for every length', () => {
    const count = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.string({ minLength: 9 }), fc.string(), count, count, (text, more, first, last) => {
        const made = masked({ first, last, with: '…' }, text) as string;
        expect([...made].length).toBeLessThanOrEqual(first + last + 1);
        expect([...(masked({ first, last, with: '…' }, `${text}${more}`) as string)]).toHaveLength(
          [...made].length,
        );
      }),
    );
  });
});
