import fc from 'fast-check';
import { ExactNumber } from '../number/exact-number.js';
import { mergeProjections, type MergeSettings } from './merge-projections.js';
import { MERGE_STRATEGY_NAMES } from './merge-strategy.js';
import type { Projection } from './projection.js';
import { MIDDLE, NEW, OLD } from './testing/said-by.js';
import { SURVIVORSHIP_NAMES } from './survivorship.js';

const merged = (projections: readonly Projection[], settings: MergeSettings = {}) =>
  mergeProjections(projections, settings);
const dataOf = (projections: readonly Projection[], settings: MergeSettings = {}) =>
  merged(projections, settings).data;

describe('whatever the sources say', () => {
  const values = fc.constantFrom(null, 1, 'a', 'abc', true, new ExactNumber('9007199254740993'), [1], {
    x: 1,
  });
  const times = fc.constantFrom(OLD, MIDDLE, NEW);
  const projections = fc.uniqueArray(
    fc.record({
      referenceId: fc.nat(120).map(String),
      source: fc.constantFrom('crm/people', 'crm/leads', 'shop/customers'),
      active: fc.boolean(),
      data: fc.dictionary(fc.constantFrom('a', 'b', 'c'), values),
      changedAt: fc.dictionary(fc.constantFrom('a', 'b', 'c'), times),
    }),
    { selector: ({ referenceId }) => referenceId, minLength: 1, maxLength: 5 },
  );
  const settings = fc.record({
    merge: fc.constantFrom(...MERGE_STRATEGY_NAMES),
    survivorship: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(...SURVIVORSHIP_NAMES)),
    sourceRanking: fc.subarray(['shop', 'crm/leads', 'crm']),
  });

  it('the order in which they came to be one does not matter', () => {
    const shuffled = projections.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, settings, ([one, other], how) => {
        expect(merged(other, how)).toEqual(merged(one, how));
        expect(Object.keys(dataOf(other, how))).toEqual(Object.keys(dataOf(one, how)));
      }),
    );
  });

  it('each field has a value that its source says, and no value is lost where all fields are merged', () => {
    fc.assert(
      fc.property(projections, settings, (list, how) => {
        const { data, provenance } = merged(list, how);
        expect(Object.keys(provenance)).toEqual(Object.keys(data));
        for (const [field, { referenceId, at }] of Object.entries(provenance)) {
          const source = list.find((each) => each.referenceId === referenceId);
          expect(source?.data[field]).toBe(data[field]);
          expect(source?.changedAt[field] ?? '').toBe(at);
        }
        const speaking = list.some(({ active }) => active) ? list.filter(({ active }) => active) : list;
        const fields = new Set(
          speaking.flatMap((each) => Object.keys(each.data).filter((field) => each.data[field] !== null)),
        );
        if (how.merge === 'merge_fields')
          for (const field of fields) expect(data[field] ?? null).not.toBeNull();
      }),
    );
  });

  it('merging what is one already changes nothing, and of one source it is what that says', () => {
    fc.assert(
      fc.property(projections, settings, ([only], how) => {
        const { data, provenance } = merged([only as Projection], how);
        expect(data).toEqual(only?.data);
        const again = {
          ...(only as Projection),
          data,
          changedAt: Object.fromEntries(Object.entries(provenance).map(([field, { at }]) => [field, at])),
        };
        expect(merged([again], how)).toEqual({ data, provenance });
      }),
    );
  });
});
