import {
  describeProblem,
  idText,
  isJsonObject,
  readVersion,
  SyncError,
  type JsonObject,
  type JsonValue,
  type WriteOperation,
  type WriteResult,
} from '@evenkeel/domain';
import { withIdParts } from '../parents/adopt.js';
import { readRecord } from '../read-records.js';
import { idPaths, readId } from '../record-id.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import type { WriteSettings } from '../settings/write-settings.js';
import { valueAt } from '../value-at.js';
import type { AnswerMeaning, ToldWrite } from './send-write.js';

export type WrittenStream = StreamSettings & { readonly writes: WriteSettings };
export type WrittenRecord = Pick<WriteOperation, 'kind' | 'externalId'> & { readonly data: JsonObject };

export function failed(error: SyncError): WriteResult {
  return { kind: 'failed', problem: describeProblem(error), isApplied: error.isInDoubt ? 'unknown' : 'no' };
}

/** The result of an answer that is no plain success. */
export function resultOfOutcome(
  outcome: Exclude<AnswerMeaning, 'written'>,
  { status, body, problem }: ToldWrite,
  { writes: { answer } }: WrittenStream,
): WriteResult {
  if (outcome === 'gone' || outcome === 'moved') return { kind: outcome };
  const isInDoubt = outcome === 'unknown';
  if (problem !== undefined && !isInDoubt) return failed(problem);
  const said = answer.messagePath === undefined ? undefined : valueAt(body, answer.messagePath);
  const shown = typeof said === 'string' ? said : JSON.stringify(said ?? body);
  const message = `The provider answered ${status}: ${shown.slice(0, 300)}`;
  return failed(new SyncError('provider.write_refused', message, { status, isInDoubt }));
}

/** The result of a success: `at` is what of the answer is about the record. */
export function resultOfSuccess(
  { body, headers }: ToldWrite,
  operation: WrittenRecord,
  { stream, recordPath }: { readonly stream: WrittenStream; readonly recordPath: string },
): WriteResult {
  const { answer } = stream.writes;
  const { kind, externalId } = operation;
  if (kind === 'delete') return written(externalId ?? '', {});
  const at = answer.gives === 'nothing' || body === null ? undefined : valueAt(body, recordPath);
  const entry = at === undefined ? undefined : withOwnParts(at, operation, stream);
  const told = entry === undefined ? undefined : idIn(entry, stream);
  const inHeader = idOfHeader(headers, answer.idHeader);
  const id = externalId ?? told ?? inHeader;
  if (id === undefined || id === null) return failed(unread('does not tell the id of what was created'));
  if (told !== undefined && told !== null && externalId !== null && told !== externalId)
    return failed(unread(`is about "${told}" instead of "${externalId}"`));
  const version = versionIn(entry, headers, stream);
  if (answer.gives !== 'record' || entry === undefined) return written(id, { version });
  const record = readRecord(entry, stream);
  return written(id, { ...record, version: version ?? record.version, data: entry });
}

interface Told {
  readonly version?: string | null;
  readonly modifiedAt?: string | null;
  readonly data?: JsonValue;
}

function written(externalId: string, { version = null, modifiedAt = null, data }: Told): WriteResult {
  const record = data !== undefined && isJsonObject(data) ? data : null;
  return { kind: 'written', externalId, version, modifiedAt, record };
}

function idIn(entry: JsonValue, stream: WrittenStream): string | null {
  const { idPath } = stream.writes.answer;
  return readId(entry, idPath === undefined ? stream : { ...stream, idPath }).externalId;
}

/** With the parts of its id that the parent gives to records that are listed: the answer has no others. */
function withOwnParts(
  entry: JsonValue,
  { externalId, data }: WrittenRecord,
  stream: WrittenStream,
): JsonValue {
  if (externalId !== null) return withIdParts(entry, stream, externalId);
  if (!isJsonObject(entry)) return entry;
  const missing = idPaths(stream).filter(
    (name) => Object.hasOwn(stream.parent?.into ?? {}, name) && (entry[name] ?? null) === null,
  );
  const known = missing.flatMap((name) => {
    const value = idText(data[name]);
    return value === null ? [] : [[name, value] as const];
  });
  return { ...entry, ...Object.fromEntries(known) };
}

/** The header as it is, or the last part of the address in it. */
export function idOfHeader(headers: ToldWrite['headers'], name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : headers[name.toLowerCase()];
  const last = value?.split(/[?#]/)[0]?.replace(/\/+$/, '').split('/').at(-1);
  if (last === undefined || last === '') return undefined;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function versionIn(
  entry: JsonValue | undefined,
  headers: ToldWrite['headers'],
  stream: WrittenStream,
): string | null {
  const { versionPath = stream.versionPath, versionHeader } = stream.writes.answer;
  if (versionHeader !== undefined) return readVersion(headers[versionHeader.toLowerCase()], 'none');
  const value = entry === undefined || versionPath === undefined ? undefined : valueAt(entry, versionPath);
  return readVersion(value, stream.versionOrder);
}

/** It was taken, but what came back cannot be used. */
export function unread(what: string): SyncError {
  return new SyncError('provider.unexpected_shape', `The answer to a write ${what}`, { isInDoubt: true });
}
