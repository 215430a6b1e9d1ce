import fc from 'fast-check';
import type { PushSlice } from '../chunk/slice.js';
import { cutPush, isCut } from './cut-push.js';

const changed: PushSlice = { kind: 'push', select: 'changed' };

it('a slice without bounds stays whole', () => {
  expect(cutPush(changed, [])).toEqual([changed]);
});

it('ranges begin behind a bound and end with the next', () => {
  expect(cutPush(changed, ['10', '20'])).toEqual([
    { ...changed, until: '10' },
    { ...changed, after: '10', until: '20' },
    { ...changed, after: '20' },
  ]);
});

it('only what is known by ids alone is cut, and only once', () => {
  expect(isCut(changed)).toBe(true);
  expect(isCut({ kind: 'push', select: 'all' })).toBe(true);
  expect(isCut({ ...changed, after: '10' })).toBe(false);
  expect(isCut({ ...changed, until: '10' })).toBe(false);
  expect(isCut({ ...changed, recordIds: ['1'] })).toBe(false);
  expect(isCut({ kind: 'push', select: 'named', externalIds: ['a'] })).toBe(false);
  expect(isCut({ kind: 'push', select: 'failed', failureIds: ['1'] })).toBe(false);
});

it('each id is in exactly one range, whatever the bounds', () => {
  const ids = fc.bigInt({ min: 1n, max: 1_000n });
  fc.assert(
    fc.property(fc.uniqueArray(ids, { maxLength: 5 }), ids, (bounds, id) => {
      const inOrder = bounds.sort((one, other) => (one < other ? -1 : 1)).map(String);
      const ranges = cutPush(changed, inOrder) as readonly PushSlice[];
      const holding = ranges.filter(
        ({ after = '0', until }) => id > BigInt(after) && (until === undefined || id <= BigInt(until)),
      );
      expect(holding).toHaveLength(1);
    }),
  );
});
