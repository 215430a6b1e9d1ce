import { describeProblem, SyncError } from '../errors/sync-error.js';
import { closeLedger, openLedger } from './close-ledger.js';
import { EMPTY_LEDGER } from './ledger-state.js';

const problem = (message: string) => describeProblem(new SyncError('provider.rate_limited', message));
const NOON = problem('Not before noon');
const closed = closeLedger(EMPTY_LEDGER, { waitMs: 5_000, why: NOON }, 1_000);

describe('a ledger of which nothing is known', () => {
  it('is closed for as long as the provider asks, and for what it said', () => {
    expect(closed).toEqual({
      askedMs: 0,
      granted: [],
      held: [],
      closedUntilMs: 6_000,
      closedFor: NOON,
      learnt: null,
    });
  });

  it('may be closed without a word of why', () => {
    expect(closeLedger(EMPTY_LEDGER, { waitMs: 1 }, 0)).toMatchObject({ closedUntilMs: 1, closedFor: null });
  });
});

describe('a closed ledger', () => {
  it('stays closed for the longest wait that was asked for, and for what was said of it first', () => {
    expect(closeLedger(closed, { waitMs: 3_999, why: problem('Sooner') }, 2_000)).toEqual(closed);
    expect(closeLedger(closed, { waitMs: 4_000, why: problem('The same') }, 2_000)).toEqual(closed);
    expect(closeLedger(closed, { waitMs: 4_001 }, 2_000)).toMatchObject({
      closedUntilMs: 6_001,
      closedFor: null,
    });
  });

  it('is opened by a person: what the provider asked for and told is forgotten, what was granted counts', () => {
    const granted = [{ untilMs: 2_000, bulk: 1, reserved: 2 }];
    const learnt = { limit: 10, remaining: 0, resetMs: 6_000 };
    expect(openLedger({ ...closed, granted, learnt })).toEqual({
      ...EMPTY_LEDGER,
      closedFor: null,
      granted,
    });
  });
});
