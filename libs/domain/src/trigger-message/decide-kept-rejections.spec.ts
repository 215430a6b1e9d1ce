import fc from 'fast-check';
import {
  decideKeptRejections,
  REJECTIONS_KEPT_A_DAY,
  type KeptRejections,
} from './decide-kept-rejections.js';

const START = new Date('2026-11-30T00:00:00Z').getTime();

it('of rejections that come at any time, in no day that began with one more are kept than may be', () => {
  const steps = fc.array(fc.tuple(fc.nat(700), fc.nat(30_000_000)), { maxLength: 30 });
  fc.assert(
    fc.property(steps, (batches) => {
      let noted: KeptRejections = { since: null, kept: 0 };
      let now = START;
      for (const [further, ms] of batches) {
        now += ms;
        const { room, next } = decideKeptRejections(noted, further, new Date(now));
        expect(room).toBeLessThanOrEqual(further);
        expect(next.kept).toBeLessThanOrEqual(REJECTIONS_KEPT_A_DAY);
        if (next.kept < REJECTIONS_KEPT_A_DAY) expect(room).toBe(further);
        noted = next;
      }
    }),
  );
});

it('a day later there is room again', () => {
  const full: KeptRejections = { since: new Date(START), kept: REJECTIONS_KEPT_A_DAY };
  expect(decideKeptRejections(full, 5, new Date(START + 86_399_999)).room).toBe(0);
  expect(decideKeptRejections(full, 5, new Date(START + 86_400_000))).toEqual({
    ...{ room: 5, next: { since: new Date(START + 86_400_000), kept: 5 } },
  });
});
