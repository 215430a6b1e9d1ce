import { describeRepeats } from './describe-repeats.js';
import { listed, STABLE } from './testing/listed.js';

const shifting = [listed()];
const stable = [listed({ declared: STABLE })];

it('speaks against a listing that may shift, and names what came twice', () => {
  expect(describeRepeats(shifting, { records: 1, examples: ['a'] })).toBe(
    'the record "a" was listed twice, so others may have been missed while the listing shifted',
  );
  expect(describeRepeats(shifting, { records: 4, examples: ['a', 'b', 'c'] })).toBe(
    '4 records were ("a", "b", "c") listed twice, so others may have been missed while the listing shifted',
  );
});

it('says nothing where nothing came twice, or where all of the listing is declared stable', () => {
  const twice = { records: 1, examples: ['a'] };
  expect(describeRepeats(shifting, { records: 0, examples: [] })).toBeUndefined();
  expect(describeRepeats(stable, twice)).toBeUndefined();
});

it('does not take for stable what is not known, in parts, or cut by what records change', () => {
  const twice = { records: 1, examples: ['a'] };
  expect(describeRepeats([...stable, ...shifting], twice)).toBeDefined();
  expect(describeRepeats([listed({ declared: null })], twice)).toBeDefined();
  expect(describeRepeats([listed({ declared: STABLE, sliceKey: 'mutable' })], twice)).toBeDefined();
});
