import { parseIsoTime } from '../iso-time.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { SourceRecord } from '../page/source-record.js';
import { idText } from '../record/id-text.js';
import { joinSides } from '../three-way/join-sides.js';
import { ownOf } from '../three-way/fill-unsaid.js';
import { isLike } from '../three-way/like-value.js';
import { isWithin, placeText } from '../three-way/place.js';
import type { ReadSince, RemoteReading } from '../three-way/sides.js';
import type { Agreement } from '../two-way/agreement.js';
import { LEAVE, mappedOr, sinceEarlier, type ReadingRules } from './before-write.js';
import { changedFields } from './changed-fields.js';
import type { FinalResult } from './push-intent.js';

/** What reading a record back says of a write of it that was taken. */
export interface ReadBack {
  /** What both sides agree on, with what became of our values. */
  readonly agreed: Agreement;
  /**
   * Fields of the local record that were not written, and are otherwise than just before that; and, where neither versions nor times tell, those that were and are nothing that
   * a provider makes of what they were sent: by another writer, or by the provider itself.
   */
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
  const { agreed, before } = written;
  const became = becameOf(written);
  const now = became && mappedOr(rules.mapIn, became.data);
  const then = isJsonObject(before.data) ? mappedOr(rules.mapIn, before.data) : undefined;
  return {
    agreed:
      now === undefined
        ? agreed
        : withReading(readBefore(written, then, rules), { data: now, ...became?.since }, rules),
    between:
      now === undefined || then === undefined
        ? []
        : [...changedBetween(written, then, now), ...unlikeWritten(written, now, became?.since)],
  };
}

/** Of written fields, what may be of another writer and is taken for what became of our value all the same, for nothing tells. */
function unlikeWritten(
  { decidedOn, agreed }: WrittenBetween,
  now: JsonObject,
  since: ReadSince = {},
): readonly string[] {
  if (since.isAsWritten !== undefined || since.isAfterWrite === true) return [];
  const written = Object.keys(changedFields(decidedOn.local, agreed.local));
  return written.filter((name) => Object.hasOwn(now, name) && !isLike(ownOf(agreed.local, name), now[name]));
}

interface Became {
  readonly data: JsonObject;
  readonly since: ReadSince;
}

/** What the provider says that it has now; undefined: nothing, or what it had before it was written. */
function becameOf({ before, result, after }: WrittenBetween): Became | undefined {
  if (result.record !== null) return { data: result.record, since: { isAsWritten: true } };
  if (after === undefined || !isJsonObject(after.data)) return undefined;
  const { data, version, modifiedAt } = after;
  if (result.version !== null && version !== null)
    return { data, since: { isAsWritten: version === result.version } };
  // What it shows only after a while it may show as it was.
  const stamps = before.version !== null && version !== null ? [before.version, version] : [];
  const times = before.modifiedAt !== null && modifiedAt !== null ? [before.modifiedAt, modifiedAt] : [];
  const [was, is] = stamps.length > 0 ? stamps : times;
  if (was === undefined) return { data, since: {} };
  return was === is ? undefined : { data, since: { isAfterWrite: true } };
}

/** What an earlier write left unread was read by the reading before this one. */
function readBefore(
  { decidedOn, agreed, before }: WrittenBetween,
  then: JsonObject | undefined,
  rules: ReadingRules,
): Agreement {
  const written = Object.keys(changedFields(decidedOn.local, agreed.local)).map((name) => placeText([name]));
  const isWritten = (path: string) => written.some((name) => isWithin(path, name) || isWithin(name, path));
  const [fresh, stale] = [agreed.unread.filter(isWritten), agreed.unread.filter((path) => !isWritten(path))];
  if (then === undefined || stale.length === 0) return agreed;
  const since = sinceEarlier(decidedOn, before.version);
  const read = withReading({ ...agreed, unread: stale }, { data: then, ...since }, rules);
  return { ...read, unread: [...read.unread, ...fresh] };
}

function withReading(
  agreed: Agreement,
  reading: Omit<RemoteReading, 'isComplete'>,
  { join }: ReadingRules,
): Agreement {
  const { contested: _, ...base } = agreed;
  // What an answer leaves out, it does not say.
  const sides = { base, local: base.local, remote: { ...reading, isComplete: false } };
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
