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
