import fc from 'fast-check';
import { SHORTEST_SECRET, STRUCK_OUT, strikeOut, waysToWrite } from './strike-out.js';

it('a secret is struck out wherever it stands, and what is shorter than six letters stays', () => {
  expect(strikeOut('key sk_canary of sk_canary, pin 1234', ['sk_canary', '1234'])).toBe(
    'key *** of ***, pin 1234',
  );
  expect(strikeOut('pin 1234', ['1234'], 4)).toBe('pin ***');
});

it('a secret within another one leaves nothing of it, in whatever order they come', () => {
  for (const secrets of [
    ['canary', 'canary-of-5f2e9'],
    ['canary-of-5f2e9', 'canary'],
  ])
    expect(strikeOut('canary-of-5f2e9', secrets)).toBe(STRUCK_OUT);
});

it('an empty text is no secret', () => {
  expect(strikeOut('all of this', [''], 0)).toBe('all of this');
});

it.each([
  ['an address', encodeURIComponent('a b&c/ü"x')],
  ['a form', new URLSearchParams({ key: 'a b&c/ü"x' }).toString()],
  ['JSON', JSON.stringify({ key: 'a b&c/ü"x' })],
  ['Base64', Buffer.from('a b&c/ü"x').toString('base64')],
  ['Base64 without padding', Buffer.from('a b&c/ü"x').toString('base64url')],
])('a secret is known in %s', (_, written) => {
  expect(strikeOut(written, waysToWrite('a b&c/ü"x'))).toContain(STRUCK_OUT);
});

it('a secret has these spellings and no others', () => {
  expect(waysToWrite('a b"/')).toEqual([
    'a b"/',
    'a%20b%22%2F',
    'a+b%22%2F',
    String.raw`a b\"/`,
    'YSBiIi8=',
    'YSBiIi8',
  ]);
});

const secret = fc
  .string({ minLength: SHORTEST_SECRET, unit: 'binary' })
  .filter((text) => !text.includes('*'));

it('nothing is left of any secret, however it was written and whatever stands around it', () => {
  const parts = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 3 }),
      parts,
      fc.nat(),
      (secrets, around, seed) => {
        const ways = secrets.flatMap(waysToWrite);
        const text = around.map((part, at) => `${part}${ways[(seed + at) % ways.length]}`).join('');
        const left = strikeOut(text, ways);
        for (const way of ways.filter(({ length }) => length >= SHORTEST_SECRET))
          expect(left).not.toContain(way);
        expect(strikeOut(left, ways)).toBe(left);
      },
    ),
  );
});

it('a text that holds none stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), secret, (text, unknown) => {
      const ways = waysToWrite(unknown);
      fc.pre(!ways.some((way) => text.includes(way)));
      expect(strikeOut(text, ways)).toBe(text);
    }),
  );
});
