import fc from 'fast-check';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import { closeLedger } from './close-ledger.js';
import { decideGrant, GRANT_SLOT_MS, keptBackMs, type GrantRequest } from './decide-grant.js';
import { describeQuota } from './describe-quota.js';
import { learnLimit } from './learn-limit.js';
import { EMPTY_LEDGER, type LedgerState } from './ledger-state.js';
import type { Quota, QuotaShare } from './quota.js';

const PROBLEM = describeProblem(new SyncError('provider.rate_limited', 'Not before noon'));
const NONE = { bulk: 0, reserved: 0 };
const tenASecond: Quota = { rate: { calls: 10, perSeconds: 1 }, concurrency: null, reservedShare: 0.3 };

function request(changes: Partial<GrantRequest> = {}): GrantRequest {
  return {
    quota: tenASecond,
    share: 'reserved',
    wanted: 1,
    holder: 'one',
    inFlight: NONE,
    callMs: 30_000,
    ...changes,
  };
}

/** Leases again and again at one moment until nothing is given any more. */
function leaseAll(ledger: LedgerState, asked: GrantRequest, nowMs: number) {
  let [state, calls] = [ledger, 0];
  for (let leases = 0; leases < 1_000; leases += 1) {
    const decision = decideGrant(state, asked, nowMs);
    state = decision.ledger;
    if (decision.calls === 0) return { ledger: state, calls, waitMs: decision.waitMs };
    calls += decision.calls;
  }
  throw new Error('Calls are given without end');
}

describe('a rate', () => {
  it('gives what is allowed and then says when more may be had', () => {
    const all = leaseAll(EMPTY_LEDGER, request({ wanted: 100 }), 10_000);
    expect(all.calls).toBe(10);
    // The window, the slot, what is kept back, and at most one step of rounding.
    expect(all.waitMs).toBeGreaterThanOrEqual(1_350);
    expect(all.waitMs).toBeLessThan(1_370);
    expect(decideGrant(all.ledger, request(), 10_000 + all.waitMs - 1).calls).toBe(0);
    expect(decideGrant(all.ledger, request(), 10_000 + all.waitMs).calls).toBe(1);
  });

  it('keeps nothing of a request that was given nothing', () => {
    const { ledger } = leaseAll(EMPTY_LEDGER, request({ wanted: 100 }), 10_000);
    expect(decideGrant(ledger, request(), 10_300).ledger).toEqual({ ...ledger, askedMs: 10_300 });
  });

  it('keeps its reserved share from bulk work, and gives it to reserved calls', () => {
    const bulk = leaseAll(EMPTY_LEDGER, request({ share: 'bulk', wanted: 100 }), 0);
    expect(bulk.calls).toBe(7);
    expect(leaseAll(bulk.ledger, request({ wanted: 100 }), 0).calls).toBe(3);
  });

  it('lets reserved calls have all, and bulk work wait for what is left', () => {
    const reserved = leaseAll(EMPTY_LEDGER, request({ wanted: 9 }), 0);
    expect(reserved.calls).toBe(10);
    expect(leaseAll(reserved.ledger, request({ share: 'bulk', wanted: 5 }), 0).calls).toBe(0);
  });

  it('leases few calls at a time, single ones where the rate is low', () => {
    expect(decideGrant(EMPTY_LEDGER, request({ wanted: 100 }), 0).calls).toBe(3);
    const low: Quota = { ...tenASecond, rate: { calls: 60, perSeconds: 60 } };
    expect(decideGrant(EMPTY_LEDGER, request({ quota: low, wanted: 100 }), 0).calls).toBe(1);
  });

  it('reserves nothing of a limit of one call', () => {
    const one: Quota = { ...tenASecond, rate: { calls: 1, perSeconds: 10 } };
    expect(decideGrant(EMPTY_LEDGER, request({ quota: one, share: 'bulk' }), 0).calls).toBe(1);
  });

  it('stays short however busy it is', () => {
    const hourly: Quota = { ...tenASecond, rate: { calls: 5_000, perSeconds: 3_600 } };
    let ledger = EMPTY_LEDGER;
    for (let nowMs = 0; nowMs < 7_200_000; nowMs += 1_000) {
      ({ ledger } = decideGrant(ledger, request({ quota: hourly }), nowMs));
    }
    expect(ledger.granted.length).toBeLessThan(80);
  });

  it('gives at least seven tenths of a rate per second, and more of longer ones', () => {
    for (const [perSeconds, least] of [
      [1, 0.7],
      [10, 0.85],
      [60, 0.95],
    ] as const) {
      const quota: Quota = { rate: { calls: 100, perSeconds }, concurrency: null, reservedShare: 0 };
      let [ledger, calls, nowMs] = [EMPTY_LEDGER, 0, 0];
      const windows = 40;
      while (nowMs < windows * perSeconds * 1000) {
        const decision = decideGrant(ledger, request({ quota, wanted: 100 }), nowMs);
        ({ ledger } = decision);
        calls += decision.calls;
        nowMs += Math.max(10, decision.waitMs);
      }
      expect(calls / (100 * windows)).toBeGreaterThanOrEqual(least);
    }
  });
});

describe('a limit on calls under way', () => {
  const twoAtOnce: Quota = { rate: null, concurrency: 4, reservedShare: 0.25 };

  it('is shared by all holders, with its reserved part', () => {
    const first = decideGrant(EMPTY_LEDGER, request({ quota: twoAtOnce, share: 'bulk', wanted: 9 }), 0);
    expect(first.calls).toBe(3);
    const other = request({ quota: twoAtOnce, holder: 'two' });
    expect(decideGrant(first.ledger, { ...other, share: 'bulk' }, 0)).toMatchObject({ calls: 0, waitMs: 50 });
    expect(decideGrant(first.ledger, other, 0).calls).toBe(1);
  });

  it('has room again when a holder says that calls have ended', () => {
    const first = decideGrant(EMPTY_LEDGER, request({ quota: twoAtOnce, wanted: 4 }), 0);
    const told = decideGrant(
      first.ledger,
      request({ quota: twoAtOnce, wanted: 0, inFlight: { bulk: 0, reserved: 3 } }),
      5,
    );
    expect(decideGrant(told.ledger, request({ quota: twoAtOnce, holder: 'two', wanted: 9 }), 5).calls).toBe(
      1,
    );
  });

  it('has room again when a holder was not heard of for longer than a call may take', () => {
    const first = decideGrant(EMPTY_LEDGER, request({ quota: twoAtOnce, wanted: 4, callMs: 1_000 }), 0);
    const other = request({ quota: twoAtOnce, holder: 'two', wanted: 9 });
    expect(decideGrant(first.ledger, other, 1_249).calls).toBe(0);
    expect(decideGrant(first.ledger, other, 1_250).calls).toBe(4);
  });
});

describe('what is known of other calls', () => {
  const fourAtOnce: Quota = { rate: null, concurrency: 4, reservedShare: 0 };

  it('is counted once, however often a holder asks', () => {
    const first = decideGrant(EMPTY_LEDGER, request({ quota: fourAtOnce, wanted: 2 }), 0);
    const inFlight = { bulk: 0, reserved: 2 };
    const second = decideGrant(first.ledger, request({ quota: fourAtOnce, wanted: 9, inFlight }), 0);
    expect(second.calls).toBe(2);
    expect(second.ledger).toMatchObject({ granted: [], held: [{ holder: 'one', bulk: 0, reserved: 4 }] });
    expect(second.ledger.held).toHaveLength(1);
  });

  it('holds of both shares', () => {
    const inFlight = { bulk: 2, reserved: 2 };
    const { ledger } = decideGrant(EMPTY_LEDGER, request({ quota: fourAtOnce, wanted: 0, inFlight }), 0);
    expect(decideGrant(ledger, request({ quota: fourAtOnce, holder: 'two' }), 0).calls).toBe(0);
  });

  it('is kept of every holder, whichever of them is given more', () => {
    const ask = (ledger: LedgerState, holder: string, wanted: number) =>
      decideGrant(ledger, request({ quota: fourAtOnce, holder, wanted }), 0);
    const two = ask(ask(EMPTY_LEDGER, 'one', 2).ledger, 'two', 1);
    expect(two.calls).toBe(1);
    expect(ask(two.ledger, 'three', 9).calls).toBe(1);
  });

  it('is not kept of a holder that has none under way', () => {
    expect(decideGrant(EMPTY_LEDGER, request({ quota: fourAtOnce, wanted: 0 }), 0).ledger.held).toEqual([]);
  });

  it('is not kept where only the rate is limited', () => {
    expect(decideGrant(EMPTY_LEDGER, request({ inFlight: { bulk: 1, reserved: 1 } }), 0).ledger.held).toEqual(
      [],
    );
  });

  it('does not go back in time with a clock that does', () => {
    const { ledger } = decideGrant(EMPTY_LEDGER, request({ wanted: 3 }), 10_000);
    expect(decideGrant(ledger, request(), 500)).toEqual(decideGrant(ledger, request(), 10_000));
  });

  it('may end in another order than it was granted in, after the quota was changed', () => {
    const granted = [
      { untilMs: 5_000, bulk: 0, reserved: 5 },
      { untilMs: 1_000, bulk: 0, reserved: 5 },
    ];
    // The window of one second and a tenth of it after the end of the earlier one.
    expect(decideGrant({ ...EMPTY_LEDGER, granted }, request(), 900)).toMatchObject({
      calls: 0,
      waitMs: 1_200,
    });
  });
});

describe('what the provider says', () => {
  it('closes the ledger for everyone until it is over; a shorter wait does not shorten it', () => {
    const closed = closeLedger(closeLedger(EMPTY_LEDGER, { waitMs: 5_000 }, 1_000), { waitMs: 100 }, 2_000);
    expect(decideGrant(closed, request(), 5_999)).toMatchObject({ calls: 0, waitMs: 1 });
    expect(decideGrant(closed, request(), 6_000).calls).toBe(1);
  });

  it('is kept with the wait that it asked for, and forgotten with it', () => {
    const closed = closeLedger(EMPTY_LEDGER, { waitMs: 5_000, why: PROBLEM }, 1_000);
    const kept = decideGrant(closed, request(), 5_999).ledger;
    expect(kept).toMatchObject({ closedUntilMs: 6_000, closedFor: PROBLEM });
    expect(decideGrant(kept, request(), 6_000).ledger).toMatchObject({
      closedUntilMs: null,
      closedFor: null,
    });
  });

  it('is a limit beside the configured one until it starts afresh', () => {
    const taught = learnLimit(EMPTY_LEDGER, { limit: 100, remaining: 2, resetInMs: 9_000 }, 0);
    const all = leaseAll(taught, request({ wanted: 9 }), 10);
    expect(all).toMatchObject({ calls: 2, waitMs: 8_990 });
    expect(decideGrant(all.ledger, request({ share: 'bulk' }), 9_000).calls).toBe(1);
  });

  it('leaves reserved calls their share of what is learnt', () => {
    const taught = learnLimit(EMPTY_LEDGER, { limit: 100, remaining: 30, resetInMs: 9_000 }, 0);
    expect(decideGrant(taught, request({ share: 'bulk' }), 0)).toMatchObject({ calls: 0, waitMs: 9_000 });
    expect(decideGrant(taught, request(), 0).calls).toBe(1);
  });

  it('never raises within one period what we know is left', () => {
    const taught = learnLimit(EMPTY_LEDGER, { limit: 100, remaining: 50, resetInMs: 9_000 }, 0);
    const after = leaseAll(taught, request({ wanted: 9 }), 10).ledger;
    expect(learnLimit(after, { limit: 100, remaining: 48, resetInMs: 8_000 }, 900).learnt?.remaining).toBe(
      40,
    );
    expect(learnLimit(after, { limit: 100, remaining: 7, resetInMs: 8_000 }, 900).learnt?.remaining).toBe(7);
    expect(learnLimit(after, { limit: 100, remaining: 99, resetInMs: 60_000 }, 9_100).learnt?.remaining).toBe(
      99,
    );
  });

  it.each<[string, Partial<Quota>, number]>([
    ['the rate', { rate: { calls: 10, perSeconds: 1 } }, 10],
    ['the calls under way', { concurrency: 3 }, 3],
    ['what is learnt', {}, 4],
  ])('lets a call be asked for at once while there is room for one: %s', (_, limit, most) => {
    const quota: Quota = { rate: null, concurrency: null, reservedShare: 0, ...limit };
    let ledger = learnLimit(EMPTY_LEDGER, { limit: 100, remaining: Math.max(most, 4), resetInMs: 9_000 }, 0);
    for (let nth = 1; nth <= most; nth += 1) {
      const decision = decideGrant(ledger, request({ quota, holder: `${nth}` }), 0);
      expect([decision.calls, decision.waitMs > 0]).toEqual([1, nth === most]);
      ({ ledger } = decision);
    }
  });

  it('is of one period if its ends are at most five seconds apart, and the later end counts', () => {
    const taught = learnLimit(EMPTY_LEDGER, { limit: 100, remaining: 10, resetInMs: 9_000 }, 0);
    const learn = (resetInMs: number, nowMs = 0) =>
      learnLimit(taught, { limit: 100, remaining: 50, resetInMs }, nowMs).learnt;
    expect(learn(14_000)).toEqual({ limit: 100, remaining: 10, resetMs: 14_000 });
    expect(learn(4_000)).toEqual({ limit: 100, remaining: 10, resetMs: 9_000 });
    expect(learn(14_001)).toEqual({ limit: 100, remaining: 50, resetMs: 14_001 });
    expect(learn(3_999)).toEqual({ limit: 100, remaining: 50, resetMs: 3_999 });
    expect(learn(1, 8_999)?.remaining).toBe(10);
    expect(learn(1, 9_000)?.remaining).toBe(50);
  });

  it('closes the ledger when nothing is left', () => {
    const closed = learnLimit(EMPTY_LEDGER, { limit: 60, remaining: 0, resetInMs: 3_000 }, 0);
    expect(closed.closedUntilMs).toBe(3_000);
    expect(decideGrant(closed, request(), 2_000)).toMatchObject({ calls: 0, waitMs: 1_000 });
  });
});

it('tells an operator what is used, reserved, under way and closed', () => {
  const quota: Quota = { rate: { calls: 10, perSeconds: 1 }, concurrency: 8, reservedShare: 0.3 };
  const { ledger } = decideGrant(EMPTY_LEDGER, request({ quota, share: 'bulk', wanted: 2 }), 0);
  expect(describeQuota(closeLedger(ledger, { waitMs: 700, why: PROBLEM }, 0), quota, 200)).toEqual({
    rate: { counted: { bulk: 2, reserved: 0 }, reserved: 3 },
    concurrency: { underWay: { bulk: 2, reserved: 0 }, reserved: 2 },
    closedForMs: 500,
    closedFor: PROBLEM,
    learnt: null,
  });
  expect(describeQuota(ledger, null, 200)).toMatchObject({ rate: null, concurrency: null, closedForMs: 0 });
  const unlimited = { rate: null, concurrency: null, reservedShare: 0 };
  expect(describeQuota(ledger, unlimited, 200)).toMatchObject({ rate: null, concurrency: null });
});

it('tells an operator what closes the ledger only as long as it is closed', () => {
  const closed = closeLedger(EMPTY_LEDGER, { waitMs: 700, why: PROBLEM }, 0);
  const told = (ledger: LedgerState, nowMs: number) => {
    const { closedForMs, closedFor } = describeQuota(ledger, null, nowMs);
    return { closedForMs, closedFor };
  };
  expect(told(closed, 699)).toEqual({ closedForMs: 1, closedFor: PROBLEM });
  expect(told(closed, 700)).toEqual({ closedForMs: 0, closedFor: null });
  expect(told(closeLedger(EMPTY_LEDGER, { waitMs: 700 }, 0), 0)).toEqual({
    closedForMs: 700,
    closedFor: null,
  });
});

it('tells an operator of a call only as long as it counts', () => {
  const quota: Quota = { rate: { calls: 10, perSeconds: 1 }, concurrency: 8, reservedShare: 0 };
  const taught = learnLimit(EMPTY_LEDGER, { limit: 100, remaining: 50, resetInMs: 9_000 }, 0);
  const granted = [{ untilMs: 250, bulk: 1, reserved: 2 }];
  const held = [{ holder: 'one', bulk: 3, reserved: 4, untilMs: 2_000 }];
  const at = (nowMs: number) => describeQuota({ ...taught, granted, held }, quota, nowMs);
  expect(at(999).rate?.counted).toEqual({ bulk: 1, reserved: 2 });
  expect(at(1_000).rate?.counted).toEqual(NONE);
  expect(at(1_999).concurrency?.underWay).toEqual({ bulk: 3, reserved: 4 });
  expect(at(2_000).concurrency?.underWay).toEqual(NONE);
  expect(at(8_999).learnt).toMatchObject({ remaining: 50 });
  expect(at(9_000).learnt).toBeNull();
});

describe('for any number of processes, any order of leases and any delay of calls', () => {
  interface Step {
    readonly laterMs: number;
    /** Whether it is asked again at the very moment that was said. */
    readonly patient: boolean;
    readonly holder: string;
    readonly share: QuotaShare;
    readonly wanted: number;
    /** When within its slot each call begins, and how far clocks and travel move it: shares of what is allowed. */
    readonly delays: readonly number[];
    readonly errors: readonly number[];
  }
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const step = (windowMs: number): fc.Arbitrary<Step> =>
    fc.record({
      laterMs: fc.oneof(fc.nat(20), fc.nat(Math.ceil(windowMs / 3)), fc.nat(2 * windowMs)),
      patient: fc.boolean(),
      holder: fc.constantFrom('one', 'two', 'three', 'four'),
      share: fc.constantFrom<QuotaShare>('bulk', 'reserved'),
      wanted: fc.integer({ min: 1, max: 40 }),
      delays: fc.array(fc.oneof(fc.constantFrom(0, 1), share), { minLength: 1, maxLength: 3 }),
      errors: fc.array(fc.oneof(fc.constantFrom(0, 1), share), { minLength: 1, maxLength: 3 }),
    });
  const quota: fc.Arbitrary<Quota> = fc.record({
    rate: fc.record({
      calls: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 60 })),
      perSeconds: fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 120 })),
    }),
    concurrency: fc.constant(null),
    reservedShare: fc.double({ min: 0, max: 0.9, noNaN: true }),
  });
  const history = quota.chain((rules) =>
    fc.tuple(
      fc.constant(rules),
      fc.nat(1_000_000),
      fc.array(step(rules.rate!.perSeconds * 1000), { minLength: 1, maxLength: 80 }),
    ),
  );

  it('no window of the length of a limit ever sees more calls than the limit', () => {
    fc.assert(
      fc.property(history, ([rules, startMs, steps]) => {
        const windowMs = rules.rate!.perSeconds * 1000;
        const arrivals: { atMs: number; share: QuotaShare }[] = [];
        let [ledger, nowMs, waitMs] = [EMPTY_LEDGER, startMs, 0];
        for (const { laterMs, patient, holder, share, wanted, delays, errors } of steps) {
          nowMs += patient ? waitMs : laterMs;
          const decision = decideGrant(ledger, request({ quota: rules, holder, share, wanted }), nowMs);
          ({ ledger, waitMs } = decision);
          for (let call = 0; call < decision.calls; call += 1) {
            const delay = delays[call % delays.length]!;
            const error = errors[call % errors.length]!;
            // From as early as may be to as late as may be, apart by no more than what is kept back.
            arrivals.push({ atMs: nowMs + delay * GRANT_SLOT_MS + error * keptBackMs(windowMs), share });
          }
        }
        const { calls } = rules.rate!;
        expect(
          mostInAnyWindow(
            arrivals.map(({ atMs }) => atMs),
            windowMs,
          ),
        ).toBeLessThanOrEqual(calls);
        const bulk = arrivals.filter(({ share }) => share === 'bulk').map(({ atMs }) => atMs);
        expect(mostInAnyWindow(bulk, windowMs)).toBeLessThanOrEqual(
          calls - Math.floor(calls * rules.reservedShare),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('what is waited for is given when nobody else asks', () => {
    fc.assert(
      fc.property(history, ([rules, startMs, steps]) => {
        let [ledger, nowMs] = [EMPTY_LEDGER, startMs];
        for (const { laterMs, holder, share, wanted } of steps) {
          nowMs += laterMs;
          const asked = request({ quota: rules, holder, share, wanted });
          const decision = decideGrant(ledger, asked, nowMs);
          ledger = decision.ledger;
          expect(decideGrant(ledger, asked, nowMs + decision.waitMs).calls).toBeGreaterThan(0);
        }
      }),
    );
  });
});

/** Half-open windows that begin with a call: no other can see more. */
function mostInAnyWindow(unsorted: readonly number[], windowMs: number): number {
  const times = [...unsorted].sort((one, other) => one - other);
  let [most, first] = [0, 0];
  for (let last = 0; last < times.length; last += 1) {
    while (times[last]! - times[first]! >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
