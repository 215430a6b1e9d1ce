import { AlteredStore, over } from './altered-store.js';
import { only, type WorldProfile } from '../world/world-profile.js';
import type { Removal } from './removal.js';

/** Both jobs have more chunks than may be under way. */
const SLICED: Partial<WorldProfile> = {
  eventRate: 0.05,
  slices: 3,
  perConnection: 1,
  unproven: 3,
  mostRuns: 3,
  weights: only({ run: 6, 'single run': 6, edit: 6 }),
};

/** What keeps work back. */
export const DISPATCHING = {
  held_claims: {
    says: 'A chunk is claimed only while its run is not held.',
    noticedWithin: 10,
    noticedBy: 2,
    profile: {
      eventRate: 0.1,
      bus: { lose: 0, double: 0.4, delay: 0.5 },
      weights: only({ run: 5, edit: 5, control: 5, crash: 3 }),
    },
    store: (store) =>
      AlteredStore.ofSystem(store, (tx) => ({
        chunkQueue: over(tx.chunkQueue, {
          claim: async (id, ...how) => {
            const { state, actor } = await tx.engine.control();
            if (state === 'running') return tx.chunkQueue.claim(id, ...how);
            await tx.engine.saveControl('running', 'mechanism');
            const claim = await tx.chunkQueue.claim(id, ...how);
            await tx.engine.saveControl(state, actor ?? 'mechanism');
            return claim;
          },
        }),
      })),
  },
  dispatch_windows: {
    says: 'No more chunks are handed out than may be under way at once.',
    noticedWithin: 10,
    noticedBy: 1,
    profile: SLICED,
    store: (store) =>
      AlteredStore.ofSystem(store, (tx) => ({
        dispatch: over(tx.dispatch, {
          queues: async (most) =>
            (await tx.dispatch.queues(most)).map((queue) => ({ ...queue, underWay: 0 })),
          loads: () => Promise.resolve([]),
        }),
      })),
  },
  dispatch_lock: {
    says: 'One decision about what is handed out sees what the one before it has handed out.',
    noticedWithin: 20,
    noticedBy: 13,
    profile: { ...SLICED, bus: { lose: 0, double: 0.8, delay: 0 } },
    store: (store) =>
      AlteredStore.ofSystem(store, (tx) => ({
        dispatch: over(tx.dispatch, { lock: () => Promise.resolve() }),
      })),
  },
} as const satisfies Record<string, Removal>;
