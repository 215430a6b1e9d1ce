import { AlteredStore, over } from './altered-store.js';
import { SLICED } from './dispatch.js';
import { only } from '../world/world-profile.js';
import type { Removal } from './removal.js';

/** What counts in moments that few worlds come to: many are played until one notices. */
export const RARE_MOMENTS = {
  dispatch_lock: {
    says: 'One decision about what is handed out sees what the one before it has handed out.',
    noticedWithin: 80,
    profile: {
      ...SLICED,
      ...{ eventRate: 0.3, slices: 6, mostRuns: 8, faultySteps: 300 },
      bus: { lose: 0, double: 0.8, delay: 0 },
    },
    store: (store) =>
      AlteredStore.ofSystem(store, (tx) => ({
        dispatch: over(tx.dispatch, { lock: () => Promise.resolve() }),
      })),
  },
  forgotten_inventory: {
    says: 'A run whose inventory is no longer kept fails, whatever it had left to be read.',
    noticedWithin: 40,
    // A run has to be cancelled in the midst of its listing, resumed a week later, and then be let go on to its end.
    profile: {
      faultySteps: 2_400,
      eventRate: 0.05,
      mostRuns: 0,
      moreRecords: 5,
      sweepRate: 24,
      scheduleSeconds: null,
      eventsInventory: true,
      weights: only({ run: 3, edit: 1, cancel: 5, resume: 7, week: 4 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        inventories: over(tx.inventories, {
          ofExecution: async (id) => {
            const kept = [];
            for (const page of await tx.inventories.ofExecution(id)) {
              if ((await tx.inventories.wanted(page.chunkId, page.pageNo)) !== undefined) kept.push(page);
            }
            return kept;
          },
        }),
      })),
  },
} as const satisfies Record<string, Removal>;
