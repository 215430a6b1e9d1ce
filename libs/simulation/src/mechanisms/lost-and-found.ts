import { AlteredStore, over } from './altered-store.js';
import type { Removal } from './removal.js';

/** What makes up for messages that are lost and processes that die. */
export const LOST_AND_FOUND = {
  sweeps: {
    says: 'Work whose message was lost is found in the rows.',
    noticedWithin: 10,
    noticedBy: 4,
    withoutSweeps: true,
  },
  lease_expiry: {
    says: 'A chunk whose worker is gone is given to another when its lease ends.',
    noticedWithin: 30,
    noticedBy: 6,
    store: (store) =>
      new AlteredStore(store, (tx) => ({
        chunks: over(tx.chunks, { expireLeases: () => Promise.resolve([]) }),
      })),
  },
  republication: {
    says: 'A page that is not applied for a while is published again.',
    noticedWithin: 20,
    noticedBy: 4,
    republishMs: Infinity,
  },
  outbox: {
    says: 'A message is published after the commit of the rows that it speaks of.',
    noticedWithin: 20,
    noticedBy: 1,
    store: (store, publish) =>
      new AlteredStore(store, (tx) => ({
        outbox: over(tx.outbox, {
          add: (definition, payloads) => {
            publish(definition, payloads);
            return Promise.resolve();
          },
        }),
      })),
  },
} as const satisfies Record<string, Removal>;
