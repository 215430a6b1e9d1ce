import { SyncError } from '../errors/sync-error.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { parseJson } from '../json-text/parse-json.js';
import { isStorable } from '../json-text/unstorable-text.js';
import type { TopicRecord } from './topic-record.js';

/** What a CloudEvent says of itself. `source` and `id` together name it: one that comes twice is the same. */
export interface CloudEventEnvelope {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  /** The extension attribute `tenantid`; null: it names none. */
  readonly tenantId: string | null;
}

export interface IncomingEvent extends CloudEventEnvelope {
  /** What it carries; undefined: nothing. Throws `trigger.malformed` where that is no JSON. */
  readonly data: () => JsonValue | undefined;
}

const STRUCTURED = 'application/cloudevents+json';
const BATCHED = 'application/cloudevents-batch+json';
/** `source` and `id` together fit into an index of the store. */
const LONGEST_ATTRIBUTE = 300;

/**
 * A record of Kafka as a CloudEvent 1.0 (Kafka protocol binding): in binary mode its attributes are headers that begin with `ce_`, in
 * structured mode the value holds them. A value without such headers is read as structured, also where its content type is not told.
 * Throws `trigger.malformed`.
 */
export function readCloudEvent(record: TopicRecord): IncomingEvent {
  const headers = lowered(record.headers);
  const [mediaType = ''] = (headers['content-type'] ?? '').split(';', 1);
  const contentType = mediaType.trim().toLowerCase();
  if (contentType === BATCHED) throw malformed('batches of events are not taken: send each by itself');
  const isStructured = contentType === STRUCTURED || headers['ce_specversion'] === undefined;
  return isStructured ? structured(record) : binary(record, headers, contentType);
}

function structured(record: TopicRecord): IncomingEvent {
  const value = valueOf(record);
  if (!isJsonObject(value)) throw malformed('it is no JSON object with the attributes of a CloudEvent');
  return { ...envelope((name) => value[name]), data: () => dataOf(value) };
}

function dataOf(value: JsonObject): JsonValue | undefined {
  if (value['data_base64'] !== undefined) throw malformed('its data is binary, not JSON');
  assertJson(value['datacontenttype']);
  return value['data'];
}

function binary(
  record: TopicRecord,
  headers: Readonly<Record<string, string>>,
  contentType: string,
): IncomingEvent {
  const isEmpty = record.text === null && record.unreadable === null;
  return {
    ...envelope((name) => headers[`ce_${name}`]),
    data: () => {
      assertJson(contentType === '' ? undefined : contentType);
      return isEmpty ? undefined : valueOf(record);
    },
  };
}

function assertJson(contentType: JsonValue | undefined): void {
  if (contentType === undefined || contentType === null) return;
  const type =
    typeof contentType === 'string' ? (contentType.split(';', 1)[0] ?? '').trim().toLowerCase() : '';
  if (/^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type)) return;
  throw malformed(
    `its data is ${typeof contentType === 'string' ? contentType : 'of no content type'}, not application/json`,
  );
}

function envelope(attribute: (name: string) => JsonValue | undefined): CloudEventEnvelope {
  const version = attribute('specversion');
  if (version !== '1.0')
    throw malformed(
      `specversion is ${version === undefined ? 'missing' : JSON.stringify(version)}, not "1.0"`,
    );
  const needed = (name: string): string => {
    const value = attribute(name);
    if (typeof value !== 'string' || value === '') throw malformed(`${name} is missing`);
    if (value.length > LONGEST_ATTRIBUTE || !isStorable(value))
      throw malformed(
        `${name} is longer than ${LONGEST_ATTRIBUTE} characters, or holds what no text can hold`,
      );
    return value;
  };
  const tenantId = attribute('tenantid') ?? null;
  if (tenantId !== null && typeof tenantId !== 'string') throw malformed('tenantid is no text');
  return { source: needed('source'), id: needed('id'), type: needed('type'), tenantId };
}

function valueOf({ text, unreadable }: TopicRecord): JsonValue {
  if (text === null) throw malformed(unreadable ?? 'it has no value');
  try {
    return parseJson(text);
  } catch (cause) {
    throw new SyncError('trigger.malformed', 'Not a trigger: its value is not JSON', { cause });
  }
}

function lowered(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function malformed(why: string): SyncError {
  return new SyncError('trigger.malformed', `Not a trigger: ${why}`);
}
