import { AlteredStore, over } from './altered-store.js';
import { only } from '../world/world-profile.js';
import type { Removal } from './removal.js';

/** What makes a run write what was listed or planned, all of it and nothing else. */
export const PLANS_AND_INVENTORIES = {
  moved_records: {
    says: 'A run that carries out a plan passes over what has changed since the plan was made.',
    noticedWithin: 20,
    profile: {
      faultySteps: 2_000,
      eventRate: 0.04,
      mostRuns: 0,
      requiresApproval: true,
      weights: only({ run: 4, edit: 12, plan: 8 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        chunks: over(tx.chunks, {
          lock: async (id) => {
            const chunk = await tx.chunks.lock(id);
            return chunk?.plan?.role === 'follow' ? { ...chunk, plan: null } : chunk;
          },
        }),
      })),
  },
  inventory_details: {
    says: 'What an inventory lists as new or changed is read before its run ends.',
    noticedWithin: 5,
    profile: { thingsInventory: true, weights: only({ run: 5, edit: 10 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        inventories: over(tx.inventories, { ofExecution: () => Promise.resolve([]) }),
      })),
  },
} as const satisfies Record<string, Removal>;
