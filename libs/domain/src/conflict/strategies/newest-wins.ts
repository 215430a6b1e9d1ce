import { parseIsoTime } from '../../iso-time.js';
import { CONFLICT_KINDS } from '../conflict-kind.js';
import type { ConflictStrategy } from '../conflict-strategy.js';
import { strategyFailed } from '../strategy-failed.js';

/** Ties go to the provider: it is the side that other systems see as well. */
export const newestWins: ConflictStrategy = {
  does: 'The side wins that changed the field last; where both did at the same time, the provider.',
  ...{ readsTimes: true, hasFallback: false, composes: false },
  decide: ({ kind, path, localAt, remoteAt }) => {
    if (!CONFLICT_KINDS[kind].trustsTimes) return { kind: 'undecided', asks: 'review' };
    const [local, remote] = [parseIsoTime(localAt ?? ''), parseIsoTime(remoteAt ?? '')];
    if (Number.isNaN(local) || Number.isNaN(remote))
      throw strategyFailed('newest_wins', path, 'it is not known when both sides changed it');
    return { kind: local > remote ? 'local' : 'remote' };
  },
};
