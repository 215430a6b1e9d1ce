import { only, type WorldProfile } from '../world/world-profile.js';
import { AlteredStore, over } from './altered-store.js';
import type { Removal } from './removal.js';

const JOINED: Partial<WorldProfile> = {
  isJoined: true,
  faultySteps: 800,
  eventRate: 0.08,
  moreRecords: 4,
  mostRuns: 4,
  bus: { lose: 0, double: 0.1, delay: 0.3 },
  weights: only({ run: 4, 'single run': 10, edit: 20, arrival: 5 }),
};

/** What keeps records together that belong together. */
export const JOINED_RECORDS = {
  parked_release: {
    says: 'What waits for a record is asked for once that is here.',
    noticedWithin: 10,
    profile: JOINED,
    store: (store) =>
      AlteredStore.ofSystem(store, (tx) => ({
        due: over(tx.due, { parked: async () => ({ due: [], next: null }), parkedFor: async () => [] }),
      })),
  },
  last_parent: {
    says: 'A derived record that loses a parent is inactive only if it has no other.',
    noticedWithin: 10,
    profile: JOINED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        links: over(tx.links, { withoutParent: async (orphans) => orphans }),
      })),
  },
  ended_links: {
    says: 'A link ends when its record no longer has the part that it led to.',
    noticedWithin: 10,
    profile: JOINED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({ links: over(tx.links, { end: async () => undefined }) })),
  },
  parked_rows: {
    says: 'A record that waits for another is kept until that is here.',
    noticedWithin: 10,
    profile: JOINED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        failures: over(tx.failures, {
          save: (jobId, failures) =>
            tx.failures.save(
              jobId,
              failures.filter(({ state }) => state !== 'parked'),
            ),
        }),
      })),
  },
} as const satisfies Record<string, Removal>;
