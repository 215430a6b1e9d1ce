import { AsyncLocalStorage } from 'node:async_hooks';
import { AlteredStore, over } from './altered-store.js';
import { only, type WorldProfile } from '../world/world-profile.js';
import type { Removal } from './removal.js';

/** Little happens but what is delivered, often and to both replicas. */
const TOLD: Partial<WorldProfile> = {
  isTold: true,
  mostRuns: 6,
  eventRate: 0.15,
  faultySteps: 400,
  scheduleSeconds: null,
  weights: only({ delivery: 10, edit: 2, crash: 0.5 }),
};

/** What keeps deliveries and events from being lost or doubled. */
export const DELIVERIES = {
  delivery_name: {
    says: 'A delivery is known by the name that its sender gives it.',
    noticedWithin: 10,
    profile: TOLD,
    store: (store) => {
      let renaming = 0;
      return new AlteredStore(store, (tx) => ({
        webhooks: over(tx.webhooks, {
          takeDeliveries: (deliveries) =>
            tx.webhooks.takeDeliveries(
              deliveries.map((delivery) => ({
                ...delivery,
                deliveryId: `${delivery.deliveryId} ${(renaming += 1)} ${delivery.endpointId}`,
              })),
            ),
        }),
      }));
    },
  },
  delivery_lock: {
    says: 'Deliveries that wait become runs by the process that holds their locks.',
    noticedWithin: 10,
    profile: TOLD,
    store: (store) =>
      new AlteredStore(store, (tx, outside) => ({
        webhooks: over(tx.webhooks, {
          lockWaiting: (limit) => outside.transaction((earlier) => earlier.webhooks.lockWaiting(limit)),
        }),
      })),
  },
  kept_before_answer: {
    says: 'A delivery is stored before its sender is answered.',
    noticedWithin: 20,
    profile: { ...TOLD, weights: only({ delivery: 10, crash: 4, 'failed statement': 4 }) },
    store: (store) => {
      // The transaction in which this is asked must not wait for the other one.
      const apart = AsyncLocalStorage.snapshot();
      return new AlteredStore(store, (tx, outside) => ({
        webhooks: over(tx.webhooks, {
          takeDeliveries: (deliveries) => {
            const keep = () => outside.transaction((later) => later.webhooks.takeDeliveries(deliveries));
            void apart(keep).catch(() => undefined);
            return Promise.resolve(deliveries.map(() => true));
          },
        }),
      }));
    },
  },
  event_cursor: {
    says: 'Events are numbered, and told, from one place on, by the process that holds it.',
    noticedWithin: 20,
    profile: { ...TOLD, weights: only({ delivery: 10, run: 4, edit: 4 }) },
    schema:
      'alter table event_cursor drop constraint event_cursor_pkey; alter table lifecycle_event drop constraint lifecycle_event_pkey',
  },
} as const satisfies Record<string, Removal>;
