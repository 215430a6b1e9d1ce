import { setImmediate as turn } from 'node:timers/promises';
import { BulkPlaces } from './bulk-places.js';

it('lets two at a time work, in the order in which they came, whatever becomes of them', async () => {
  const places = new BulkPlaces();
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = Array.from({ length: 6 }, (_, nth) =>
    places.hold(async () => {
      begun.push(nth);
      await new Promise<void>((resolve) => (ends[nth] = resolve));
      if (nth === 0) throw new Error('of no account to the others');
    }),
  );
  const first = expect(work[0]).rejects.toThrow('of no account');
  await turn();
  expect(begun).toEqual([0, 1]);
  ends[0]?.();
  ends[1]?.();
  await first;
  await turn();
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[3]?.();
  await turn();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const nth of [2, 4]) ends[nth]?.();
  await turn();
  ends[5]?.();
  await Promise.allSettled(work);
  expect(begun).toHaveLength(6);
});
