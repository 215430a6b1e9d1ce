import { MOST_UNDER_KEY, type FoundReference } from '@evenkeel/domain';
import { only, type WorldProfile } from '../world/world-profile.js';
import { AlteredStore, over } from './altered-store.js';
import type { Removal } from './removal.js';
import { UNDISTURBED } from './undisturbed.js';

const MATCHED: Partial<WorldProfile> = {
  isMatched: true,
  faultySteps: 700,
  eventRate: 0.08,
  moreRecords: 0,
  mostRuns: 3,
  bus: { lose: 0, double: 0.1, delay: 0.2 },
  weights: only({ run: 6, 'single run': 8, edit: 20, arrival: 5, 'match decision': 8, unmerge: 4 }),
};

/** Many pages at once bring who is alike. */
const CROWDED: Partial<WorldProfile> = {
  ...MATCHED,
  mostRuns: 5,
  weights: only({ run: 8, 'single run': 12, edit: 20, arrival: 8 }),
};

const gone = <Reference extends { readonly active: boolean }>(reference: Reference): Reference => ({
  ...reference,
  active: false,
});

/** As if no more than so many were under any key. */
function eachUnderKey(found: readonly FoundReference[], most: number): readonly FoundReference[] {
  const counts = new Map<string, number>();
  return found.filter(({ key }) => {
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return nth <= most;
  });
}

/** What decides who is one where likeness does, and keeps what people said of it. */
export const MATCHED_RECORDS = {
  type_lock: {
    says: 'Pages that bring something new of a type with match rules take turns.',
    noticedWithin: 20,
    profile: CROWDED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        matchKeys: over(tx.matchKeys, { lockType: async () => undefined }),
      })),
  },
  match_keys: {
    says: 'What is stored is found under the keys of what was read last.',
    noticedWithin: 10,
    profile: MATCHED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        matchKeys: over(tx.matchKeys, { addFirst: async () => undefined, change: async () => undefined }),
      })),
  },
  asking: {
    says: 'A person is asked about two that may be one and are not joined by a rule.',
    noticedWithin: 10,
    profile: MATCHED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        matchReviews: over(tx.matchReviews, { open: async () => undefined }),
      })),
  },
  following_matches: {
    says: 'What a person is asked about follows records that become part of others.',
    noticedWithin: 10,
    profile: MATCHED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        matchReviews: over(tx.matchReviews, { follow: async () => undefined }),
      })),
  },
  kept_apart: {
    says: 'What a person keeps apart is not joined again, whatever is read.',
    noticedWithin: 20,
    profile: MATCHED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        matchReviews: over(tx.matchReviews, { keptApart: async () => [] }),
      })),
  },
  one_of_set: {
    says: 'A rule never joins two records of one stream.',
    noticedWithin: 10,
    profile: MATCHED,
    store: (store) =>
      // What matching takes for gone at its source is of no set that another one could be of as well.
      new AlteredStore(store, (tx) => ({
        matchKeys: over(tx.matchKeys, { find: async (keys) => (await tx.matchKeys.find(keys)).map(gone) }),
        sharedRecords: over(tx.sharedRecords, {
          readings: async (ids) => (await tx.sharedRecords.readings(ids)).map(gone),
        }),
      })),
  },
  crowded_keys: {
    says: 'What is found under a key that too many have is not taken for new without a word.',
    noticedWithin: 5,
    profile: { ...UNDISTURBED, isMatched: true, moreRecords: 60, weights: only({ run: 6, edit: 4 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        matchKeys: over(tx.matchKeys, {
          find: async (keys) => eachUnderKey(await tx.matchKeys.find(keys), MOST_UNDER_KEY),
        }),
      })),
  },
  sources: {
    says: 'A record of several sources is made of what each of them said last.',
    noticedWithin: 10,
    profile: MATCHED,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        sharedRecords: over(tx.sharedRecords, {
          projections: async (ids) =>
            new Map([...(await tx.sharedRecords.projections(ids))].map(([id, all]) => [id, all.slice(-1)])),
        }),
      })),
  },
} as const satisfies Record<string, Removal>;
