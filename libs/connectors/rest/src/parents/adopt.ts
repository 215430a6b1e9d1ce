import {
  idText,
  isJsonObject,
  parsePath,
  SyncError,
  type JsonObject,
  type JsonValue,
} from '@evenkeel/domain';
import { idPaths, partsOfId } from '../record-id.js';
import type { StreamSettings } from '../settings/stream-settings.js';
import { isTombstone } from '../tombstone.js';
import { keptAt, neededPaths, type KeptParent } from './kept-parent.js';

/**
 * The entry with what `parent.into` puts into its record. A field that is a part of the id is put in as text, for that is how a record that
 * is read by its id has it. Throws `provider.unexpected_shape` where the record has something else there already: it is of another
 * parent than the one that was asked for, or the name is taken.
 */
export function adopt(entry: JsonValue, stream: StreamSettings, parent: KeptParent): JsonValue {
  const fields = fieldsOf(stream, parent);
  if (fields.length === 0) return entry;
  const { recordPath } = stream;
  // A tombstone may have its id beside the record that it wraps, or within it.
  const own = recordPath === undefined || isTombstone(entry, stream) ? fill(entry, fields, stream) : entry;
  return recordPath === undefined
    ? own
    : fillAt(own, parsePath(recordPath), (record) => fill(record, fields, stream));
}

/** The same of a record that is read by its id, of which only the parts of the id are known. */
export function withIdParts(record: JsonValue, stream: StreamSettings, externalId: string): JsonValue {
  if (!isJsonObject(record)) return record;
  const known = Object.keys(stream.parent?.into ?? {}).filter(
    (name) => idPaths(stream).includes(name) && ownAt(record, name) === null,
  );
  if (known.length === 0) return record;
  const parts = partsOfId(externalId, stream);
  return fill(
    record,
    known.map((name) => [name, parts.get(name) ?? '']),
    stream,
  );
}

function ownAt(record: JsonObject, name: string): JsonValue {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}

type Field = readonly [name: string, value: JsonValue];

function fieldsOf(stream: StreamSettings, parent: KeptParent): readonly Field[] {
  const [paths, ids] = [neededPaths(stream), idPaths(stream)];
  return Object.entries(stream.parent?.into ?? {}).flatMap(([name, path]): readonly Field[] => {
    const value = keptAt(parent, paths, path);
    if (value === null) return [];
    return [[name, ids.includes(name) ? (idText(value) ?? value) : value]];
  });
}

function fill(record: JsonValue, fields: readonly Field[], { path, parent }: StreamSettings): JsonValue {
  if (!isJsonObject(record)) return record;
  const filled: Record<string, JsonValue> = { ...record };
  for (const [name, value] of fields) {
    const own = ownAt(record, name);
    if (own === null) filled[name] = value;
    else if (!isSame(own, value)) {
      const message = `A record of ${path} has something else at "${name}" than its parent of ${parent?.stream ?? ''}: it is of another parent, or \`parent.into\` should name another field`;
      throw new SyncError('provider.unexpected_shape', message);
    }
  }
  return filled;
}

function isSame(own: JsonValue, value: JsonValue): boolean {
  const [one, other] = [idText(own), idText(value)];
  return one === null || other === null ? JSON.stringify(own) === JSON.stringify(value) : one === other;
}

function fillAt(
  value: JsonValue,
  [name, ...rest]: readonly string[],
  change: (value: JsonValue) => JsonValue,
): JsonValue {
  if (name === undefined) return change(value);
  if (Array.isArray(value)) {
    const entries: readonly JsonValue[] = value;
    return entries.map((entry, at) => (String(at) === name ? fillAt(entry, rest, change) : entry));
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, name)) return value;
  return { ...value, [name]: fillAt(value[name] ?? null, rest, change) };
}
