import { readTriggerRequest, type TriggerRequest } from '@evenkeel/contracts-messages';
import {
  readCloudEvent,
  SyncError,
  type IncomingEvent,
  type TenantId,
  type TriggerMessage,
} from '@evenkeel/domain';
import type { ForeignRecord } from '@evenkeel/ports';

/** Why a message cannot be taken. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
}

/** A record of a trigger topic, and what it asks for or why it cannot be taken. */
export interface ReadMessage {
  readonly message: TriggerMessage;
  readonly asks: TriggerRequest | Rejection;
}

export function isRejection(asks: TriggerRequest | Rejection): asks is Rejection {
  return 'code' in asks;
}

/** Whatever a record holds, it is read: what cannot be taken says why. The tenant is that of the topic. */
export function readMessage(record: ForeignRecord, tenantId: TenantId): ReadMessage {
  const unnamed = messageOf(record);
  let event: IncomingEvent;
  try {
    event = readCloudEvent(record);
  } catch (error) {
    return { message: unnamed, asks: rejectionOf(error) };
  }
  const { source, id: eventId, type } = event;
  const message = { ...unnamed, source, eventId, type };
  try {
    assertTenant(event, tenantId);
    return { message, asks: readTriggerRequest(event) };
  } catch (error) {
    return { message, asks: rejectionOf(error) };
  }
}

export function messageOf({ topic, partition, position, writtenAt }: ForeignRecord): TriggerMessage {
  return { topic, partition, position, writtenAt, jobId: null, source: null, eventId: null, type: null };
}

const LONGEST_WHY = 500;

/** Rethrows what says nothing of the message: that the store is away, or a defect. */
export function rejectionOf(error: unknown): Rejection {
  if (!(error instanceof SyncError) || !/^(?:trigger|request|config)\./.test(error.code)) throw error;
  const { code, message } = error;
  return { code, message: message.slice(0, LONGEST_WHY) };
}

function assertTenant({ tenantId }: IncomingEvent, ofTopic: TenantId): void {
  if (tenantId === null || tenantId.toLowerCase() === ofTopic.toLowerCase()) return;
  throw new SyncError('trigger.foreign_tenant', 'The message names another tenant than that of its topic');
}
