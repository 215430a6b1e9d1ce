import {
  isJsonObject,
  parsePath,
  type JsonObject,
  type JsonValue,
  type WriteOperation,
} from '@evenkeel/domain';
import type { OperationSettings } from '../settings/write-settings.js';
import { fillWriteJson, type WriteValues } from './write-places.js';

/** The record as it is sent: without what is omitted, with what is set. */
export function sentRecord(
  { data }: WriteOperation,
  { omit, set }: Pick<OperationSettings, 'omit' | 'set'>,
  values: WriteValues,
): JsonObject {
  const kept = omit.reduce((record, path) => without(record, parsePath(path)), data);
  return Object.entries(set).reduce((record, [path, template]) => {
    const value = fillWriteJson(template, { ...values, record: data });
    return value === undefined ? record : withValue(record, parsePath(path), value);
  }, kept);
}

function without(record: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject {
  const { [name]: own, ...others } = record;
  if (own === undefined) return record;
  if (rest.length === 0) return others;
  return isJsonObject(own) ? { ...record, [name]: without(own, rest) } : record;
}

function withValue(
  record: JsonObject,
  [name = '', ...rest]: readonly string[],
  value: JsonValue,
): JsonObject {
  const own = record[name];
  const inner = own !== undefined && isJsonObject(own) ? own : {};
  return { ...record, [name]: rest.length === 0 ? value : withValue(inner, rest, value) };
}
