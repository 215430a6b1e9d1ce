import type { FieldTimes } from '../conflict/decide-contested.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../json.js';
import { placeText } from '../three-way/place.js';

/** What a record held before a change of it. */
export interface ChangeBefore {
  readonly dataBefore: JsonObject;
  /** ISO 8601. */
  readonly changedAt: string;
  /** Whether the job made it that asks: then it has no time. */
  readonly isOwn: boolean;
  /** Whether a person made it here; left out: not. */
  readonly isByPerson?: boolean;
}

/** When each field of a record was last changed. `changes`: the latest first; what none of them changed has no time. */
export function fieldTimes(now: JsonObject, changes: readonly ChangeBefore[]): FieldTimes {
  const times: Record<string, string> = {};
  let after = now;
  for (const { dataBefore, changedAt, isOwn } of changes) {
    for (const name of new Set([...Object.keys(after), ...Object.keys(dataBefore)])) {
      const path = placeText([name]);
      const isChanged = textAt(after, name) !== textAt(dataBefore, name);
      if (!isOwn && isChanged && !Object.hasOwn(times, path)) times[path] = changedAt;
    }
    after = dataBefore;
  }
  return times;
}

/** Fields whose last change is known to be of a run, not of a person. `changes`: the latest first. */
export function fieldsOfRuns(now: JsonObject, changes: readonly ChangeBefore[]): ReadonlySet<string> {
  const found = new Map<string, boolean>();
  let after = now;
  for (const { dataBefore, isByPerson } of changes) {
    for (const name of new Set([...Object.keys(after), ...Object.keys(dataBefore)])) {
      const path = placeText([name]);
      const isChanged = textAt(after, name) !== textAt(dataBefore, name);
      if (isChanged && !found.has(path)) found.set(path, isByPerson !== true);
    }
    after = dataBefore;
  }
  return new Set([...found].filter(([, isOfRun]) => isOfRun).map(([path]) => path));
}

function textAt(record: JsonObject, name: string): string | undefined {
  const value: JsonValue | undefined = Object.hasOwn(record, name) ? record[name] : undefined;
  return value === undefined ? undefined : canonicalText(value);
}
