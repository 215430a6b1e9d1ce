import { isJsonObject, SyncError, valueClassOf, type JsonObject, type JsonValue } from '@evenkeel/domain';
import type { JsonAnswer } from '@evenkeel/ports';
import { readId } from '../record-id.js';
import { dataOfEntry } from '../read-records.js';
import type { Layout } from '../settings/layout-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { isTombstone } from '../tombstone.js';
import { isNothing, isUnescaped, valueAt } from '../value-at.js';
import { layoutReading } from './layouts.js';

/** How an answer is read. */
export interface ListReading {
  readonly stream: StreamSettings;
  /** Only what changed is asked for: often that is nothing. */
  readonly isOfChanges: boolean;
}

/** What an answer lists. */
export interface ListedEntries {
  readonly entries: readonly JsonValue[];
  /** Ids, or entries with one, of records that are gone. */
  readonly removed: readonly JsonValue[];
}

/**
 * The entries of a list answer. Throws `provider.unexpected_shape` when they are not where they should be, and
 * `provider.error_in_answer` when there is an error in their place.
 */
export function readEntries(answer: JsonAnswer, reading: ListReading): ListedEntries {
  const { stream } = reading;
  // Its errors stand beside what could be had: what is missing then is not gone.
  if (stream.graphql !== undefined) refuseError(answer.body, stream);
  const at = (layout: Layout) => (path: string) => entriesAt(answer, { path, layout }, reading);
  const entries = [stream.recordsPath].flat().flatMap(at(stream.layout));
  const removed = [stream.removed?.path ?? []].flat().flatMap(at({ kind: 'list' }));
  const isNone = entries.length === 0 && removed.length === 0;
  if (isNone || mayBeError(entries, stream)) refuseError(answer.body, stream);
  // Who begins to send lines can tell only by one of them that something went wrong.
  if (stream.format.kind === 'ndjson') refuseErrorLine(entries.at(-1), stream);
  return { entries, removed };
}

/** Where entries are to be, and how. */
interface ListPlace {
  readonly path: string;
  readonly layout: Layout;
}

function entriesAt(
  answer: JsonAnswer,
  { path, layout }: ListPlace,
  reading: ListReading,
): readonly JsonValue[] {
  const { stream } = reading;
  const found = answer.body === null ? null : valueAt(answer.body, path);
  const { wants, entriesOf } = layoutReading(layout);
  const entries =
    found === undefined
      ? undefined
      : entriesOf({ value: found, body: answer.body, place: placeOf(path, stream), stream });
  if (entries !== undefined) return entries;
  if (saysNothing(answer, found, reading)) return [];
  throw new SyncError('provider.unexpected_shape', describeShape(answer, found, { path, wants, stream }));
}

/** Whether what is in place of the list says that there is nothing. */
function saysNothing(
  { status }: JsonAnswer,
  list: JsonValue | undefined,
  { stream: { nothing }, isOfChanges }: ListReading,
): boolean {
  if (status === 204) return isOfChanges || nothing.includes('noContent');
  if (list === null) return isOfChanges || nothing.includes('null');
  return list === undefined && nothing.includes('absent');
}

/** Where any object is taken for an entry, or for a map of them, that of an error would be, too. */
function mayBeError(entries: readonly JsonValue[], stream: StreamSettings): boolean {
  const { layout, recordsPath } = stream;
  if (layout.kind === 'map') return [recordsPath].flat().includes('');
  const [only] = entries;
  if ((layout.kind !== 'one' && layout.kind !== 'listOrOne') || only === undefined) return false;
  return entries.length === 1 && readId(dataOfEntry(only, stream), stream).externalId === null;
}

function refuseErrorLine(last: JsonValue | undefined, stream: StreamSettings): void {
  if (last === undefined || readId(dataOfEntry(last, stream), stream).externalId !== null) return;
  if (!isTombstone(last, stream)) refuseError(last, stream);
}

const ERROR_MEMBERS = ['error', 'errors'];
const SHOWN = 200;

function refuseError(body: JsonValue, { errorBesideNothing, path, graphql }: StreamSettings): void {
  if (errorBesideNothing === 'ignore' || !isJsonObject(body)) return;
  for (const name of ERROR_MEMBERS) {
    const said = Object.hasOwn(body, name) ? body[name] : undefined;
    if (isNothing(said) || said === false || said === 0) continue;
    const shown = JSON.stringify(said).slice(0, SHOWN);
    throw new SyncError(
      'provider.error_in_answer',
      `The answer of ${path} has ${graphql === undefined ? 'no record, but ' : ''}"${name}": ${shown}`,
    );
  }
}

function placeOf(recordsPath: string, { path }: StreamSettings): string {
  return `${recordsPath === '' ? 'the body' : `"${recordsPath}"`} in the answer of ${path}`;
}

interface WantedList {
  readonly path: string;
  readonly wants: string;
  readonly stream: StreamSettings;
}

/** What came instead of a list, so that a person need not ask for it again to see. */
function describeShape(
  { status, body }: JsonAnswer,
  found: JsonValue | undefined,
  { path, wants, stream }: WantedList,
): string {
  if (status === 204) return `${stream.path} answered 204 No Content, without ${wants}`;
  if (body === null) return `${stream.path} answered ${status} with the body null, without ${wants}`;
  const where = placeOf(path, stream).replace(/^t/, 'T');
  if (found !== undefined) return `${where} holds ${valueClassOf(found)}, not ${wants}`;
  if (isUnescaped(body, path))
    return `The answer of ${stream.path} has a member named "${path}": write its dots as ${path.replaceAll('.', '\\.')}`;
  return `${where} holds nothing, not ${wants}${isJsonObject(body) ? membersText(body) : ''}`;
}

function membersText(body: JsonObject): string {
  return `: it has only ${Object.keys(body).slice(0, 10).join(', ') || 'no member'}`;
}
