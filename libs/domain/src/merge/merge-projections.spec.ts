import { mergeProjections, type MergeSettings } from './merge-projections.js';
import { MERGE_STRATEGY_NAMES } from './merge-strategy.js';
import type { Projection } from './projection.js';
import { NEW, OLD, saidBy } from './testing/said-by.js';

const merged = (projections: readonly Projection[], settings: MergeSettings = {}) =>
  mergeProjections(projections, settings);
const dataOf = (projections: readonly Projection[], settings: MergeSettings = {}) =>
  merged(projections, settings).data;

describe('merge_fields, which is what happens by itself', () => {
  it('takes of each field the value that was changed last, and says whose it is', () => {
    const one = saidBy('7', { name: 'Ann', phone: '1' }, { name: NEW, phone: OLD });
    const other = saidBy(
      '12',
      { name: 'Anna', phone: '2', city: 'Rom' },
      { name: OLD, phone: NEW, city: OLD },
    );
    expect(merged([one, other])).toEqual({
      data: { name: 'Ann', phone: '2', city: 'Rom' },
      provenance: {
        name: { referenceId: '7', at: NEW },
        phone: { referenceId: '12', at: NEW },
        city: { referenceId: '12', at: OLD },
      },
    });
  });

  it('takes no null where there is a value, however new the null is', () => {
    expect(dataOf([saidBy('1', { a: 1, b: null }, OLD), saidBy('2', { a: null, b: null }, NEW)])).toEqual({
      a: 1,
      b: null,
    });
  });

  it('takes the older reference where both were changed at once: 9 before 10', () => {
    expect(dataOf([saidBy('10', { a: 'ten' }, OLD), saidBy('9', { a: 'nine' }, OLD)])).toEqual({ a: 'nine' });
  });

  it('trusts a value whose time is not known less than any other', () => {
    expect(dataOf([saidBy('1', { a: 1 }, {}), saidBy('2', { a: 2 }, OLD)])).toEqual({ a: 2 });
    expect(merged([saidBy('1', { a: 1 }, {})]).provenance).toEqual({ a: { referenceId: '1', at: '' } });
  });
});

describe('keep_first', () => {
  it('is what the oldest source says, with nothing added', () => {
    const projections = [saidBy('2', { a: 2, b: 2 }, NEW), saidBy('1', { a: 1, c: null }, OLD)];
    expect(dataOf(projections, { merge: 'keep_first' })).toStrictEqual({ a: 1, c: null });
  });

  it('may take single fields from others', () => {
    const projections = [saidBy('1', { a: 1, c: null }, OLD), saidBy('2', { a: 2, b: 2, c: 2 }, NEW)];
    expect(
      dataOf(projections, { merge: 'keep_first', survivorship: { b: 'non_null', c: 'non_null' } }),
    ).toEqual({ a: 1, b: 2, c: 2 });
  });
});

it('keep_most_complete is what the source with the most values says, the oldest of several', () => {
  const few = saidBy('1', { a: 1, b: null, c: null, d: null }, NEW);
  const [most, same] = [saidBy('3', { a: 3, b: 3 }, OLD), saidBy('4', { a: 4, b: 4, c: null }, NEW)];
  expect(dataOf([same, most, few], { merge: 'keep_most_complete' })).toEqual({ a: 3, b: 3 });
});

describe('a source that turned inactive', () => {
  it('gives way to the others at once (C40)', () => {
    const [gone, left] = [saidBy('1', { a: 1, b: 1 }, NEW, { active: false }), saidBy('2', { a: 2 }, OLD)];
    for (const merge of MERGE_STRATEGY_NAMES) expect(dataOf([gone, left], { merge })).toEqual({ a: 2 });
  });

  it('still speaks where no other is left', () => {
    expect(dataOf([saidBy('1', { a: 1 }, NEW, { active: false })])).toEqual({ a: 1 });
  });
});
