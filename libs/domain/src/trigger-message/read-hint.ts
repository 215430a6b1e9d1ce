import { SyncError } from '../errors/sync-error.js';
import type { JsonValue } from '../json.js';
import { parseJson } from '../json-text/parse-json.js';
import { isNumber, numberText } from '../number/exact-number.js';
import { parsePath, readAt } from '../mapping/path.js';
import { assertRecordId, recordIdsAt } from './record-ids-at.js';
import { idPathsOf, type ChangeKind, type TopicListening } from './topic-listening.js';
import type { TopicRecord } from './topic-record.js';

/** What a record of a topic tells a job that listens to it. */
export type TopicHint =
  | { readonly kind: 'ignore' }
  | { readonly kind: Exclude<ChangeKind, 'ignore'>; readonly externalIds: readonly string[] };

const IGNORED: TopicHint = { kind: 'ignore' };

/**
 * Which records of the provider a job is to read because of a record of the topic that it listens to. A record without a value
 * (a tombstone) tells of a deletion where its key is the id, and of nothing where it is not. Throws `trigger.without_id`.
 */
export function readHint(record: TopicRecord, listening: TopicListening): TopicHint {
  const idPaths = idPathsOf(listening);
  if (record.text === null && record.unreadable === null)
    return idPaths === null ? { kind: 'deleted', externalIds: [keyOf(record)] } : IGNORED;
  const isRead = idPaths !== null || listening.kindPath !== null;
  const body = isRead ? bodyOf(record) : null;
  const kind = kindOf(body, listening);
  if (kind === 'ignore') return IGNORED;
  const externalIds = idPaths === null ? [keyOf(record)] : recordIdsAt(body, idPaths, 'trigger.without_id');
  return { kind, externalIds };
}

function kindOf(body: JsonValue, { kindPath, kinds }: TopicListening): ChangeKind {
  if (kindPath === null) return 'changed';
  const said = textOf(readAt(body, parsePath(kindPath)));
  return kinds.find(({ when }) => when === said)?.then ?? 'changed';
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (isNumber(value)) return numberText(value);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}

function keyOf({ key }: TopicRecord): string {
  if (key === null) throw new SyncError('trigger.without_id', 'The record has no key');
  return assertRecordId(key, 'in its key', 'trigger.without_id');
}

function bodyOf({ text, unreadable }: TopicRecord): JsonValue {
  if (text === null) throw new SyncError('trigger.without_id', unreadable ?? 'It has no value');
  try {
    return parseJson(text);
  } catch (cause) {
    throw new SyncError('trigger.without_id', 'Its value is not JSON', { cause });
  }
}
