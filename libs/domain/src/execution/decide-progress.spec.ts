import type { ChunkState } from '../chunk/chunk.js';
import type { Postponement } from '../chunk/postponement.js';
import { describeProblem, SyncError } from '../errors/sync-error.js';
import { NO_TRIES } from '../retry/call-postponed.js';
import { decideProgress } from './decide-progress.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-01T01:00:00Z');
const chunks = (...states: ChunkState[]) => states.map((state, index) => ({ id: `c${index}`, state }));
const decide = (states: ChunkState[], deadline: Date | null = LATER) =>
  decideProgress({ deadline }, chunks(...states), { now: NOW });

describe('decideProgress', () => {
  it('waits while chunks are under way or have not had their turn', () => {
    expect(decide(['claimed', 'planned', 'planned'])).toEqual({ kind: 'wait' });
    expect(decide(['applied', 'planned'])).toEqual({ kind: 'wait' });
  });

  it('closes once every chunk reached its end', () => {
    expect(decide(['applied', 'applied'])).toEqual({ kind: 'close' });
  });

  it('closes rather than times out when the work is done', () => {
    expect(decide(['applied'], NOW)).toEqual({ kind: 'close' });
  });

  it('waits for what its listing says of records that are gone, but not beyond its deadline', () => {
    const undecided = (deadline: Date) =>
      decideProgress({ deadline }, chunks('applied'), { now: NOW, isJudged: false });
    expect(undecided(LATER)).toEqual({ kind: 'judge' });
    expect(undecided(NOW)).toEqual({ kind: 'time_out' });
  });

  it('does not time out while it has no deadline: its clock stands still', () => {
    expect(decide(['claimed'], null)).toEqual({ kind: 'wait' });
  });

  it('gives up as soon as one chunk was given up', () => {
    expect(decide(['applied', 'failed', 'claimed'])).toEqual({ kind: 'give_up' });
  });

  describe('a chunk that has to wait', () => {
    const problem = describeProblem(new SyncError('provider.rate_limited', 'Not before noon'));
    const postponed: Postponement = { waiting: 'quota', problem, tries: NO_TRIES, pagesApplied: 0 };
    const until = (notBefore: Date, deadline: Date | null = LATER, state: ChunkState = 'planned') =>
      decideProgress(
        { deadline },
        [...chunks('applied', 'claimed'), { id: 'w', state, notBefore, postponed }],
        {
          now: NOW,
        },
      );

    it('until the time of the execution is over ends it at once', () => {
      expect(until(LATER)).toEqual({ kind: 'out_of_time', postponed, until: LATER });
    });

    it('for less is waited for', () => {
      expect(until(new Date(LATER.getTime() - 1))).toEqual({ kind: 'wait' });
    });

    it('is waited for while the clock of the execution stands still, and once it goes on', () => {
      expect(until(LATER, null)).toEqual({ kind: 'wait' });
      expect(until(LATER, LATER, 'claimed')).toEqual({ kind: 'wait' });
    });

    it('does not hide that the time is over, or that another chunk failed', () => {
      expect(until(LATER, NOW)).toEqual({ kind: 'time_out' });
      const failed = { id: 'f', state: 'failed' } as const;
      const waiting = { id: 'w', state: 'planned', notBefore: LATER, postponed } as const;
      expect(decideProgress({ deadline: LATER }, [waiting, failed], { now: NOW })).toEqual({
        kind: 'give_up',
      });
    });
  });

  it('times out at its deadline, whatever is under way', () => {
    expect(decide(['claimed', 'planned'], NOW)).toEqual({ kind: 'time_out' });
  });
});
