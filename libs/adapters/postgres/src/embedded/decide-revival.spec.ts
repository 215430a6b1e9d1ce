import * as fc from 'fast-check';
import { decideRevival } from './decide-revival.js';

const MINUTE = 60_000;

it('starts it again at once, and later each time that it ends again', () => {
  const waits = [1, 2, 3, 4, 5].map((deaths) => decideRevival(Array<number>(deaths).fill(0), 10));
  expect(waits).toEqual([250, 500, 1000, 2000, 4000].map((waitMs) => ({ kind: 'start', waitMs })));
});

it('gives up a server that ends for the sixth time within ten minutes', () => {
  expect(decideRevival([0, 1, 2, 3, 4, 5], 5)).toEqual({ kind: 'give_up', deaths: 6 });
});

it('forgets what was long ago', () => {
  const old = [0, 1, 2, 3, 4, 5];
  expect(decideRevival([...old, 11 * MINUTE], 11 * MINUTE)).toEqual({ kind: 'start', waitMs: 250 });
});

it('never starts it more than five times in ten minutes, however it ends', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(MINUTE), { maxLength: 60 }), (gaps) => {
      const deaths: number[] = [];
      const starts: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        deaths.push((now += gap));
        const revival = decideRevival(deaths, now);
        if (revival.kind === 'give_up') break;
        starts.push((now += revival.waitMs));
      }
      for (const start of starts)
        expect(starts.filter((ms) => ms >= start && ms - start < 10 * MINUTE).length).toBeLessThanOrEqual(6);
    }),
  );
});
