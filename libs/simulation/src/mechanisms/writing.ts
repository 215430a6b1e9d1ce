import type { WriteOperation } from '@evenkeel/domain';
import type { ConnectorStream, StreamWrites } from '@evenkeel/ports';
import { onlyTwoWay, type TwoWayProfile, type WritingProfile } from '../two-way/two-way-profile.js';
import { AlteredStore, over } from './altered-store.js';
import type { Removal } from './removal.js';

const USUAL: WritingProfile = {
  checksVersion: true,
  givesVersions: true,
  keyLifetimeSeconds: null,
  lookUp: { by: 'key', settlesAfterMs: 6_000 },
  lookUpLagMs: 0,
  answers: 'record',
  batchSize: 1,
  isAllOrNothing: false,
  update: 'patch',
  readsOne: true,
  readLagMs: 0,
  normalises: false,
};

/** Nothing goes wrong but what a mechanism adds. */
const SOUND: Partial<TwoWayProfile> = {
  faultySteps: 500,
  eventRate: 0.08,
  bus: { lose: 0, double: 0.1, delay: 0 },
  sweepRate: 2,
  mostRuns: 2,
  isBothWays: true,
  mode: 'incremental',
  writing: USUAL,
  fates: { lost: 0, unanswered: 0, late: 0, refused: 0 },
  conflictPolicy: { strategy: 'source_wins' },
  deletePolicy: 'ignore',
  pushesOnChange: false,
  isAutomated: false,
  isSettledIn: true,
  recordsHere: 0,
  recordsThere: 2,
  pageSize: 3,
  timeoutMinutes: 60,
  providerErrors: 0,
  slowAnswers: 0,
  refusedValues: 0,
  contention: 0.6,
  perConnection: 3,
  weights: onlyTwoWay({ run: 10, 'edit here': 12, 'edit by sql': 8, 'edit there': 12 }),
};

/** Records are created, and answers to that are lost. */
const CREATING: Partial<TwoWayProfile> = {
  ...SOUND,
  isSettledIn: false,
  isBothWays: false,
  recordsHere: 5,
  recordsThere: 0,
  fates: { lost: 0, unanswered: 0.5, late: 0, refused: 0 },
  weights: onlyTwoWay({ run: 10, 'creation here': 10, 'edit here': 4 }),
};

function altering(alter: (writes: StreamWrites) => Partial<StreamWrites>) {
  return (stream: ConnectorStream): ConnectorStream =>
    stream.writes === undefined
      ? stream
      : { ...stream, writes: { ...stream.writes, ...alter(stream.writes) } };
}

/** What keeps what is written at a provider in step with what is here. */
export const WRITING = {
  intent_before_call: {
    says: 'What is sent is marked as sent before, so that it is never sent again blindly once its sender has crashed.',
    noticedWithin: 10,
    twoWay: {
      ...CREATING,
      fates: { lost: 0, unanswered: 0, late: 0, refused: 0 },
      slowAnswers: 0.5,
      weights: onlyTwoWay({ run: 10, 'creation here': 10, crash: 25 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        pushIntents: over(tx.pushIntents, {
          ofIds: async (ids, states) =>
            (await tx.pushIntents.ofIds(ids, states)).map((intent) =>
              intent.state === 'sent' ? { ...intent, state: 'planned' } : intent,
            ),
        }),
      })),
  },
  doubt: {
    says: 'What was sent and not answered is in doubt until it is known what became of it.',
    noticedWithin: 10,
    twoWay: CREATING,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        pushIntents: over(tx.pushIntents, {
          makeDoubtful: (ids) => tx.pushIntents.takeBack(ids),
          answer: async (answers) => {
            const isKnown = ({ state }: { readonly state: string }) => state === 'answered';
            await tx.pushIntents.answer(answers.filter(isKnown));
            await tx.pushIntents.takeBack(answers.filter((one) => !isKnown(one)).map(({ id }) => id));
          },
        }),
      })),
  },
  look_up_settles: {
    says: 'That a look-up finds nothing counts only after the time in which writes can be found.',
    noticedWithin: 10,
    twoWay: {
      ...CREATING,
      writing: { ...USUAL, lookUp: { by: 'key', settlesAfterMs: 90_000 }, lookUpLagMs: 60_000 },
    },
    reading: {
      stream: altering(({ abilities }) => ({
        abilities: { ...abilities, lookUp: { by: 'key', settlesAfterMs: 0 } },
      })),
    },
  },
  waiting_of_creations: {
    says: 'What is new at the provider and may be what is being created there waits until that is known.',
    noticedWithin: 10,
    twoWay: {
      ...CREATING,
      isBothWays: true,
      faultySteps: 800,
      writing: { ...USUAL, lookUp: null },
      weights: onlyTwoWay({ run: 20, 'creation here': 5 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        agreements: over(tx.agreements, {
          openWrites: async (set) =>
            (await tx.agreements.openWrites(set)).filter(({ referenceId }) => referenceId !== null),
        }),
      })),
  },
  echo: {
    says: 'What a run writes here because it was read is no change that it has to send.',
    noticedWithin: 10,
    twoWay: {
      ...SOUND,
      contention: 0,
      weights: onlyTwoWay({ run: 10, 'edit by sql': 2, 'edit there': 20 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        recordWrites: over(tx.recordWrites, { causedBy: async () => undefined }),
      })),
  },
  base: {
    says: 'What both sides agreed on last says which of them has changed.',
    noticedWithin: 10,
    twoWay: SOUND,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        agreements: over(tx.agreements, { find: async () => new Map() }),
      })),
  },
  version_check: {
    says: 'An update names the version that it was decided on, so that what was not seen is not overwritten.',
    noticedWithin: 20,
    twoWay: {
      ...SOUND,
      slowAnswers: 0.2,
      weights: onlyTwoWay({ run: 12, 'edit here': 14, 'edit there': 30 }),
    },
    reading: {
      stream: altering(({ write }) => ({
        write: (request) => write({ ...request, operations: request.operations.map(unversioned) }),
      })),
    },
  },
  flip_flop_quarantine: {
    says: 'What goes back and forth because both sides answer the writes of the engine is left alone.',
    noticedWithin: 10,
    twoWay: {
      ...SOUND,
      isAutomated: true,
      conflictPolicy: { strategy: 'source_wins', flipFlopLimit: 1 },
      weights: onlyTwoWay({ run: 20, 'automation here': 20, 'automation there': 20 }),
    },
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        flipFlops: over(tx.flipFlops, { of: async () => new Map(), save: async () => undefined }),
      })),
  },
} as const satisfies Record<string, Removal>;

function unversioned(operation: WriteOperation): WriteOperation {
  return { ...operation, version: null };
}
