import fc from 'fast-check';
import { decideAsking, type ModelUse } from './decide-asking.js';
import { askAgain, MOST_ASKS } from './retry-proposal.js';

const BUDGET = { callsPerDay: 10, tokensPerDay: 1_000, callsPerRun: 5, tokensPerRun: 500 };
const use = (calls: number, tokens: number): ModelUse => ({ calls, tokens });
const NOTHING = use(0, 0);

describe('the budget of a model', () => {
  it.each([
    ['nothing was used', NOTHING, NOTHING, 100, 'ask'],
    ['all is used but this', use(9, 900), use(4, 400), 100, 'ask'],
    ['the calls of the day are', use(10, 0), NOTHING, 100, 'wait'],
    ['the tokens of the day are', use(0, 901), NOTHING, 100, 'wait'],
    ['the calls of the run are', use(5, 0), use(5, 0), 100, 'review'],
    ['the tokens of the run are', use(4, 401), use(4, 401), 100, 'review'],
    ['it is larger than a run may use', NOTHING, NOTHING, 501, 'review'],
  ])('%s', (_what, ofDay, ofRun, tokens, kind) => {
    expect(decideAsking(BUDGET, { ofDay, ofRun }, tokens)).toMatchObject({ kind });
  });

  it('is never exceeded, in whatever order calls come', () => {
    const calls = fc.array(fc.record({ run: fc.nat(2), tokens: fc.integer({ min: 1, max: 300 }) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(calls, (asked) => {
        const runs = [NOTHING, NOTHING, NOTHING];
        let day = NOTHING;
        for (const { run, tokens } of asked) {
          const ofRun = runs[run]!;
          if (decideAsking(BUDGET, { ofDay: day, ofRun }, tokens).kind !== 'ask') continue;
          day = use(day.calls + 1, day.tokens + tokens);
          runs[run] = use(ofRun.calls + 1, ofRun.tokens + tokens);
        }
        expect(day.calls <= 10 && day.tokens <= 1_000).toBe(true);
        for (const { calls: made, tokens } of runs) expect(made <= 5 && tokens <= 500).toBe(true);
      }),
    );
  });
});

describe('a model that gave no answer', () => {
  const failed = (attempt: number, more = {}) =>
    askAgain({ attempt, cause: 'away', isPassing: true, ...more });

  it('is asked again after waits that double, and left after so many tries', () => {
    expect([1, 2, 3, 4].map((attempt) => failed(attempt))).toMatchObject(
      [30_000, 60_000, 120_000, 240_000].map((waitMs) => ({ kind: 'again', waitMs, cause: 'away' })),
    );
    expect(failed(MOST_ASKS)).toEqual({ kind: 'give_up', cause: 'Asked 5 times: away' });
  });

  it('is left alone for as long as it asks, up to an hour', () => {
    expect(failed(1, { waitMs: 90_000 })).toMatchObject({ waitMs: 90_000 });
    expect(failed(1, { waitMs: 1e12 })).toMatchObject({ waitMs: 3_600_000 });
  });

  it('is not asked again where a person has to do something first', () => {
    expect(failed(1, { isPassing: false })).toEqual({ kind: 'give_up', cause: 'away' });
  });
});
