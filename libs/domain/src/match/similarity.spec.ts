import fc from 'fast-check';
import {
  damerauLevenshtein,
  jaro,
  jaroWinkler,
  levenshtein,
  SIMILARITIES,
  tokenOverlap,
  tokenSet,
} from './similarity.js';

describe("Jaro's similarity, as Winkler gave it for pairs of names", () => {
  it.each([
    ['MARTHA', 'MARHTA', 0.944, 0.961],
    ['DWAYNE', 'DUANE', 0.822, 0.84],
    ['DIXON', 'DICKSONX', 0.767, 0.813],
    ['SHACKLEFORD', 'SHACKELFORD', 0.97, 0.982],
    ['DUNNINGHAM', 'CUNNIGHAM', 0.896, 0.896],
    ['NICHLESON', 'NICHULSON', 0.926, 0.956],
    ['JONES', 'JOHNSON', 0.79, 0.832],
    ['MASSEY', 'MASSIE', 0.889, 0.933],
    ['ABROMS', 'ABRAMS', 0.889, 0.922],
    ['HARDIN', 'MARTINEZ', 0.722, 0.722],
    ['ITMAN', 'SMITH', 0.467, 0.467],
    ['JERALDINE', 'GERALDINE', 0.926, 0.926],
    ['MICHELLE', 'MICHAEL', 0.869, 0.921],
    ['JULIES', 'JULIUS', 0.889, 0.933],
    ['TANYA', 'TONYA', 0.867, 0.88],
    ['SEAN', 'SUSAN', 0.783, 0.805],
    ['JON', 'JOHN', 0.917, 0.933],
    ['JON', 'JAN', 0.778, 0.8],
  ])('%s and %s', (one, other, plain, withPrefix) => {
    expect(Math.abs(jaro(one, other) - plain)).toBeLessThan(0.0006);
    expect(Math.abs(jaroWinkler(one, other) - withPrefix)).toBeLessThan(0.0006);
  });

  it('counts no letter that is further away than half of the longer text', () => {
    expect(jaro('xbcdea', 'abcdey')).toBeCloseTo(7 / 9, 10);
  });

  it('of texts with no letter in common near each other is 0', () => {
    expect(jaro('abc', 'xyz')).toBe(0);
    expect(jaro('a', 'ba')).toBe(0);
    expect(jaro('a', '')).toBe(0);
    expect(jaroWinkler('abc', 'xyz')).toBe(0);
  });
});

it.each([
  ['kitten', 'sitting', 1 - 3 / 7],
  ['flaw', 'lawn', 0.5],
  ['', 'a', 0],
  ['', '', 1],
  ['same', 'same', 1],
])('the share of letters that stay between %s and %s is %d', (one, other, share) => {
  expect(levenshtein(one, other)).toBeCloseTo(share, 10);
});

it.each([
  ['ca', 'abc', 0],
  ['schmidt', 'schmidt', 1],
  ['scmhidt', 'schmidt', 6 / 7],
  ['1980-05-01', '1980-50-01', 0.9],
  ['ba', 'ab', 1 / 2],
  ['kitten', 'sitting', 4 / 7],
  ['', 'ab', 0],
  ['', '', 1],
])('neighbours in the wrong order are one slip between %s and %s, which leaves %d', (one, other, share) => {
  expect(damerauLevenshtein(one, other)).toBeCloseTo(share, 10);
});

it('finds no fewer letters that stay than where neighbours in the wrong order are two slips', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      expect(damerauLevenshtein(one, other)).toBeGreaterThanOrEqual(levenshtein(one, other));
      expect(damerauLevenshtein(one, other)).toBe(damerauLevenshtein(other, one));
    }),
  );
});

describe('sets of words, as py_stringmatching compares them', () => {
  it.each([
    ['data science', 'data', 1 / 2],
    ['data management', 'data data science', 1 / 3],
    ['Niall', 'Neal Njall', 0.4333],
    ['niall', 'niall', 1],
  ])('%s and %s', (one, other, score) => {
    expect(tokenSet(one, other)).toBeCloseTo(score, 3);
  });

  it('says nothing of the order of words, nor of a word said twice', () => {
    expect(tokenSet('anna berg', 'berg anna')).toBe(1);
    expect(tokenSet('anna anna berg', 'berg anna')).toBe(1);
  });

  it('pairs each word with the one that it is most alike to', () => {
    // john-jon is the best pair (0.917), so johnny is left alone with smith: 0.917 / 3.
    expect(tokenSet('john smith', 'jon johnny')).toBeCloseTo(jaro('john', 'jon') / 3, 10);
  });

  it('takes words that are hardly alike for two', () => {
    expect(jaro('itman', 'smith')).toBeLessThan(0.5);
    expect(tokenSet('anna itman', 'anna smith')).toBe(1 / 3);
  });
});

describe('sets of words of which one may be a part of the other', () => {
  it.each([
    ['petr anna tchaikovsky', 'tchaikovsky petr', 1],
    ['anna berg', 'anna', 1 / 2],
    ['anna', 'anna', 1],
    ['anna berg', 'anna maria koch', 1 / 2],
  ])('%s and %s', (one, other, score) => {
    expect(tokenOverlap(one, other)).toBeCloseTo(score, 10);
    expect(tokenOverlap(other, one)).toBeCloseTo(score, 10);
  });
});

it.each(Object.entries(SIMILARITIES))('%s is from 0 to 1, and 1 for equal texts', (_, { compare }) => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '王', ' '), maxLength: 12 });
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      const score = compare(one, other);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(compare(one, one)).toBe(1);
    }),
  );
});
