import { CallPostponed } from '@evenkeel/domain';
import type { ConnectorStream, SourcePage } from '@evenkeel/ports';
import { only, type WorldProfile } from '../world/world-profile.js';
import { USUAL_ANSWERS } from '../workload/provider/record-answers.js';
import { AlteredStore, over } from './altered-store.js';
import type { Removal } from './removal.js';
import { UNDISTURBED } from './undisturbed.js';

/** Records come and go meanwhile. */
const TOLD: Partial<WorldProfile> = { ...UNDISTURBED, mostRuns: 2 };
const ANNOUNCED: Partial<WorldProfile> = {
  ...TOLD,
  tombstones: true,
  weights: only({ run: 6, delete: 4, reappearance: 2 }),
};

/** What is to be believed of an answer about one record, and of an entry that says that a record is gone. */
export const GONE_RECORDS = {
  declared_gone: {
    says: 'A provider that refuses a record, or answers otherwise than its stream says, has not said that it is gone.',
    noticedWithin: 20,
    profile: {
      ...TOLD,
      faultySteps: 1_000,
      eventRate: 0.04,
      answers: { ...USUAL_ANSWERS, gone: 'forbidden' },
      weights: only({ run: 6, 'single run': 6, poison: 6, delete: 4 }),
    },
    reading: { stream: takingRefusalsForGone },
  },
  reread_for_presence: {
    says: 'What a record holds where it is asked for only to see whether it is there is not written, unless that is its shape in the listing.',
    noticedWithin: 20,
    profile: {
      ...TOLD,
      faultySteps: 1_500,
      eventRate: 0.08,
      answers: { ...USUAL_ANSWERS, hasOtherShape: true, declaresSameShape: false },
      // What the listing missed is written only where it has changed since.
      weights: only({ run: 6, lie: 10, edit: 10 }),
    },
    reading: { stream: takingShapesForTheSame },
  },
  tombstones: {
    says: 'A record of which a listing says that it is gone becomes inactive.',
    noticedWithin: 20,
    profile: ANNOUNCED,
    reading: { page: withoutTombstones },
  },
  announced_ceiling: {
    says: 'Announced deletions add up over a day, and those beyond the ceiling wait for a person.',
    noticedWithin: 20,
    profile: { ...ANNOUNCED, deleteCeiling: { percent: 10, records: 1 } },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        candidates: over(tx.candidates, { countAnnounced: () => Promise.resolve(0) }),
      })),
  },
  closed_failures: {
    says: 'What failed of a record is closed when the record turns out to be gone.',
    noticedWithin: 20,
    profile: {
      ...ANNOUNCED,
      moreRecords: 6,
      weights: only({ run: 6, 'single run': 6, poison: 12, delete: 6 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        failures: over(tx.failures, { resolve: () => Promise.resolve() }),
      })),
  },
} as const satisfies Record<string, Removal>;

function takingRefusalsForGone({ readOne, ...stream }: ConnectorStream): ConnectorStream {
  if (readOne === undefined) return stream;
  return {
    ...stream,
    readOne: async (externalId) => {
      try {
        return await readOne(externalId);
      } catch (error) {
        if (error instanceof CallPostponed) throw error;
        return undefined;
      }
    },
  };
}

function takingShapesForTheSame({ description, ...stream }: ConnectorStream): ConnectorStream {
  return { ...stream, description: { ...description, sameShape: true } };
}

function withoutTombstones({ records, ...page }: SourcePage): SourcePage {
  return { ...page, records: records.filter(({ gone }) => gone === undefined) };
}
