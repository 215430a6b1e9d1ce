import type { SystemTransaction } from '@evenkeel/ports';
import { AlteredStore, over } from './altered-store.js';
import { only, type WorldProfile } from '../world/world-profile.js';
import type { Removal } from './removal.js';

/** Both jobs have more chunks than may be under way. */
export const SLICED: Partial<WorldProfile> = {
  eventRate: 0.05,
  slices: 3,
  perConnection: 1,
  unproven: 3,
  mostRuns: 3,
  weights: only({ run: 6, 'single run': 6, edit: 6 }),
};

/** Whatever people hold, the engine runs for as long as this takes. */
async function letGo<T>(tx: SystemTransaction, work: () => Promise<T>): Promise<T> {
  const { state, actor } = await tx.engine.control();
  if (state === 'running' || actor === null) return work();
  await tx.engine.saveControl('running', actor);
  const done = await work();
  await tx.engine.saveControl(state, actor);
  return done;
}

/** What keeps work back. */
export const DISPATCHING = {
  held_claims: {
    says: 'A chunk is handed out and claimed only while its run is not held.',
    noticedWithin: 10,
    profile: {
      eventRate: 0.15,
      slices: 3,
      bus: { lose: 0, double: 0.4, delay: 0.8 },
      weights: only({ run: 8, 'single run': 5, control: 10 }),
    },
    store: (store) =>
      new AlteredStore(
        store,
        (tx) => ({
          controls: over(tx.controls, {
            ofJob: () => Promise.resolve({ engine: 'running', connection: 'running' }),
          }),
        }),
        (tx) => ({
          chunkQueue: over(tx.chunkQueue, {
            claim: (...what) => letGo(tx, () => tx.chunkQueue.claim(...what)),
            claimNext: (...what) => letGo(tx, () => tx.chunkQueue.claimNext(...what)),
          }),
          dispatch: over(tx.dispatch, {
            hasPlanned: () => letGo(tx, () => tx.dispatch.hasPlanned()),
            queues: (most) => letGo(tx, () => tx.dispatch.queues(most)),
          }),
        }),
      ),
  },
  dispatch_windows: {
    says: 'No more chunks are handed out than may be under way at once.',
    noticedWithin: 10,
    profile: SLICED,
    store: (store) =>
      AlteredStore.ofSystem(store, (tx) => ({
        dispatch: over(tx.dispatch, {
          queues: async (most) =>
            (await tx.dispatch.queues(most)).map((queue) => ({ ...queue, underWay: 0 })),
          loads: () => Promise.resolve([]),
        }),
      })),
  },
} as const satisfies Record<string, Removal>;
