import fc from 'fast-check';
import { BREAKER_STATES, CLOSED_BREAKER, type Breaker } from './breaker.js';
import { BREAKER_MOVES, moveBreaker, untilProbeMs, type BreakerEvent } from './move-breaker.js';

const open: Breaker = { state: 'open', probeAtMs: 1_000, probe: null };
const probing: Breaker = {
  state: 'half_open',
  probeAtMs: 1_000,
  probe: { holder: 'one', untilMs: 2_000 },
};

it('opens when it is tripped, and being tripped again does not keep it open for longer', () => {
  const opened = moveBreaker(CLOSED_BREAKER, { kind: 'trip', openForMs: 30_000 }, 500);
  expect(opened).toEqual({ state: 'open', probeAtMs: 30_500, probe: null });
  expect(moveBreaker(opened!, { kind: 'trip', openForMs: 30_000 }, 900)).toBeUndefined();
});

it('admits one probe once it has been open long enough, and no second one beside it', () => {
  const probe = { kind: 'probe', holder: 'one', probeMs: 1_000 } as const;
  expect(moveBreaker(open, probe, 999)).toBeUndefined();
  expect(moveBreaker(open, probe, 1_000)).toEqual(probing);
  expect(moveBreaker(probing, { ...probe, holder: 'two' }, 1_999)).toBeUndefined();
});

it('gives the probe to another when nothing was heard of it in time', () => {
  const taken = moveBreaker(probing, { kind: 'probe', holder: 'two', probeMs: 1_000 }, 2_000);
  expect(taken?.probe).toEqual({ holder: 'two', untilMs: 3_000 });
  expect(moveBreaker(taken!, { kind: 'succeed', holder: 'one' }, 2_100)).toBeUndefined();
});

it('closes when the probe succeeds and opens afresh when it fails', () => {
  expect(moveBreaker(probing, { kind: 'succeed', holder: 'one' }, 1_500)).toEqual(CLOSED_BREAKER);
  expect(moveBreaker(probing, { kind: 'fail', holder: 'one', openForMs: 30_000 }, 1_500)).toEqual({
    state: 'open',
    probeAtMs: 31_500,
    probe: null,
  });
});

it('takes no news of a probe that no process makes, and lets one be made', () => {
  const lost: Breaker = { ...probing, probe: null };
  expect(moveBreaker(lost, { kind: 'succeed', holder: 'one' }, 1_500)).toBeUndefined();
  expect(moveBreaker(lost, { kind: 'fail', holder: 'one', openForMs: 30_000 }, 1_500)).toBeUndefined();
  expect(moveBreaker(lost, { kind: 'probe', holder: 'two', probeMs: 1_000 }, 1_500)?.state).toBe('half_open');
});

it('tells how long no probe is made', () => {
  expect(untilProbeMs(CLOSED_BREAKER, 0)).toBe(0);
  expect(untilProbeMs({ ...open, state: 'closed' }, 400)).toBe(0);
  expect(untilProbeMs(open, 400)).toBe(600);
  expect(untilProbeMs(probing, 1_500)).toBe(500);
  expect(untilProbeMs(open, 5_000)).toBe(0);
});

it('never has two probes at one time, whatever happens in whatever order', () => {
  const holder = fc.constantFrom('one', 'two', 'three');
  const event: fc.Arbitrary<BreakerEvent> = fc.oneof(
    fc.record({ kind: fc.constant('trip' as const), openForMs: fc.nat(500) }),
    fc.record({ kind: fc.constant('probe' as const), holder, probeMs: fc.integer({ min: 1, max: 500 }) }),
    fc.record({ kind: fc.constant('succeed' as const), holder }),
    fc.record({ kind: fc.constant('fail' as const), holder, openForMs: fc.nat(500) }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(event, fc.nat(400)), { maxLength: 40 }), (events) => {
      let [breaker, nowMs, underWay] = [CLOSED_BREAKER, 0, 0];
      for (const [happens, laterMs] of events) {
        nowMs += laterMs;
        const moved = moveBreaker(breaker, happens, nowMs);
        if (moved === undefined) continue;
        expect(BREAKER_MOVES[breaker.state][happens.kind]).toBe(moved.state);
        expect(BREAKER_STATES).toContain(moved.state);
        if (happens.kind === 'probe') {
          expect(underWay).toBeLessThanOrEqual(nowMs);
          underWay = nowMs + happens.probeMs;
        } else underWay = 0;
        expect(moved.probe === null).toBe(moved.state !== 'half_open');
        breaker = moved;
      }
    }),
  );
});
