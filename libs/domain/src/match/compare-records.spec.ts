import fc from 'fast-check';
import { compileMatch } from './compile-match.js';
import { keyText } from './match-key.js';
import type { MatchRule } from './match-settings.js';

const compile = (rule: Omit<MatchRule, 'name'>, sensitive: readonly string[] = []) =>
  compileMatch({ rules: [{ name: 'r', ...rule }] }, new Set(sensitive));
const email = { field: 'email', by: 'exact', normalise: ['email'] } as const;
const name = { field: 'name', by: 'fuzzy' } as const;

describe('two records', () => {
  const match = compileMatch(
    {
      rules: [
        { name: 'email', when: email },
        {
          name: 'name',
          review: 0.6,
          when: {
            all: [
              { ...name, algorithm: 'levenshtein', threshold: 0.8 },
              { field: 'city', by: 'phonetic' },
            ],
          },
        },
      ],
    },
    new Set(),
  );
  const anna = { name: 'Anna Berg', city: 'Köln', email: 'anna@berg.io' };

  it('match by the rule that says most, with the lowest score of what holds together', () => {
    expect(match.compare(anna, { ...anna, email: 'x@y.io', name: 'anna bergs', city: 'Koeln' })).toEqual({
      verdict: 'match',
      rule: 'name',
      score: 0.9,
      isExact: false,
      why: [
        { field: 'city', by: 'phonetic', score: 1 },
        { field: 'name', by: 'fuzzy', score: 0.9 },
      ],
    });
    expect(match.compare(anna, { email: 'anna@berg.io' })).toMatchObject({
      rule: 'email',
      isExact: true,
      score: 1,
    });
  });

  it('go to review where each fuzzy comparison is in the band, and no other fails', () => {
    const near = { name: 'Anne Burg', city: 'Köln' };
    expect(match.compare(anna, near)).toMatchObject({
      verdict: 'review',
      rule: 'name',
      score: 1 - 2 / 9,
      isExact: false,
    });
    expect(match.compare(anna, { ...near, city: 'Rom' })).toMatchObject({ verdict: 'none', score: 0 });
    expect(match.compare(anna, { ...near, name: 'Xaver' })).toMatchObject({ verdict: 'none' });
  });

  it('that have no value in common are no match', () => {
    const nothing = { verdict: 'none', rule: undefined, score: 0, isExact: false, why: [] };
    expect(match.compare({}, {})).toEqual(nothing);
    expect(match.compare(anna, {})).toEqual(nothing);
    expect(match.compare({ email: null, name: '' }, { email: null, name: '' })).toEqual(nothing);
  });

  it('say nothing by keys that may not be used, or that they do not share', () => {
    const other = { ...anna, name: 'Anna Bergs' };
    const byMail = new Set(match.keysOf({ email: anna.email }).map(keyText));
    const byCity = new Set(match.keysOf({ city: 'Köln' }).map(keyText));
    expect(match.compare(anna, other, byMail)).toMatchObject({ rule: 'email' });
    expect(match.compare(anna, other, byCity)).toMatchObject({ rule: 'name' });
    expect(match.compare(anna, other, new Set())).toMatchObject({ verdict: 'none', why: [] });
    expect(match.compare(anna, { ...other, city: 'Rom' }, byCity)).toMatchObject({
      verdict: 'none',
      why: [],
    });
  });

  it('say the same in either order', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 9 });
    const records = fc.record({
      name: words,
      city: fc.constantFrom('Rom', 'Rome', 'Köln'),
      email: fc.constantFrom('a@x.io', 'b@x.io', null),
    });
    const both = compileMatch(
      {
        rules: ['jaro_winkler', 'levenshtein', 'token_set'].map((algorithm) => ({
          name: algorithm,
          review: 0.2,
          when: { ...name, algorithm, threshold: 0.6 },
          blockBy: [{ field: 'city', by: 'exact' }],
        })),
      },
      new Set(),
    );
    fc.assert(
      fc.property(records, records, (one, other) => {
        expect(both.compare(one, other)).toEqual(both.compare(other, one));
        expect(match.compare(one, other)).toEqual(match.compare(other, one));
      }),
      { numRuns: 500 },
    );
  });

  it('are compared with 0.85 and Jaro-Winkler where a rule says nothing else', () => {
    const plain = compile({ when: name, blockBy: [{ field: 'city', by: 'exact' }] });
    expect(plain.compare({ name: 'MARTHA' }, { name: 'MARHTA' })).toMatchObject({
      verdict: 'match',
      score: expect.closeTo(0.961, 3) as number,
    });
    expect(plain.compare({ name: 'DWAYNE' }, { name: 'DUANE' })).toMatchObject({
      verdict: 'none',
      score: expect.closeTo(0.84, 3) as number,
    });
  });
});

describe('what speaks for two records', () => {
  const city = { field: 'city', by: 'exact' } as const;
  const zip = { field: 'zip', by: 'exact' } as const;
  const slips = { ...name, algorithm: 'levenshtein', threshold: 0.8 } as const;

  it('is one code of two that they share, in comparing and as a key', () => {
    const sounds = compile({ when: { all: [slips, { field: 'last', by: 'phonetic' }] } });
    const [smith, schmidt] = [
      { name: 'Anna', last: 'Smith' },
      { name: 'Anna', last: 'Schmidt' },
    ];
    expect(sounds.compare(smith, schmidt, new Set(sounds.keysOf(smith).map(keyText))).verdict).toBe('match');
    expect(sounds.compare(schmidt, smith, new Set(sounds.keysOf(schmidt).map(keyText))).verdict).toBe(
      'match',
    );
  });

  it('is one key to block by of several', () => {
    const found = compile({ when: slips, blockBy: [city, zip] });
    const [one, near, far] = [
      { name: 'Anna', city: 'Rom', zip: '1' },
      { name: 'Anna', city: 'Rom', zip: '2' },
      { name: 'Anna', city: 'Ulm', zip: '2' },
    ];
    const usable = new Set(found.keysOf(one).map(keyText));
    expect(found.compare(one, near, usable).verdict).toBe('match');
    expect(found.compare(one, far, usable).verdict).toBe('none');
  });

  it('is exact only where all of it is', () => {
    expect(
      compile({ when: { all: [city, slips] } }).compare(
        { city: 'Rom', name: 'Anna' },
        { city: 'Rom', name: 'Anna' },
      ),
    ).toMatchObject({
      verdict: 'match',
      score: 1,
      isExact: false,
    });
  });

  it('is nothing where an exact value differs, however little', () => {
    expect(compile({ when: city }).compare({ city: 'Stuttgart' }, { city: 'Stuttgartt' })).toMatchObject({
      score: 0,
      why: [],
    });
  });

  it('is for review from the band on, unless a further comparison is below it', () => {
    const band = compile({ review: 0.7, when: { all: [{ ...slips, field: ['a', 'b'] }, slips, city] } });
    const one = { a: 'abcde', b: 'fghi', name: 'Anna', city: 'Rom' };
    const near = { ...one, b: 'xyzi' };
    expect(band.compare(one, near)).toMatchObject({
      verdict: 'review',
      score: 0.7,
      why: [{}, { field: 'a+b' }, {}],
    });
    expect(band.compare(one, { ...near, name: 'Otto' }).verdict).toBe('none');
  });
});
