import {
  floorOf,
  isNumber,
  nearestDouble,
  parseIsoTime,
  readVersion,
  type JsonValue,
  type SourceRecord,
} from '@evenkeel/domain';
import type { StreamSettings } from './settings/stream-settings.js';
import { valueAt } from './value-at.js';

/** What tells which state of a record this is: each null where there is nothing, or what is no such value. */
export function orderOf(
  data: JsonValue,
  { versionPath, versionOrder, modifiedAtPath }: StreamSettings,
): Pick<SourceRecord, 'version' | 'modifiedAt'> {
  return {
    version: versionPath === undefined ? null : readVersion(valueAt(data, versionPath), versionOrder),
    modifiedAt: modifiedAtPath === undefined ? null : momentOf(valueAt(data, modifiedAtPath)),
  };
}

/** Numbers below this are seconds, not milliseconds: it is the year 5138 or the third of March 1973. */
const FIRST_MILLISECONDS = 1e11;

/** ISO 8601 in UTC. A time without a zone is taken for UTC, so that it means the same on every machine. */
function momentOf(value: JsonValue | undefined): string | null {
  if (isNumber(value)) return isoOf(floorOf(value, nearestDouble(value) < FIRST_MILLISECONDS ? 3 : 0));
  if (typeof value !== 'string') return null;
  if (!ISO_DATE.test(value)) return isoOf(spelledOut(value));
  return isoOf(parseIsoTime(value.replace(MORE_DIGITS, '')));
}

const ISO_DATE = /^\d{4}-\d\d-\d\d/;
/** Of a fraction of a second: more than tell anything. */
const MORE_DIGITS = /(?<=\.\d{9})\d+/;
const LONGEST_TIME = 64;
const ZONE = /^(?:gmt|utc|z)?(?:[+-]\d\d:?\d\d)?$/i;
const DAY = 'mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun';
const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const PART = new RegExp(`^(?:(?:(?:${DAY})(?:day)?|${MONTH})[.,]*|[ap]m|[\\d:.,/-]+)$`, 'i');

/** As in `Tue, 03 Mar 2026 10:00:00 +0000`; NaN where another word is in it, which `Date.parse` would pass over. */
function spelledOut(text: string): number {
  if (text.length > LONGEST_TIME || !/\d{4}/.test(text)) return Number.NaN;
  const parts = text.trim().split(/\s+/);
  const others = parts.filter((part) => !ZONE.test(part));
  if (!others.every((part) => PART.test(part))) return Number.NaN;
  return Date.parse(others.length === parts.length ? `${text} UTC` : text);
}

function isoOf(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
