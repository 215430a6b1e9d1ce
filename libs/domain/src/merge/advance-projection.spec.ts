import fc from 'fast-check';
import { ExactNumber } from '../number/exact-number.js';
import { advanceProjection } from './advance-projection.js';

const [MONDAY, TUESDAY] = ['2026-11-23T08:00:00.000Z', '2026-11-24T08:00:00.000Z'];

it('begins with one time for each field', () => {
  expect(advanceProjection(undefined, { a: 1, b: null }, MONDAY)).toEqual({
    data: { a: 1, b: null },
    changedAt: { a: MONDAY, b: MONDAY },
  });
});

it('moves the time of what changed, came or came back, and of nothing else', () => {
  const before = advanceProjection(
    undefined,
    { same: { x: 1, y: [new ExactNumber('9007199254740993')] }, other: 1, gone: 1, empty: null },
    MONDAY,
  );
  const after = advanceProjection(
    before,
    { same: { y: [new ExactNumber('9007199254740993')], x: 1 }, other: '1', empty: null, fresh: 1 },
    TUESDAY,
  );
  expect(after.changedAt).toEqual({ same: MONDAY, other: TUESDAY, empty: MONDAY, fresh: TUESDAY });
  expect(advanceProjection(after, { gone: 1 }, TUESDAY).changedAt).toEqual({ gone: TUESDAY });
});

it('tells an absent field from one that is null', () => {
  const before = advanceProjection(undefined, {}, MONDAY);
  expect(advanceProjection(before, { a: null }, TUESDAY).changedAt).toEqual({ a: TUESDAY });
});

it('takes the present time where that of before was not kept', () => {
  expect(advanceProjection({ data: { a: 1 }, changedAt: {} }, { a: 1 }, TUESDAY).changedAt).toEqual({
    a: TUESDAY,
  });
});

it('knows fields with names that every object answers to', () => {
  const data = JSON.parse('{"__proto__":1,"constructor":2}') as Record<string, number>;
  const { changedAt } = advanceProjection(advanceProjection(undefined, {}, MONDAY), data, TUESDAY);
  expect(Object.entries(changedAt)).toEqual([
    ['__proto__', TUESDAY],
    ['constructor', TUESDAY],
  ]);
});

it('changes nothing where a source says the same again', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.constantFrom(1, 'a', null, true)), (data) => {
      const before = advanceProjection(undefined, data, MONDAY);
      expect(advanceProjection(before, data, TUESDAY)).toEqual(before);
    }),
  );
});
