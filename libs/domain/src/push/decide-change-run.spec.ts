import fc from 'fast-check';
import {
  CHANGES_GATHER_MS,
  decideAskedRun,
  decideChangeRun,
  MOST_CHANGE_RUNS,
  MOST_CHANGES_AT_ONCE,
  TRY_AGAIN_AFTER_MS,
  type ChangeRunFacts,
} from './decide-change-run.js';

const now = new Date('2026-11-30T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const quiet: ChangeRunFacts = {
  isPaired: true,
  fresh: 0,
  again: 0,
  hasBulk: false,
  askedAt: null,
  underWay: 0,
  lastAskedAt: null,
  failed: 0,
  failedAt: null,
  now,
};
const kindOf = (facts: Partial<ChangeRunFacts>) => decideChangeRun({ ...quiet, ...facts }).kind;

it('nothing is asked for where nothing is pending', () => {
  expect(kindOf({})).toBe('nothing');
});

it('the first change goes at once', () => {
  expect(kindOf({ fresh: 1 })).toBe('few');
  expect(kindOf({ fresh: 1, lastAskedAt: ago(CHANGES_GATHER_MS) })).toBe('few');
});

it('those that follow it closely are gathered', () => {
  const facts = { ...quiet, fresh: 3, lastAskedAt: ago(100) };
  expect(decideChangeRun(facts)).toEqual({ kind: 'wait', forMs: CHANGES_GATHER_MS - 100 });
});

it('a clock that was set back does not keep changes', () => {
  expect(kindOf({ fresh: 1, lastAskedAt: ago(-3_600_000) })).toBe('few');
  expect(kindOf({ fresh: 1, failed: 1, failedAt: ago(-3_600_000) })).toBe('few');
});

it('many are one run of the whole job, which waits for the one that is there', () => {
  expect(kindOf({ fresh: MOST_CHANGES_AT_ONCE })).toBe('few');
  expect(kindOf({ fresh: MOST_CHANGES_AT_ONCE, hasBulk: true })).toBe('few');
  expect(kindOf({ fresh: MOST_CHANGES_AT_ONCE + 1 })).toBe('many');
  expect(kindOf({ fresh: MOST_CHANGES_AT_ONCE, again: 1 })).toBe('many');
  expect(kindOf({ fresh: MOST_CHANGES_AT_ONCE + 1, hasBulk: true })).toBe('wait');
});

it('nothing goes before both sides are paired', () => {
  expect(kindOf({ fresh: 1, isPaired: false })).toBe('wait');
  expect(kindOf({ fresh: MOST_CHANGES_AT_ONCE + 1, isPaired: false })).toBe('wait');
});

it('a run that was asked for and may not be opened yet is not asked for again', () => {
  expect(kindOf({ fresh: 1, askedAt: ago(0) })).toBe('wait');
  expect(decideAskedRun({ ...quiet, fresh: 1, askedAt: ago(0) }).kind).toBe('few');
});

it('what is changed once it was opened waits for no more than as long again, and one that is held is looked at once a second', () => {
  const waits = (askedAt: Date) => decideChangeRun({ ...quiet, fresh: 1, askedAt });
  expect(waits(ago(20))).toEqual({ kind: 'wait', forMs: 50 });
  expect(waits(ago(200))).toEqual({ kind: 'wait', forMs: 200 });
  expect(waits(ago(3_600_000))).toEqual({ kind: 'wait', forMs: 1_000 });
  expect(waits(ago(-3_600_000))).toEqual({ kind: 'wait', forMs: 50 });
});

it('a slow provider has so many runs at once', () => {
  expect(kindOf({ fresh: 1, underWay: MOST_CHANGE_RUNS - 1 })).toBe('few');
  expect(kindOf({ fresh: 1, underWay: MOST_CHANGE_RUNS })).toBe('wait');
});

it('runs that fail are asked for less and less often', () => {
  const first = TRY_AGAIN_AFTER_MS[0]!;
  expect(kindOf({ fresh: 1, failed: 1, failedAt: ago(first - 1) })).toBe('wait');
  expect(kindOf({ fresh: 1, failed: 1, failedAt: ago(first) })).toBe('few');
  expect(kindOf({ fresh: 1, failed: 2, failedAt: ago(first) })).toBe('wait');
  const last = TRY_AGAIN_AFTER_MS.at(-1)!;
  expect(kindOf({ fresh: 1, failed: 20, failedAt: ago(last - 1) })).toBe('wait');
  expect(kindOf({ fresh: 1, failed: 20, failedAt: ago(last) })).toBe('few');
});

const time = fc.option(
  fc.integer({ min: 0, max: 10_000_000 }).map((ms) => ago(ms)),
  { nil: null },
);
const anyFacts: fc.Arbitrary<ChangeRunFacts> = fc.record({
  isPaired: fc.boolean(),
  fresh: fc.integer({ min: 0, max: MOST_CHANGES_AT_ONCE + 1 }),
  again: fc.integer({ min: 0, max: MOST_CHANGES_AT_ONCE + 1 }),
  hasBulk: fc.boolean(),
  askedAt: time,
  underWay: fc.integer({ min: 0, max: 6 }),
  lastAskedAt: time,
  failed: fc.integer({ min: 0, max: 20 }),
  failedAt: time,
  now: fc.constant(now),
});

it('whatever is pending goes in the end: each wait has an end that the facts alone bring', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const decision = decideChangeRun(facts);
      if (decision.kind === 'wait') expect(decision.forMs).toBeGreaterThan(0);
      expect(decision.kind === 'nothing').toBe(facts.fresh + facts.again === 0);
      const later = {
        ...facts,
        isPaired: true,
        hasBulk: false,
        askedAt: null,
        underWay: 0,
        now: new Date(now.getTime() + TRY_AGAIN_AFTER_MS.at(-1)!),
      };
      expect(decideChangeRun(later).kind).not.toBe('wait');
    }),
  );
});

it('a run is asked for only where one that is asked for would be opened', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { kind } = decideChangeRun(facts);
      if (kind === 'few' || kind === 'many') expect(decideAskedRun(facts)).toEqual({ kind });
    }),
  );
});

it('edits of a day are at most four runs a second, and none waits longer than they are gathered', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(gaps, (between) => {
      let [at, lastAskedAt]: [number, Date | null] = [now.getTime(), null];
      const edits = between.map((gap) => (at += gap));
      const asked: number[] = [];
      for (let tick = now.getTime(); tick <= at + CHANGES_GATHER_MS; tick += 10) {
        const last: number = asked.at(-1) ?? -Infinity;
        const fresh = edits.filter((edit) => edit > last && edit <= tick).length;
        if (decideChangeRun({ ...quiet, fresh, lastAskedAt, now: new Date(tick) }).kind !== 'few') continue;
        asked.push(tick);
        lastAskedAt = new Date(tick);
      }
      asked
        .slice(1)
        .forEach((tick, nth) => expect(tick - asked[nth]!).toBeGreaterThanOrEqual(CHANGES_GATHER_MS));
      for (const edit of edits) {
        const taken = asked.find((tick) => tick >= edit);
        expect(taken! - edit).toBeLessThanOrEqual(CHANGES_GATHER_MS + 10);
      }
    }),
  );
});
