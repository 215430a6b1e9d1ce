import fc from 'fast-check';
import { DataSet } from './data-set.js';
import { SIMULATED_STREAMS } from './simulated-stream.js';
import { Selection } from './selection.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const newSet = (records = 50, seed = 1) => new DataSet('customers', seed, records, () => NOW);
const indexesOf = (selection: Selection) =>
  Array.from({ length: selection.length }, (_, place) => selection.at(place));
interface Customer {
  readonly id: string;
  readonly revision: number;
  readonly created_at: string;
  readonly updated_at: string;
}
const recordOf = (set: DataSet, index: number) => JSON.parse(set.text(index)) as Customer;

describe('a data set that is worked out', () => {
  it.each(SIMULATED_STREAMS)('gives the same %s for the same seed, and others for another', (stream) => {
    const set = (seed: number) => new DataSet(stream, seed, 10, () => NOW);
    expect(set(7).text(3)).toBe(set(7).text(3));
    expect(set(7).text(3)).not.toBe(set(8).text(3));
    expect(set(7).text(3)).not.toBe(set(7).text(4));
    JSON.parse(set(7).text(3));
  });

  it.each(SIMULATED_STREAMS)('finds %s by the ids it gives, and by no others', (stream) => {
    const set = new DataSet(stream, 1, 10, () => NOW);
    expect(set.indexOf(set.id(9))).toBe(9);
    expect(set.indexOf(`x${set.id(9)}`)).toBeUndefined();
    expect(set.indexOf(set.id(10))).toBeUndefined();
    expect(set.indexOf('')).toBeUndefined();
  });

  it('changes a record with every edit and tells when', () => {
    const set = newSet();
    const before = recordOf(set, 5);
    set.edit(5);
    set.edit(5);
    const after = recordOf(set, 5);
    expect(after).toMatchObject({ id: before.id, revision: 2, created_at: before.created_at });
    expect(after.updated_at).toBe(new Date(NOW).toISOString());
    expect(after).not.toEqual({ ...before, revision: 2, updated_at: after.updated_at });
  });

  it('lists what was created and leaves out what was deleted', () => {
    const set = newSet(5);
    set.delete(1);
    expect(set.create()).toBe(5);
    expect(indexesOf(set.select(null))).toEqual([0, 2, 3, 4, 5]);
    expect(set.indexOf(set.id(1))).toBeUndefined();
    expect(recordOf(set, 5).created_at).toBe(new Date(NOW).toISOString());
  });

  it('selects what was created or changed since a moment', () => {
    const set = newSet(5);
    const made = (index: number) => Date.parse(recordOf(set, index).created_at);
    expect(indexesOf(set.select(made(3)))).toEqual([3, 4]);
    set.edit(0);
    set.create();
    expect(indexesOf(set.select(made(3)))).toEqual([0, 3, 4, 5]);
    expect(indexesOf(set.select(NOW))).toEqual([0, 5]);
    expect(indexesOf(set.select(NOW + 1))).toEqual([]);
  });

  it('selects what was last changed in a time', () => {
    const set = newSet(5);
    const made = (index: number) => Date.parse(recordOf(set, index).created_at);
    const [first, third] = [made(0), made(2)];
    set.edit(1);
    set.create();
    const between = (since: number | null, untilMs: number) => indexesOf(set.select(since, { untilMs }));
    expect(between(null, third)).toEqual([0, 2]);
    expect(between(third, NOW)).toEqual([1, 2, 3, 4, 5]);
    expect(between(third + 1, NOW - 1)).toEqual([3, 4]);
    expect(between(null, first - 1)).toEqual([]);
  });

  it('feeds each record once, at the place of its latest change', () => {
    const set = newSet(4);
    set.edit(1);
    set.edit(3);
    set.edit(1);
    const feed = (after: number, limit = 10) =>
      set.changesAfter(after, limit).changes.map(({ index }) => index);
    expect(feed(0)).toEqual([0, 2, 3, 1]);
    expect(feed(3)).toEqual([3, 1]);
    expect(feed(6)).toEqual([1]);
    expect(feed(7)).toEqual([]);
    expect(set.changesAfter(0, 2)).toMatchObject({ pending: 4, changes: [{ position: 1 }, { position: 3 }] });
  });
});

describe('a selection', () => {
  it('is what a plain list of its indexes would be', () => {
    const sorted = (min: number, max: number) =>
      fc.uniqueArray(fc.integer({ min, max })).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(
        sorted(0, 9),
        fc.integer({ min: 10, max: 20 }),
        sorted(21, 30),
        sorted(0, 30),
        (before, to, after, gone) => {
          const selection = new Selection(before, { from: 10, to }, after, gone);
          const range = Array.from({ length: to - 10 }, (_, i) => i + 10).filter(
            (index) => !gone.includes(index),
          );
          const plain = [...before, ...range, ...after];
          expect(indexesOf(selection)).toEqual(plain);
          for (let index = -1; index < 32; index += 1) {
            expect(selection.placeAfter(index)).toBe(plain.filter((one) => one <= index).length);
          }
        },
      ),
    );
  });
});
