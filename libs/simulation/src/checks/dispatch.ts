import { LANES } from '@evenkeel/domain';
import type { Invariant, TwoMoments } from './invariant.js';
import { firstOf } from './pages.js';
import type { Snapshot } from './snapshot.js';

/** How long a claim is good for. */
const LEASE_MS = 15_000;

const inState = ({ chunks }: Snapshot, wanted: string) =>
  chunks.filter(({ state }) => state === wanted).length;

/** What holds for chunks that are handed out and claimed. */
export const DISPATCH_INVARIANTS: readonly Invariant<TwoMoments>[] = [
  {
    says: 'No more chunks are handed out than may be under way at once.',
    isTested: ({ before, now }) => inState(now, 'assigned') > inState(before, 'assigned'),
    find: ({ before, now, perConnection }) => {
      const were = new Map(before.chunks.map(({ id, state }) => [id, state]));
      const isHandedOut = now.chunks.some(
        ({ id, state }) => state === 'assigned' && were.get(id) === 'planned',
      );
      if (!isHandedOut) return undefined;
      return firstOf(LANES, (lane) => {
        const going = new Set(
          now.executions.flatMap(({ id, status, lane: its }) =>
            its === lane && status === 'running' && !now.everHeld.has(id) ? [id] : [],
          ),
        );
        const underWay = now.chunks.filter(
          ({ state, execution }) => going.has(execution) && (state === 'assigned' || state === 'claimed'),
        );
        return underWay.length > perConnection
          ? `${underWay.length} ${lane} chunks are under way, and ${perConnection} may be`
          : undefined;
      });
    },
  },
  {
    says: 'Of a run that is held nothing is claimed.',
    isTested: ({ before, now }) => before.heldSince.size > 0 && now.heldSince.size > 0,
    find: ({ before, now }) => {
      const chunks = new Map(before.chunks.map((chunk) => [chunk.id, chunk]));
      return firstOf(now.chunks, ({ id, execution, attempt, leaseUntil }) => {
        const heldSince = before.heldSince.get(execution);
        const isClaimed = attempt !== (chunks.get(id)?.attempt ?? attempt);
        if (heldSince === undefined || !isClaimed || leaseUntil === null) return undefined;
        // Who looked before it was held could not know.
        return Date.parse(leaseUntil) - LEASE_MS > Date.parse(heldSince)
          ? `chunk ${id} was claimed although its run was held`
          : undefined;
      });
    },
  },
];
