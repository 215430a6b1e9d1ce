import fc from 'fast-check';
import type { SubjectKey } from './match-subject.js';
import {
  keysToCompare,
  MOST_PAIRS,
  pairsOfCrowded,
  pairText,
  rulesTooWide,
  tooManyUnder,
} from './narrower-keys.js';
import { MOST_UNDER_KEY, type FoundReference } from './stored-match.js';

const key = (digest: string, rule = 'name', role: 'block' | 'exact' = 'block'): SubjectKey => ({
  digest,
  key: { rule, role, text: digest, sensitive: false },
});
const found = (digest: string, count: number) =>
  Array.from({ length: count }, (_, nth): FoundReference => {
    const id = String(nth);
    const reference = { referenceId: id, recordId: id, setId: '1', externalId: id, active: true };
    return { key: digest, ...reference, sharesRecord: false };
  });
const narrowed = (...pairs: readonly string[]) =>
  new Map(
    pairs.map((text) => {
      const [one = '', other = ''] = text.split(' ');
      return [text, { one, other, found: [] }] as const;
    }),
  );

it('too many are found under a key only beyond what is looked at', () => {
  const both = [...found('a', MOST_UNDER_KEY), ...found('b', MOST_UNDER_KEY + 1)];
  expect(tooManyUnder(both)).toEqual(new Set(['b']));
});

describe('pairs of crowded keys', () => {
  const crowded = new Set(['a', 'b', 'c', 'd']);

  it('are of one rule, and of keys to block by', () => {
    const keys = [key('a'), key('b'), key('c', 'born'), key('d', 'name', 'exact'), key('free')];
    expect(pairsOfCrowded(keys, crowded).map(pairText)).toEqual(['a b']);
  });

  it('are few', () => {
    const keys = Array.from({ length: 10 }, (_, nth) => key(`k${nth}`));
    expect(pairsOfCrowded(keys, new Set(keys.map(({ digest }) => digest)))).toHaveLength(MOST_PAIRS);
  });
});

describe('a rule is too wide', () => {
  const crowded = new Set(['a', 'b', 'x']);

  it('where all its keys are crowded, each and two by two', () => {
    expect(rulesTooWide([key('a'), key('b')], crowded, narrowed())).toEqual(['name']);
    expect(rulesTooWide([key('a'), key('b')], crowded, narrowed('a b'))).toEqual([]);
    expect(rulesTooWide([key('a'), key('free')], crowded, narrowed())).toEqual([]);
    expect(rulesTooWide([key('a'), key('free', 'born')], crowded, narrowed())).toEqual(['name']);
  });

  it('never because of a key that joins by itself', () => {
    expect(rulesTooWide([key('x', 'email', 'exact')], crowded, narrowed())).toEqual([]);
  });
});

it('what is compared leaves out crowded keys that something narrower stands for, and nothing else', () => {
  const keys = [key('a'), key('free'), key('x', 'email', 'exact')];
  const crowded = new Set(['a', 'x']);
  expect(keysToCompare(keys, crowded, []).map(({ digest }) => digest)).toEqual(['free', 'x']);
  expect(keysToCompare(keys, crowded, ['name'])).toEqual(keys);
});

it('a rule with a crowded key is either compared under something or too wide', () => {
  const digests = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
  fc.assert(
    fc.property(digests, fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')), (own, wide) => {
      const keys = own.map((digest) => key(digest));
      const crowded = new Set(wide);
      const tooWide = rulesTooWide(keys, crowded, new Map());
      expect(keysToCompare(keys, crowded, tooWide).length).toBeGreaterThan(0);
    }),
  );
});
