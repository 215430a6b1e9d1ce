import { idText, SyncError, type JsonValue, type SourceRecord, type WriteOperation } from '@evenkeel/domain';
import type { OpenedRest } from '../opened-rest.js';
import { readRecord } from '../read-records.js';
import { addressOf } from '../request/address-of.js';
import type { PageCall } from '../request/page-call.js';
import { callOf } from '../rest-call.js';
import type { LookUpSettings } from '../settings/write-settings.js';
import { isTombstone } from '../tombstone.js';
import { valueAt } from '../value-at.js';
import type { WrittenStream } from './read-result.js';
import { headersOf } from './write-call.js';
import { fillWriteJson, fillWriteText, type WriteValues } from './write-places.js';

interface Search {
  readonly stream: WrittenStream;
  readonly search: LookUpSettings;
}

/**
 * The record that a creation made, if it did; undefined: it cannot be found. Rejects with `provider.look_up_unclear` where the answer
 * does not tell.
 */
export async function lookUp(
  { connection, http }: OpenedRest,
  { stream, search }: Search,
  { operation, key }: { readonly operation: WriteOperation; readonly key: string },
): Promise<SourceRecord | undefined> {
  const values = { key, intent: operation.intentId, record: operation.data };
  const path = fillWriteText(search.path, values, encodeURIComponent);
  if (path === undefined) throw unclear('the record lacks what its address names');
  const { body } = await http.json(
    callOf(connection, stream, searchCall(search, addressOf(connection, path), values)),
  );
  const found = valueAt(body, search.recordsPath);
  if (!Array.isArray(found))
    throw new SyncError(
      'provider.unexpected_shape',
      `The look-up ${search.path} has no list at "${search.recordsPath}"`,
    );
  const entries = found as readonly JsonValue[];
  const records = entries
    .filter((entry) => !isTombstone(entry, stream))
    .map((entry) => (search.recordPath === undefined ? entry : (valueAt(entry, search.recordPath) ?? null)));
  const ours = records.filter((record) => fits(record, search, values));
  const [first, another] = ours;
  if (first === undefined) {
    if (entries.length >= (search.fullPage ?? Infinity)) throw unclear('there is more than it gives at once');
    return undefined;
  }
  // Of several with our key each is ours.
  if (another !== undefined && search.by === 'field') throw unclear(`${ours.length} records fit`);
  return readRecord(first, stream);
}

/** What has no value in this record would not narrow the search: then it is not asked. */
function searchCall(search: LookUpSettings, url: URL, values: WriteValues): PageCall {
  for (const [name, value] of Object.entries(search.params)) {
    const filled = typeof value === 'string' ? fillWriteText(value, values) : String(value);
    if (filled === undefined) throw unclear(`the record lacks what its parameter ${name} names`);
    url.searchParams.set(name, filled);
  }
  const headers = headersOf(search.headers, values);
  if (search.json === undefined) return { method: 'GET', url, headers };
  const text = JSON.stringify(fillWriteJson(search.json, values) ?? {});
  return { method: 'POST', url, headers, body: { text, contentType: 'application/json' } };
}

function fits(record: JsonValue, { where }: LookUpSettings, values: WriteValues): boolean {
  return Object.entries(where).every(([path, template]) => {
    const wanted = fillWriteText(template, values);
    return wanted !== undefined && idText(valueAt(record, path)) === wanted;
  });
}

function unclear(why: string): SyncError {
  return new SyncError(
    'provider.look_up_unclear',
    `The look-up does not tell whether it was created: ${why}`,
  );
}
