import { isUtf8 } from 'node:buffer';
import {
  idText,
  isStorable,
  joinIdParts,
  MAX_EXTERNAL_ID_LENGTH,
  parseJson,
  parseValuesPath,
  readAt,
  SyncError,
  type JsonValue,
  type ValuesPath,
} from '@evenkeel/domain';

/** The text of a delivery, without a byte order mark. Throws `request.invalid` for bytes that are not UTF-8. */
export function textOfDelivery(body: Uint8Array): string {
  if (!isUtf8(body)) throw new SyncError('request.invalid', 'The body of the delivery is not UTF-8');
  return new TextDecoder().decode(body);
}

/**
 * The ids of the records that a verified delivery is about, found at paths in its JSON body: with `*` in a path they are as many as
 * entries have one. Several paths lead to the parts of an id; with `*` they are read of the same entry, and a path without one of the
 * whole body. Throws `request.invalid` where there is none, or one that no record can have.
 */
export function namedRecords(body: string, idPaths: readonly string[]): readonly string[] {
  const paths = idPaths.map(parseValuesPath);
  const named = partsIn(read(body), paths);
  if (named.length === 0) throw without(idPaths);
  return [...new Set(named.map((parts) => idOf(parts, idPaths)))];
}

/** What is at each of the paths, once for each entry that has one of them. */
function partsIn(value: JsonValue, paths: readonly ValuesPath[]): readonly Found[] {
  const list = paths.map(listIn).find((found) => found !== undefined);
  if (list === undefined) return [paths.map((path) => readAt(value, path))];
  const entries = readAt(value, list);
  if (!Array.isArray(entries)) return [];
  return (entries as readonly JsonValue[]).flatMap((entry) => {
    const inEntry = paths.map((path) => (isBelow(path, list) ? path.slice(list.length + 1) : undefined));
    const found = partsIn(
      entry,
      inEntry.filter((path) => path !== undefined),
    );
    return found.filter(hasAny).map((parts) => {
      const inner = parts.values();
      return paths.map((path, at) => (inEntry[at] === undefined ? readAt(value, path) : inner.next().value));
    });
  });
}

type Found = readonly (JsonValue | undefined)[];

function hasAny(parts: Found): boolean {
  return parts.some((part) => part !== undefined);
}

/** The path to the outermost list that this path goes through; undefined: it leads to one value. */
function listIn(path: ValuesPath): ValuesPath | undefined {
  const at = path.findIndex((step) => typeof step === 'symbol');
  return at === -1 ? undefined : path.slice(0, at);
}

function isBelow(path: ValuesPath, list: ValuesPath): boolean {
  return typeof path[list.length] === 'symbol' && list.every((step, at) => step === path[at]);
}

/** No record has an id that cannot be stored, so no run could find it. */
function idOf(parts: Found, idPaths: readonly string[]): string {
  const texts = parts.map(idText);
  if (texts.some((text) => text === null)) throw without(idPaths);
  const id = joinIdParts(texts.filter((text) => text !== null));
  if (id.length <= MAX_EXTERNAL_ID_LENGTH && isStorable(id)) return id;
  throw new SyncError(
    'request.invalid',
    `The record id at ${placeOf(idPaths)} is too long or holds NUL or half a surrogate pair`,
  );
}

function read(body: string): JsonValue {
  try {
    return parseJson(body);
  } catch {
    throw new SyncError('request.invalid', 'The body of the delivery is not JSON');
  }
}

function without(idPaths: readonly string[]): SyncError {
  return new SyncError('request.invalid', `The body of the delivery has no record id at ${placeOf(idPaths)}`);
}

function placeOf(idPaths: readonly string[]): string {
  return idPaths.map((path) => `"${path}"`).join(' and ');
}
