import { parseIsoTime } from '../iso-time.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { SourceRecord } from '../page/source-record.js';
import { idText } from '../record/id-text.js';
import { joinSides } from '../three-way/join-sides.js';
import { isWithin, placeText } from '../three-way/place.js';
import type { Agreement } from '../two-way/agreement.js';
import { LEAVE, mappedOr, type ReadingRules } from './before-write.js';
import { changedFields } from './changed-fields.js';
import type { FinalResult } from './push-intent.js';

/** What reading a record back says of a write of it that was taken. */
export interface ReadBack {
  /** What both sides agree on, with what became of our values. */
  readonly agreed: Agreement;
  /** Fields of the local record that were not written, and are otherwise than just before that: by another writer, or by the provider itself. */
  readonly between: readonly string[];
}

export interface WrittenBetween {
  readonly decidedOn: Agreement;
  readonly agreed: Agreement;
  /** As it was read just before. */
  readonly before: SourceRecord;
  readonly result: Extract<FinalResult, { readonly kind: 'written' }>;
  /** As it was read just after; undefined: it could not be. */
  readonly after: SourceRecord | undefined;
}

/**
 * The answer, or else the first reading after it, says what became of our values (C12, C13): what anyone writes after that is a change. What another writer
 * wrote between the reading before and the write may be overwritten all the same: it shows where that writer changed other fields, too.
 */
export function readBack(written: WrittenBetween, rules: ReadingRules): ReadBack {
  const { agreed, before, result, after } = written;
  const read = after !== undefined && isJsonObject(after.data) ? after.data : undefined;
  const became = result.record ?? read;
  const now = became && mappedOr(rules.mapIn, became);
  const then = isJsonObject(before.data) ? mappedOr(rules.mapIn, before.data) : undefined;
  return {
    agreed: now === undefined ? agreed : withReading(readBefore(written, then, rules), now, rules),
    between: now === undefined || then === undefined ? [] : changedBetween(written, then, now),
  };
}

/** What an earlier write left unread was read by the reading before this one. */
function readBefore(
  { decidedOn, agreed }: WrittenBetween,
  then: JsonObject | undefined,
  rules: ReadingRules,
): Agreement {
  const written = Object.keys(changedFields(decidedOn.local, agreed.local)).map((name) => placeText([name]));
  const isWritten = (path: string) => written.some((name) => isWithin(path, name) || isWithin(name, path));
  const [fresh, stale] = [agreed.unread.filter(isWritten), agreed.unread.filter((path) => !isWritten(path))];
  if (then === undefined || stale.length === 0) return agreed;
  const read = withReading({ ...agreed, unread: stale }, then, rules);
  return { ...read, unread: [...read.unread, ...fresh] };
}

function withReading(agreed: Agreement, data: JsonObject, { join }: ReadingRules): Agreement {
  const { contested: _, ...base } = agreed;
  // What an answer leaves out, it does not say.
  const sides = { base, local: base.local, remote: { data, isComplete: false } };
  return { ...agreed, ...joinSides(sides, join, { contested: LEAVE, all: LEAVE }).base };
}

function changedBetween(
  { decidedOn, agreed, before, result, after }: WrittenBetween,
  then: JsonObject,
  now: JsonObject,
): readonly string[] {
  const written = changedFields(decidedOn.local, agreed.local);
  // Versions and times of changes follow our own write.
  const stamped = [before, result, ...(after === undefined ? [] : [after])];
  const isStamp = (value: JsonValue | undefined): boolean =>
    stamped.some(({ version, modifiedAt }) => isOf(value, version) || isAt(value, modifiedAt));
  return Object.keys(changedFields(then, now)).filter(
    (name) =>
      Object.hasOwn(now, name) &&
      !Object.hasOwn(written, name) &&
      !(isStamp(now[name]) && isStamp(then[name])),
  );
}

function isOf(value: JsonValue | undefined, version: string | null): boolean {
  return version !== null && idText(value) === version;
}

function isAt(value: JsonValue | undefined, time: string | null): boolean {
  if (time === null || typeof value !== 'string') return false;
  return value === time || parseIsoTime(value) === parseIsoTime(time);
}
