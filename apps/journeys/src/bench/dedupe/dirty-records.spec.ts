import { SeededRandom } from '@evenkeel/simulation';
import { dirtyCompanies } from './companies.js';
import { withTypo, writePhone } from './dirt.js';
import { judgePairs } from './judge-pairs.js';
import type { Labelled } from './labelled.js';
import { dirtyPeople } from './people.js';

const labelled = (truths: readonly number[]) =>
  truths.map((truth, source): Labelled => ({ truth, source, data: {} }));

describe.each([
  ['people', dirtyPeople],
  ['companies', dirtyCompanies],
])('dirty %s', (_, draw) => {
  it('are the same for the same seed, and others for another', () => {
    expect(draw(50, 7)).toEqual(draw(50, 7));
    expect(draw(50, 7)).not.toEqual(draw(50, 8));
  });

  it('are in each source once at most', () => {
    const places = draw(200, 7).map(({ truth, source }) => `${truth} in ${source}`);
    expect(new Set(places).size).toBe(places.length);
    expect(places.length).toBeGreaterThan(300);
  });
});

it('one slip changes a text by a letter or two, and digits stay digits', () => {
  const random = new SeededRandom(7);
  for (let nth = 0; nth < 200; nth += 1) {
    expect(Math.abs(withTypo('Anna', random).length - 4)).toBeLessThanOrEqual(1);
    expect(withTypo('12345', random)).toMatch(/^\d{4,6}$/);
  }
  expect(withTypo('A', random)).toBe('A');
});

it('a number from abroad is never written without its country', () => {
  const random = new SeededRandom(7);
  const written = Array.from({ length: 50 }, () =>
    writePhone({ country: 'FR', national: '612345678' }, random),
  );
  for (const number of written) expect(number).toMatch(/^(\+|00)33/);
  expect(new Set(written).size).toBe(4);
});

it('judges pairs, not records', () => {
  // Of three that are one two were found, and one pair that is none was made.
  const quality = judgePairs(labelled([1, 1, 1, 2, 3]), ['a', 'a', 'b', 'c', 'c']);
  expect(quality).toEqual({ precision: 1 / 2, recall: 1 / 3, f1: expect.closeTo(0.4, 10) as number });
  expect(judgePairs(labelled([1, 2]), ['a', 'b'])).toEqual({ precision: 1, recall: 1, f1: 0 });
});
