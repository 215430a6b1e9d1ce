import type { ConnectionId, JobId } from '../ids.js';
import type { DeliveryBelief } from './read-delivery.js';
import { coalesceHints } from '../trigger-message/coalesce-hints.js';

/** A verified delivery that has led to no run yet. */
export interface WaitingDelivery {
  /** Of the row that is kept of it. */
  readonly id: string;
  readonly deliveryId: string;
  readonly connectionId: ConnectionId;
  readonly stream: string;
  readonly externalIds: readonly string[];
  readonly believed: DeliveryBelief;
}

/** One run that deliveries ask for. */
export interface DeliveryTrigger {
  readonly jobId: JobId;
  readonly externalIds: readonly string[];
  readonly actor: string;
  /** Those whose word is taken as it stands. */
  readonly deliveryIds: readonly string[];
  /** Their places among the deliveries. */
  readonly from: readonly number[];
}

/** The fewest runs that read what these deliveries name, once each, in every job that takes deliveries of its stream. */
export function coalesceDeliveries(
  deliveries: readonly WaitingDelivery[],
  jobsOf: (connectionId: ConnectionId, stream: string) => readonly JobId[],
): readonly DeliveryTrigger[] {
  const hints = deliveries.flatMap(({ connectionId, stream, externalIds }, from) =>
    jobsOf(connectionId, stream).map((jobId) => ({ jobId, externalIds, from })),
  );
  return coalesceHints(hints).map(({ jobId, externalIds, from }) => ({
    jobId,
    externalIds,
    from,
    actor: actorOf(from.map((at) => deliveries[at]?.deliveryId ?? '')),
    deliveryIds: from.flatMap((at) => believedOf(deliveries[at])),
  }));
}

function believedOf(delivery: WaitingDelivery | undefined): readonly string[] {
  return delivery === undefined || delivery.believed === 'nothing' ? [] : [delivery.id];
}

function actorOf(ids: readonly string[]): string {
  return ids.length === 1 ? `webhook ${ids[0]}` : `webhook, ${ids.length} deliveries`;
}
