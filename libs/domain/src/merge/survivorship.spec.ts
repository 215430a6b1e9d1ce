import type { JsonObject } from '../json.js';
import { mergeProjections, type MergeSettings } from './merge-projections.js';
import type { Projection } from './projection.js';
import { MIDDLE, NEW, OLD, saidBy } from './testing/said-by.js';

const merged = (projections: readonly Projection[], settings: MergeSettings = {}) =>
  mergeProjections(projections, settings);
const dataOf = (projections: readonly Projection[], settings: MergeSettings = {}) =>
  merged(projections, settings).data;

describe('survivorship of a field', () => {
  const survivor = (
    name: NonNullable<MergeSettings['survivorship']>[string],
    projections: readonly Projection[],
    sourceRanking: readonly string[] = [],
  ) => dataOf(projections, { survivorship: { a: name }, sourceRanking })['a'];

  it('most_recent is what was changed last', () => {
    expect(
      survivor('most_recent', [
        saidBy('1', { a: 1 }, MIDDLE),
        saidBy('2', { a: 2 }, NEW),
        saidBy('3', { a: null }, NEW),
      ]),
    ).toBe(2);
  });

  it('most_trusted goes by streams, then connections, in the order of the ranking; others come last', () => {
    const [crm, leads, shop] = [
      saidBy('1', { a: 'crm' }, NEW, { source: 'crm/people' }),
      saidBy('2', { a: 'leads' }, NEW, { source: 'crm/leads' }),
      saidBy('3', { a: 'shop' }, OLD, { source: 'shop/customers' }),
    ];
    expect(survivor('most_trusted', [crm, leads, shop], ['shop', 'crm'])).toBe('shop');
    expect(survivor('most_trusted', [crm, leads, shop], ['crm/leads', 'crm'])).toBe('leads');
    expect(survivor('most_trusted', [crm, leads, shop], ['crm', 'shop', 'crm/leads'])).toBe('crm');
    expect(survivor('most_trusted', [leads, shop, crm], ['shop/customers'])).toBe('shop');
    expect(survivor('most_trusted', [leads, shop], ['other'])).toBe('leads');
    expect(survivor('most_trusted', [{ ...shop, data: { a: null } }, crm], ['shop', 'crm'])).toBe('crm');
    expect(dataOf([crm, shop], { survivorship: { a: 'most_trusted' } })).toEqual({ a: 'crm' });
  });

  it('longest counts the letters of texts, and what is written of other values', () => {
    expect(
      survivor('longest', [
        saidBy('1', { a: 'Ann' }, NEW),
        saidBy('2', { a: 'Anna' }, OLD),
        saidBy('3', { a: 'Bert' }, OLD),
      ]),
    ).toBe('Anna');
    expect(survivor('longest', [saidBy('1', { a: '𠮷𠮷' }, NEW), saidBy('2', { a: 'abc' }, OLD)])).toBe(
      'abc',
    );
    expect(survivor('longest', [saidBy('1', { a: 'abc' }, NEW), saidBy('2', { a: [1, 2] }, OLD)])).toEqual([
      1, 2,
    ]);
  });

  it('non_null is the value of the oldest source that has one', () => {
    expect(
      survivor('non_null', [
        saidBy('3', { a: 3 }, NEW),
        saidBy('1', { a: null }, NEW),
        saidBy('2', { a: 2 }, OLD),
      ]),
    ).toBe(2);
  });

  it('leaves null where no source has a value, and nothing where none has the field', () => {
    expect(
      dataOf([saidBy('1', { b: 1 }, NEW), saidBy('2', { a: null }, NEW)], {
        survivorship: { a: 'longest', c: 'longest' },
      }),
    ).toEqual({ b: 1, a: null });
  });

  it('is of fields, not of names that every object answers to', () => {
    const data = JSON.parse('{"constructor":1,"__proto__":2}') as JsonObject;
    expect(Object.entries(dataOf([saidBy('1', data, NEW)], { survivorship: {} }))).toEqual([
      ['constructor', 1],
      ['__proto__', 2],
    ]);
  });
});
