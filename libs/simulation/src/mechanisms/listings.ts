import type { PageFetched } from '@evenkeel/contracts-messages';
import type { SourcePage } from '@evenkeel/ports';
import { AlteredStore, over } from './altered-store.js';
import { only } from '../world/world-profile.js';
import type { Handler, Removal } from './removal.js';
import { UNDISTURBED } from './undisturbed.js';

/** What keeps a run from being believed whose listing was not what it should be. */
export const LISTINGS = {
  twin_detection: {
    says: 'Of two entries of a listing with one id the second is set aside, also where they are on different pages.',
    noticedWithin: 20,
    profile: {
      ...UNDISTURBED,
      ...{ faultySteps: 1_600, moreRecords: 6, twins: 0.8 },
      weights: only({ run: 6, edit: 2 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        pages: over(tx.pages, { listedSince: () => Promise.resolve([]) }),
      })),
  },
  total_evidence: {
    says: 'A listing that gave fewer records than the provider says there are is not believed.',
    noticedWithin: 20,
    profile: { ...UNDISTURBED, tellsTotals: true, weights: only({ run: 6, edit: 4, lie: 4 }) },
    reading: { page: withoutTotal },
  },
  shifting_overlap: {
    says: 'A page of offsets begins with the last record of the page before, or the listing starts over.',
    noticedWithin: 20,
    profile: {
      ...UNDISTURBED,
      // While all records are new the first that is passed over shows.
      faultySteps: 400,
      eventRate: 0.012,
      moreRecords: 10,
      overlaps: true,
      weights: only({ delete: 1 }),
    },
    reading: { page: withoutOverlap },
  },
  endless_end: {
    says: 'A listing that goes on beyond what its job allows is given up.',
    noticedWithin: 10,
    profile: { ...UNDISTURBED, maxRecords: 30, weights: only({ run: 6, 'endless listing': 8 }) },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        jobs: over(tx.jobs, {
          find: async (...which) => {
            const job = await tx.jobs.find(...which);
            if (job === undefined) return undefined;
            const contract = { ...job.definition.contract, maxRecords: null };
            return { ...job, definition: { ...job.definition, contract } };
          },
        }),
      })),
  },
  clock_cut: {
    says: 'A time of the provider that is far ahead of ours is cut before a run may read on from it.',
    noticedWithin: 20,
    profile: { ...UNDISTURBED, eventRate: 0.05, weights: only({ run: 6, edit: 10, 'clock ahead': 4 }) },
    reading: { page: sealingBound },
    takePages: openingBounds,
  },
} as const satisfies Record<string, Removal>;

function withoutTotal(page: SourcePage): SourcePage {
  return { ...page, total: undefined };
}

/** Pages that begin where the one before ended. */
function withoutOverlap({ shifted, records, ...page }: SourcePage): SourcePage {
  const overlaps = shifted !== undefined || records.some(({ overlap }) => overlap);
  return {
    ...page,
    records: overlaps ? records.slice(1).map((record) => ({ ...record, overlap: undefined })) : records,
  };
}

const SEAL = 'as the provider said: ';

/** What is no time the executor passes on as it is. */
function sealingBound({ bound, ...page }: SourcePage): SourcePage {
  return { ...page, bound: bound && { ...bound, value: `${SEAL}${bound.value}` } };
}

function openingBounds(handle: Handler): Handler {
  return (payloads) =>
    handle(
      (payloads as readonly PageFetched[]).map(({ bound, ...page }) => ({
        ...page,
        bound: bound && { ...bound, value: bound.value.replace(SEAL, '') },
      })),
    );
}
