import type { ChangeKind, ConnectionId, DeliveryBelief, TriggerId, WebhookRules } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

/** Where a provider sends its deliveries for one stream of a connection. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly connectionId: ConnectionId;
  readonly stream: string;
  /** The unguessable part of the address. */
  readonly token: string;
  /** {@link EndpointSecrets}, sealed by a webhook secret box under the context of this endpoint's id. */
  readonly sealedSecret: string;
  /** Until when the secret that was replaced counts as well; null: none was. */
  readonly previousUntil: Date | null;
  readonly rules: WebhookRules;
  /** Paths to the record's id, or to its parts, in the delivery's body; with `*` to those of many. */
  readonly idPaths: readonly string[];
  /** How often a person has changed it, from 1. */
  readonly revision: number;
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

/** What is sealed for an endpoint. */
export interface EndpointSecrets {
  readonly secret: string;
  /** The secret that was replaced last. */
  readonly previous?: string;
  /** What a sender names that asks whether the address is there (Meta). */
  readonly verifyToken?: string;
}

/** What became of a delivery: it waits to become runs, it started some, no job wants what it says, or it could not be read. */
export const DELIVERY_STATES = ['waiting', 'accepted', 'ignored', 'rejected'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What a verified delivery came to, as far as its body tells. */
export interface ReadDelivery {
  readonly state: Exclude<DeliveryState, 'accepted'>;
  readonly stream: string;
  /** The kind of event, as the sender calls it; null: it says none. */
  readonly kind: string | null;
  readonly change: ChangeKind;
  /** The records that it names. */
  readonly externalIds: readonly string[];
  /** What of it is taken as it stands. */
  readonly believed: DeliveryBelief;
  /** Why it was rejected; null: it was not. */
  readonly why: string | null;
}

export interface WebhookDelivery extends ReadDelivery {
  readonly endpointId: string;
  /** The sender's id of this delivery, or a digest of its body. */
  readonly deliveryId: string;
  /** The verified body, as JSON where it came as a form. */
  readonly body: string;
  /**
   * What else makes it one that was not taken before, beside a name that is not known. `rejected`: that one could not be read. `settled`:
   * that one waits no more, for its name is a digest, and the same body may be sent for another change. A deletion is believed once: what
   * was taken before may be sent again by others, and is confirmed.
   */
  readonly isNewAfter: 'rejected' | 'settled';
}

export interface StoredDelivery extends Omit<ReadDelivery, 'state'> {
  readonly id: string;
  readonly endpointId: string;
  readonly connectionId: ConnectionId;
  readonly deliveryId: string;
  readonly state: DeliveryState;
  readonly triggerIds: readonly TriggerId[];
  readonly receivedAt: Date;
  /** How often a delivery of this name was taken. */
  readonly times: number;
}

/** A delivery whose word is taken as it stands. */
export interface ToldDelivery extends Pick<ReadDelivery, 'externalIds' | 'believed'> {
  readonly id: string;
  /** Empty where it was erased. */
  readonly body: string;
  readonly receivedAt: Date;
  readonly rules: WebhookRules;
}

/** Deliveries to a connection. */
export interface ToldOf {
  readonly connectionId: ConnectionId;
  readonly ids: readonly string[];
}

export interface DeliveryFilter {
  readonly endpointId: string;
  readonly state: DeliveryState | null;
  readonly kind: string | null;
  readonly externalId: string | null;
  readonly since: Date | null;
}

export interface NamedDeliveries {
  readonly endpointId: string;
  readonly ids: readonly string[];
}

/** What a waiting delivery came to. */
export interface SettledDelivery {
  readonly endpointId: string;
  readonly id: string;
  readonly state: Extract<DeliveryState, 'accepted' | 'ignored'>;
  readonly triggerIds: readonly TriggerId[];
}

export interface WebhookRepository {
  insertEndpoint(endpoint: WebhookEndpoint): Promise<void>;
  /** Open ones of a connection, oldest first. */
  listEndpoints(connectionId: ConnectionId): Promise<readonly OpenEndpoint[]>;
  /** Undefined where there is no open one of this id. */
  findEndpoint(id: string): Promise<OpenEndpoint | undefined>;
  /** The same, locked until the end of the transaction. */
  lockEndpoint(id: string): Promise<OpenEndpoint | undefined>;
  /** Saves what a person has changed of an open one; what was refused before says nothing of it any more. */
  saveEndpoint(endpoint: WebhookEndpoint): Promise<void>;
  /** Gives an endpoint other secrets, at its next revision. The one that is replaced counts for `validForSeconds` more. */
  replaceSecret(id: string, sealedSecret: string, validForSeconds: number): Promise<Date>;
  /** Deliveries to it are refused from now on. Undefined where there is no open one of this id. */
  closeEndpoint(id: string): Promise<OpenEndpoint | undefined>;
  /** A delivery to it was refused; one in ten seconds is kept, whatever is sent. */
  noteRefusal(id: string, why: string): Promise<void>;
  /** A delivery to it was taken: what was refused before says nothing any more. */
  forgetRefusals(id: string): Promise<void>;
  /** The revisions of those of these endpoints that are open. */
  revisions(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Of each whether it was taken: false if one of this name is known already, and then nothing is stored. No two have the same name. */
  takeDeliveries(deliveries: readonly WebhookDelivery[]): Promise<readonly boolean[]>;
  /** Those that wait, in the order in which they came, locked until the end of the transaction; without those that another one has. */
  lockWaiting(limit: number): Promise<readonly StoredDelivery[]>;
  /** Those that are still kept, in the order in which they came. */
  listTold(which: ToldOf): Promise<readonly ToldDelivery[]>;
  saveDeliveryEnds(settled: readonly SettledDelivery[]): Promise<void>;
  /** The newest first. */
  listDeliveries(filter: DeliveryFilter, request: ListRequest): Promise<Listed<StoredDelivery>>;
  /**
   * With their bodies, locked until the end of the transaction: those of these ids, or those that the filter finds, so many at most, in the order
   * of their ids; behind `after` where that is given.
   */
  lockDeliveries(
    which: NamedDeliveries | DeliveryFilter,
    limit: number,
    after?: string,
  ): Promise<readonly (StoredDelivery & { readonly body: string })[]>;
  /** It is to become runs again, as it is read now. */
  deliverAgain(delivery: StoredDelivery, read: ReadDelivery): Promise<void>;
}
