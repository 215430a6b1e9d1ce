import type { Execution } from '@evenkeel/domain';
import { AlteredStore, over } from './altered-store.js';
import { only } from '../world/temper.js';
import type { Removal } from './removal.js';

/** What keeps work back. */
export const HOLDS_AND_WINDOWS = {
  held_claims: {
    says: 'A chunk is claimed only while its run is not held.',
    noticedWithin: 10,
    noticedBy: 1,
    temper: {
      wildness: 0.1,
      bus: { lose: 0, double: 0.4, delay: 0.5 },
      weights: only({ run: 5, edit: 5, pause: 5, crash: 3 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx, outside) => ({
        chunks: over(tx.chunks, {
          claim: async (id, ...how) => {
            const chunk = await outside.transaction((earlier) => earlier.chunks.lock(id));
            const execution = chunk && (await tx.executions.lock(chunk.executionId));
            const setStatus = async (status: Execution['status']): Promise<void> => {
              if (execution?.status === 'paused') await tx.executions.save({ ...execution, status });
            };
            await setStatus('running');
            const claim = await tx.chunks.claim(id, ...how);
            await setStatus('paused');
            return claim;
          },
        }),
      })),
  },
} as const satisfies Record<string, Removal>;
