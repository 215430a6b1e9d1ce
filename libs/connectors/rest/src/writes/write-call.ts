import { SyncError, type JsonValue, type WriteOperation } from '@evenkeel/domain';
import { addressOf, addressOfRecord, leadsElsewhere } from '../request/address-of.js';
import type { PageBody, PageCall } from '../request/page-call.js';
import type { RestConnection } from '../settings/read-rest-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import type { OperationSettings } from '../settings/write-settings.js';
import { formBody } from './form-body.js';
import { sentRecord } from './sent-record.js';
import { fillWriteJson, fillWriteText, headerText, type WriteValues } from './write-places.js';

/** What is written by one call. */
export interface WriteOrder {
  readonly settings: OperationSettings;
  readonly operations: readonly WriteOperation[];
  readonly key: string;
  readonly beginsByMs?: number | undefined;
}

/** What the places of one operation stand for. */
export function valuesOf(operation: WriteOperation, settings: OperationSettings, key: string): WriteValues {
  const { externalId, version, intentId } = operation;
  const named = {
    ...{ id: externalId ?? undefined, version: version === null ? undefined : spelledOut(version) },
    ...{ key, intent: intentId },
  };
  return { ...named, record: sentRecord(operation, settings, named) };
}

/** A version as the provider wrote it. */
function spelledOut(version: string): string {
  const [, text] = /^(?:text|opaque):(.*)$/.exec(version) ?? [];
  return text === undefined ? version : decodeURIComponent(text);
}

/**
 * The call that writes, without what authentication adds. Throws `provider.write_cannot_be_sent` where a record lacks what the address
 * needs, or an id would lead to another address.
 */
export function writeCall(
  connection: RestConnection,
  stream: StreamSettings,
  { settings, operations, key }: WriteOrder,
): PageCall {
  const all = operations.map((operation) => valuesOf(operation, settings, key));
  const [first] = operations;
  const { batch } = settings;
  const entries = batch && all.map((each) => fillWriteJson(batch.entry, each) ?? {});
  const values: WriteValues = entries === undefined ? (all[0] ?? {}) : { key, records: entries };
  const externalId = entries === undefined ? (first?.externalId ?? null) : null;
  const url = urlOf(connection, stream, { path: settings.path, externalId, values });
  for (const [name, value] of Object.entries(settings.params)) {
    const filled = typeof value === 'string' ? fillWriteText(value, values) : String(value);
    if (filled !== undefined) url.searchParams.set(name, filled);
  }
  const body = bodyOf(settings, values, first?.kind === 'delete');
  return {
    method: settings.method,
    url,
    headers: headersOf(settings.headers, values),
    ...(body && { body }),
  };
}

export function headersOf(
  headers: Readonly<Record<string, string>>,
  values: WriteValues,
): Record<string, string> {
  const filled = Object.entries(headers).flatMap(([name, template]) => {
    const value = fillWriteText(template, values);
    return value === undefined ? [] : [[name.toLowerCase(), headerText(name, value)] as const];
  });
  return Object.fromEntries(filled);
}

interface AskedAddress {
  readonly path: string;
  /** Of the record that the path is of; null: of none. */
  readonly externalId: string | null;
  readonly values: WriteValues;
}

function urlOf(
  connection: RestConnection,
  stream: StreamSettings,
  { path, externalId, values }: AskedAddress,
): URL {
  // The parts of the id keep their places, for they are written as those of a record that is read.
  const { id: _, ...others } = values;
  const kept = path.replaceAll(/\{id\}/g, '{id:whole}');
  const filled = fillWriteText(kept, others, encodeURIComponent)?.replaceAll('{id:whole}', '{id}');
  if (filled === undefined || leadsElsewhere(filled))
    throw cannotBeSent(path, 'a record lacks what it names');
  if (externalId === null) return addressOf(connection, filled);
  try {
    return addressOfRecord(connection, { template: filled, ...stream }, externalId);
  } catch (error) {
    throw cannotBeSent(path, (error as Error).message);
  }
}

function cannotBeSent(path: string, why: string): SyncError {
  return new SyncError('provider.write_cannot_be_sent', `There is no address ${path} for a write: ${why}`);
}

function bodyOf(settings: OperationSettings, values: WriteValues, isDeletion: boolean): PageBody | undefined {
  const { json, form, formLists } = settings;
  if (form !== undefined) return formBody(fillWriteJson(form, values) ?? {}, formLists);
  const template: JsonValue | undefined = json ?? (isDeletion ? undefined : '{record}');
  if (template === undefined) return undefined;
  return { text: JSON.stringify(fillWriteJson(template, values) ?? {}), contentType: 'application/json' };
}
