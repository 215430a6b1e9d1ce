import { canonicalText } from '../json-text/canonical-text.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import {
  STORED_SECRET,
  type ChangedField,
  type DesiredSecret,
  type NamedSecret,
} from './configuration-object.js';

/** What differs, by dotted paths: objects are looked into, lists are one. */
export function changedFields(before: JsonObject, after: JsonObject, at = ''): readonly ChangedField[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => changedField(before[name], after[name], at === '' ? name : `${at}.${name}`));
}

function changedField(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: string,
): readonly ChangedField[] {
  if (isJsonObject(before) && isJsonObject(after)) return changedFields(before, after, path);
  if (textOf(before) === textOf(after)) return [];
  return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : canonicalText(value);
}

/** Paths of secrets that are not as they are stored, or are noted under another reference. */
export function changedSecrets(
  stored: readonly NamedSecret[],
  desired: readonly DesiredSecret[],
): readonly string[] {
  const references = new Map(stored.map(({ path, reference }) => [path, reference]));
  const given = desired.filter(
    ({ path, reference, isAsStored }) =>
      !isAsStored || (reference !== STORED_SECRET && reference !== references.get(path)),
  );
  const kept = new Set(desired.map(({ path }) => path));
  const gone = stored.filter(({ path }) => !kept.has(path));
  return [...given, ...gone].map(({ path }) => path).sort();
}
