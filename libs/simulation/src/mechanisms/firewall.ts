import { AlteredStore, over } from './altered-store.js';
import { only, type WorldProfile } from '../world/world-profile.js';
import { handledPages, takePages } from './handled-pages.js';
import type { Removal } from './removal.js';

/** Full runs come to their end while records come and go. */
const COMING_AND_GOING: Partial<WorldProfile> = {
  faultySteps: 1_500,
  eventRate: 0.03,
  mostRuns: 1,
  contention: 0,
  moreRecords: 0,
  providerErrors: 0,
  slowAnswers: 0,
  bus: { lose: 0, double: 0, delay: 0 },
  unproven: 3,
  weights: only({ run: 6, delete: 8, reappearance: 6 }),
};

/** What keeps records that are still there from being taken for gone. */
export const FIREWALL = {
  reread: {
    says: 'Where a listing may miss records, each that it missed is read by its id before it is inactivated.',
    noticedWithin: 40,
    profile: { ...COMING_AND_GOING, weights: only({ run: 8, delete: 1, lie: 3 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        closeOuts: over(tx.closeOuts, {
          listing: async (id) => {
            const declared = { listing: 'stable', readOne: false } as const;
            return (await tx.closeOuts.listing(id)).map((chunk) => ({ ...chunk, declared }));
          },
        }),
        candidates: over(tx.candidates, {
          // So many that no share of them is suspicious.
          freeze: async (...what) => ({ ...(await tx.candidates.freeze(...what)), active: 1_000 }),
        }),
      })),
  },
  delete_ceiling: {
    says: 'More records than the ceiling of the job are inactivated only if a person says so.',
    noticedWithin: 20,
    profile: { ...COMING_AND_GOING, deleteCeiling: { percent: 10, records: 0 } },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        jobs: over(tx.jobs, {
          find: async (...which) => {
            const job = await tx.jobs.find(...which);
            const deleteCeiling = { percent: 100, records: Infinity };
            return job && { ...job, definition: { ...job.definition, deleteCeiling } };
          },
        }),
      })),
  },
  changed_since: {
    says: 'A record that was seen again after it was looked for is not inactivated.',
    noticedWithin: 10,
    profile: {
      ...COMING_AND_GOING,
      // Of so many one or two that are missing are not looked for again, as the listings are stable.
      moreRecords: 20,
      isShifting: false,
      fullRuns: 1,
      // The chunk that inactivates waits for one of the other job; reading what is there again does not.
      perConnection: 1,
      unproven: 1,
      mostRuns: 6,
      scheduleSeconds: null,
      sweepRate: 1,
      faultySteps: 3_000,
      weights: only({ run: 4, delete: 5, reappearance: 8 }),
    },
    takePages,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        candidates: over(tx.candidates, {
          ofPage: async (...page) =>
            (await tx.candidates.ofPage(...page)).map((candidate) => ({ ...candidate, changed: false })),
        }),
        references: over(tx.references, {
          lock: async (set, ids) => {
            const looked = new Map(
              (handledPages.getStore() ?? []).flatMap(({ candidates = [] }) =>
                candidates.map(({ externalId, observedAt }) => [externalId, observedAt]),
              ),
            );
            return (await tx.references.lock(set, ids)).map((reference) => ({
              ...reference,
              observedAt: looked.get(reference.externalId) ?? reference.observedAt,
            }));
          },
        }),
      })),
  },
  reactivation: {
    says: 'A record that is there again is active again, although nothing else of it has changed.',
    noticedWithin: 5,
    profile: { ...COMING_AND_GOING, faultySteps: 400, comesBack: true },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        references: over(tx.references, {
          find: async (set, ids) =>
            (await tx.references.find(set, ids)).map((found) => ({ ...found, inactive: false })),
          lock: async (set, ids) =>
            (await tx.references.lock(set, ids)).map((found) => ({ ...found, inactive: false })),
        }),
      })),
  },
} as const satisfies Record<string, Removal>;
