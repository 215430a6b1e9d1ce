import type { ErrorCode } from '../errors/error-catalog.js';
import { SyncError } from '../errors/sync-error.js';
import type { JsonValue } from '../json.js';
import { isStorable } from '../json-text/unstorable-text.js';
import { parseValuesPath, readAt, type ValuesPath } from '../mapping/path.js';
import { MAX_EXTERNAL_ID_LENGTH } from '../record/external-id.js';
import { joinIdParts } from '../record/id-parts.js';
import { idText } from '../record/id-text.js';

/**
 * The ids of the records that a delivery or message is about, found at paths in its JSON body: with `*` in a path they are as many as
 * entries have one. Several paths lead to the parts of an id; with `*` they are read of the same entry, and a path without one of the
 * whole body. Throws `code` where there is none, or one that no record can have.
 */
export function recordIdsAt(
  body: JsonValue,
  idPaths: readonly string[],
  code: ErrorCode = 'request.invalid',
): readonly string[] {
  const paths = idPaths.map(parseValuesPath);
  const named = partsIn(body, paths);
  if (named.length === 0) throw without(idPaths, code);
  return [...new Set(named.map((parts) => idOf(parts, idPaths, code)))];
}

/** An id that comes by itself, not at a path. Throws `code` for one that no record can have; `place` says where it was. */
export function assertRecordId(id: string, place: string, code: ErrorCode): string {
  if (id !== '' && id.length <= MAX_EXTERNAL_ID_LENGTH && isStorable(id)) return id;
  throw new SyncError(
    code,
    id === ''
      ? `The record id ${place} is empty`
      : `The record id ${place} is too long or holds NUL or half a surrogate pair`,
  );
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

function idOf(parts: Found, idPaths: readonly string[], code: ErrorCode): string {
  const texts = parts.map(idText);
  if (texts.some((text) => text === null)) throw without(idPaths, code);
  const id = joinIdParts(texts.filter((text) => text !== null));
  return assertRecordId(id, `at ${placeOf(idPaths)}`, code);
}

function without(idPaths: readonly string[], code: ErrorCode): SyncError {
  return new SyncError(code, `There is no record id at ${placeOf(idPaths)}`);
}

function placeOf(idPaths: readonly string[]): string {
  return idPaths.map((path) => `"${path}"`).join(' and ');
}
