import type { PageFetched } from '@evenkeel/contracts-messages';
import type { Chunk, ReferenceState } from '@evenkeel/domain';
import type { Store } from '@evenkeel/ports';
import { AlteredStore, over } from './altered-store.js';
import { only, type WorldProfile } from '../world/world-profile.js';
import { handledPages, takePages } from './handled-pages.js';
import type { Removal } from './removal.js';

/** Shows ingestion a chunk that agrees with the first page of what it has to apply. */
function agreeing(agree: (chunk: Chunk, page: PageFetched) => Chunk) {
  return (store: Store) =>
    new AlteredStore(store, (tx) => ({
      chunks: over(tx.chunks, {
        lock: async (id) => {
          const chunk = await tx.chunks.lock(id);
          const [page] = handledPages.getStore() ?? [];
          return chunk && page ? agree(chunk, page) : chunk;
        },
      }),
    }));
}

function remembering(forget: (reference: ReferenceState) => ReferenceState) {
  return (store: Store) =>
    new AlteredStore(store, (tx) => ({
      references: over(tx.references, {
        find: async (set, ids) => (await tx.references.find(set, ids)).map(forget),
        lock: async (set, ids) => (await tx.references.lock(set, ids)).map(forget),
      }),
    }));
}

/** Claims change hands while pages are on their way. */
const RACING: Partial<WorldProfile> = {
  faultySteps: 1_500,
  eventRate: 0.08,
  contention: 0.3,
  moreRecords: 6,
  weights: only({ run: 5, 'single run': 5, edit: 5, crash: 6, standstill: 4, leap: 3 }),
};
/** Several pages at once bring one and the same record. */
const CONTENDED: Partial<WorldProfile> = {
  faultySteps: 1_500,
  eventRate: 0.08,
  contention: 1,
  moreRecords: 6,
  mostRuns: 4,
  bus: { lose: 0.05, double: 0.2, delay: 0.3 },
  weights: only({ run: 4, 'single run': 4, edit: 20 }),
};

/** What keeps those who write the same rows in order. */
export const ORDER_OF_WRITERS = {
  chunk_fence: {
    says: 'Ingestion holds the lock of the chunk row while it applies a page.',
    noticedWithin: 30,
    // What holds the lock stands still until its lease is over, and another has claimed the chunk.
    profile: {
      ...RACING,
      eventRate: 0.06,
      sweepRate: 8,
      bus: { lose: 0, double: 0.8, delay: 0 },
      weights: only({ run: 3, standstill: 10, leap: 10 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx, outside) => ({
        chunks: over(tx.chunks, {
          lock: (id) => outside.transaction((earlier) => earlier.chunks.lock(id)),
        }),
      })),
  },
  attempt_check: {
    says: 'A page counts only under the claim that fetched it.',
    noticedWithin: 40,
    profile: { ...RACING, bus: { lose: 0, double: 0.4, delay: 0.8 } },
    takePages,
    store: agreeing((chunk, { attempt, epoch }) => ({ ...chunk, attempt, epoch })),
  },
  page_place: {
    says: 'A page counts only if its number and its cursor are the next of its chunk.',
    noticedWithin: 40,
    profile: { ...RACING, bus: { lose: 0.1, double: 0.8, delay: 0.4 } },
    takePages,
    store: agreeing((chunk, { pageNo, cursorIn }) => ({ ...chunk, pagesApplied: pageNo, cursor: cursorIn })),
  },
  lock_then_decide: {
    says: 'What will be written is locked, read again and decided again.',
    noticedWithin: 60,
    // Two writers have to read the same row within one statement of each other.
    profile: {
      ...CONTENDED,
      eventRate: 0.15,
      mostRuns: 8,
      moreRecords: 1,
      weights: only({ run: 4, 'single run': 40, edit: 30 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => {
        const found = new Map<string, ReferenceState>();
        return {
          references: over(tx.references, {
            find: async (set, ids) => {
              const references = await tx.references.find(set, ids);
              for (const reference of references) found.set(reference.externalId, reference);
              return references;
            },
            lock: async (set, ids) => {
              const missing = ids.filter((id) => !found.has(id));
              const others = missing.length === 0 ? [] : await tx.references.find(set, missing);
              return [...others, ...ids.flatMap((id) => found.get(id) ?? [])];
            },
          }),
        };
      }),
  },
  version_order: {
    says: 'A lower version of the provider never replaces a higher one.',
    noticedWithin: 60,
    profile: CONTENDED,
    store: remembering((reference) => ({ ...reference, version: reference.version && '-1' })),
  },
  observation_order: {
    says: 'Where there are no versions, an earlier observation never replaces a later one.',
    noticedWithin: 60,
    profile: { ...CONTENDED, eventsTimes: false },
    store: remembering((reference) => ({ ...reference, observedAt: '' })),
  },
} as const satisfies Record<string, Removal>;
