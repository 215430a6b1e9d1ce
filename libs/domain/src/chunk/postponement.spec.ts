import { describeProblem, SyncError } from '../errors/sync-error.js';
import { NO_TRIES } from '../retry/call-postponed.js';
import { postponedUntil, triesOf, type Postponement } from './postponement.js';

const UNTIL = new Date('2026-11-29T12:00:00Z');
const postponed: Postponement = {
  waiting: 'quota',
  problem: describeProblem(new SyncError('provider.rate_limited', 'Not before noon')),
  tries: { failures: 2, waits: 1 },
  pagesApplied: 3,
};

describe('what a call has behind it', () => {
  it('counts while no page was applied since its chunk was postponed', () => {
    expect(triesOf({ postponed, pagesApplied: 3 })).toEqual({ failures: 2, waits: 1 });
    expect(triesOf({ postponed, pagesApplied: 4 })).toBe(NO_TRIES);
    expect(triesOf({ postponed: null, pagesApplied: 0 })).toEqual({ failures: 0, waits: 0 });
    expect(triesOf({ pagesApplied: 0 })).toBe(NO_TRIES);
  });
});

describe('a chunk', () => {
  it('is postponed while it is planned and was given back for a wait', () => {
    expect(postponedUntil({ state: 'planned', notBefore: UNTIL, postponed })).toBe(UNTIL);
  });

  it('is not once it was handed out, nor where it waits for another reason', () => {
    expect(postponedUntil({ state: 'assigned', notBefore: UNTIL, postponed })).toBeUndefined();
    expect(postponedUntil({ state: 'planned', notBefore: UNTIL, postponed: null })).toBeUndefined();
    expect(postponedUntil({ state: 'planned', postponed })).toBeUndefined();
  });
});
