import type { ConnectionId, TriggerId } from '@evenkeel/domain';

/** Where a provider sends its deliveries for one stream of a connection. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly connectionId: ConnectionId;
  readonly stream: string;
  /** The unguessable part of the address. */
  readonly token: string;
  /** The signing secret, sealed by a webhook secret box under the context of this endpoint's id. */
  readonly sealedSecret: string;
  /** Paths to the record's id, or to its parts, in the delivery's body; with `*` to those of many. */
  readonly idPaths: readonly string[];
}

export interface OpenEndpoint extends WebhookEndpoint {
  readonly createdAt: Date;
  /** When its last delivery came that was verified; null: none has. */
  readonly deliveredAt: Date | null;
  /** Null: none was refused since. */
  readonly refusal: DeliveryRefusal | null;
}

/** Deliveries that were refused since one was taken last. */
export interface DeliveryRefusal {
  readonly since: Date;
  readonly at: Date;
  /** Of the latest. */
  readonly why: string;
}

/** What became of a delivery: it started runs, or no job wanted it. */
export type DeliveryState = 'accepted' | 'ignored';

export interface WebhookDelivery {
  readonly endpointId: string;
  /** The sender's id of this delivery. */
  readonly deliveryId: string;
  readonly state: DeliveryState;
  /** The records that it names. */
  readonly externalIds: readonly string[];
  /** The verified body as it came. */
  readonly body: string;
  readonly triggerIds: readonly TriggerId[];
}

export interface WebhookRepository {
  insertEndpoint(endpoint: WebhookEndpoint): Promise<void>;
  /** Open ones of a connection, oldest first. */
  listEndpoints(connectionId: ConnectionId): Promise<readonly OpenEndpoint[]>;
  /** Deliveries to it are refused from now on. Undefined where there is no open one of this id. */
  closeEndpoint(id: string): Promise<OpenEndpoint | undefined>;
  /** A delivery to it was refused; one in ten seconds is kept, whatever is sent. */
  noteRefusal(id: string, why: string): Promise<void>;
  /** A delivery to it was taken: what was refused before says nothing any more. */
  forgetRefusals(id: string): Promise<void>;
  /** False if a delivery of this id is known already: then nothing is stored. */
  insertDelivery(delivery: WebhookDelivery): Promise<boolean>;
}
