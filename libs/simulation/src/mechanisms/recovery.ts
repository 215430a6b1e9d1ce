import { AlteredStore, over } from './altered-store.js';
import { only } from '../world/world-profile.js';
import type { Removal } from './removal.js';

/** What makes up for messages that are lost and processes that die. */
export const RECOVERY = {
  sweeps: {
    says: 'Work whose message was lost is found in the rows.',
    noticedWithin: 10,
    profile: { bus: { lose: 0.15, double: 0, delay: 0 } },
    withoutSweeps: true,
  },
  lease_expiry: {
    says: 'A chunk whose worker is gone is given to another when its lease ends.',
    noticedWithin: 30,
    profile: { eventRate: 0.05, weights: only({ run: 5, crash: 5 }) },
    store: (store) =>
      AlteredStore.ofSystem(store, (tx) => ({
        chunkQueue: over(tx.chunkQueue, { expireLeases: () => Promise.resolve([]) }),
      })),
  },
  republication: {
    says: 'A page that is not applied for a while is published again.',
    noticedWithin: 40,
    profile: { bus: { lose: 0.15, double: 0, delay: 0 } },
    republishMs: Infinity,
  },
  outbox: {
    says: 'A message is published after the commit of the rows that it speaks of.',
    noticedWithin: 10,
    profile: { eventRate: 0.1, weights: only({ run: 5, 'single run': 5, crash: 5, 'failed statement': 10 }) },
    store: (store, publish) =>
      new AlteredStore(
        store,
        (tx) => ({
          outbox: over(tx.outbox, {
            add: (definition, payloads) => {
              const { tenantId } = tx;
              publish(
                definition,
                payloads.map((payload) => ({ ...payload, tenantId })),
              );
              return Promise.resolve();
            },
          }),
        }),
        (tx) => ({
          outbox: over(tx.outbox, {
            add: (definition, payloads) => {
              publish(definition, payloads);
              return Promise.resolve();
            },
          }),
        }),
      ),
  },
} as const satisfies Record<string, Removal>;
