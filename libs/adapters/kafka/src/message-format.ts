import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { MessageDefinition, PayloadOf } from '@evenkeel/contracts-messages';
import { parseJson, SyncError } from '@evenkeel/domain';
import type { Message } from 'kafkajs';

/** The header of W3C trace context. */
export const TRACE_HEADER = 'traceparent';

/** A payload as a Kafka record: CloudEvents 1.0 in binary mode, the attributes as headers. */
export function toRecord(
  definition: MessageDefinition,
  payload: PayloadOf<MessageDefinition>,
  source: string,
  trace?: string,
): Message & { readonly value: string } {
  return {
    key: definition.key(payload),
    value: JSON.stringify(payload),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_source: source,
      ce_type: definition.topic,
      ce_time: new Date().toISOString(),
      // An extension attribute: names of those are lower-case letters.
      ce_tenantid: payload.tenantId,
      ...(trace === undefined ? {} : { [TRACE_HEADER]: trace }),
    },
  };
}

/** @throws SyncError `message.malformed` */
export function fromRecord(
  definition: MessageDefinition,
  value: Buffer | null,
): PayloadOf<MessageDefinition> {
  const result = definition.schema.safeParse(readValue(value));
  if (!result.success) throw malformed(definition, result.error.issues.map(describeIssue).join('; '));
  return Object.freeze(result.data);
}

/** A record's value for keeping: as it is where it is text that any store can hold, else in base64. */
export function asText(value: Buffer | null): string {
  if (value === null) return '';
  return isUtf8(value) && !value.includes(0) ? value.toString() : `base64:${value.toString('base64')}`;
}

function readValue(value: Buffer | null): unknown {
  try {
    return parseJson(value?.toString() ?? '');
  } catch (cause) {
    throw new SyncError('message.malformed', 'Not JSON', { cause });
  }
}

function describeIssue({
  path,
  message,
}: {
  readonly path: PropertyKey[];
  readonly message: string;
}): string {
  return `${path.map(String).join('.')}: ${message}`;
}

function malformed({ topic }: MessageDefinition, why: string): SyncError {
  return new SyncError('message.malformed', `Not a message of ${topic}: ${why.slice(0, 500)}`);
}
