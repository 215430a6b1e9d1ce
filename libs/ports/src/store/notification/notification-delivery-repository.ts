import type { NotificationContent, NotificationState } from '@evenkeel/domain';
import type { Listed, ListRequest } from '../listed.js';

export interface StoredNotification extends NotificationContent {
  readonly id: string;
  readonly channelId: string;
  readonly channel: string;
  readonly state: NotificationState;
  readonly attempts: number;
  readonly firstAttemptAt: Date | null;
  /** Of the next attempt; null: there is none. */
  readonly dueAt: Date | null;
  /** When it was sent or given up; null: neither. */
  readonly endedAt: Date | null;
  /** Why the last attempt failed; null: none did. */
  readonly code: string | null;
  readonly message: string | null;
  readonly createdAt: Date;
}

/** Why an attempt failed. */
export interface FailedDelivery {
  readonly code: string;
  readonly message: string;
}

/** Which attempt it is about: one that was taken for lost changes nothing any more. */
export interface DeliveryAttempt {
  readonly id: string;
  readonly channelId: string;
  readonly attempt: number;
}

/** Notifications on their way to the channels of the tenant. */
export interface NotificationDeliveryRepository {
  /** Takes up to `limit` that are due: no other process does for `leaseMs`. The attempt counts from now on. */
  claim(limit: number, leaseMs: number): Promise<readonly StoredNotification[]>;
  /** The channel took it. */
  saveSent(attempt: DeliveryAttempt): Promise<void>;
  /** The channel did not take it; `again`: when it is tried again, null: it is given up. */
  saveFailed(attempt: DeliveryAttempt, failed: FailedDelivery, again: Date | null): Promise<void>;
  find(id: string): Promise<StoredNotification | undefined>;
  /** The newest first; `channelId` null: of all channels. */
  list(channelId: string | null, request: ListRequest): Promise<Listed<StoredNotification>>;
}
