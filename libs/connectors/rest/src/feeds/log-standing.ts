import { type JsonObject, type JsonValue, type SourceRecord } from '@evenkeel/domain';
import type { SourcePage } from '@evenkeel/ports';
import type { Step } from '../gather-steps.js';
import { INNER_START, takeInner, type InnerPlace } from '../inner-listing.js';
import { readOwnCursor } from '../own-cursor.js';
import type { ChangesSettings } from '../settings/feed-settings.js';
import { readEvent } from './event-kinds.js';

/** How far a log of events is read, and the records that it names. */
export interface LogStanding {
  /** The page of events that comes next; null: there is none. */
  readonly events: InnerPlace | null;
  /** The ids that the page before named, of records that are still to be read. */
  readonly left: readonly string[];
  /** The latest ids that were read: what was read holds what came before, and the next run asks for what came since. */
  readonly read: readonly string[];
  /** The latest ids that were told as gone without being read: that need not be said again, but they may be there again. */
  readonly gone: readonly string[];
}

const LOG_START: LogStanding = { events: INNER_START, left: [], read: [], gone: [] };

/** A cursor is stored with each page. */
const MOST_TEXT = 32_768;

export type LogStep = Step<LogStanding>;

export function isLogEnded({ events, left }: LogStanding): boolean {
  return events === null && left.length === 0;
}

/** A page of events: which records it says are gone, and which are to be read. `records` of it name each event's record. */
export function takeEvents(standing: LogStanding, page: SourcePage, changes: ChangesSettings): LogStep {
  const inner = takeInner(standing.events ?? INNER_START, page, {
    what: `the events at ${changes.path}`,
    textOf: textOfEvents,
    mostAlike: MOST_ALIKE,
  });
  const changed = new Set<string>();
  const deleted = new Set<string>();
  for (const { externalId, data } of inner.records) {
    const { meaning } = readEvent(data, changes);
    if (meaning === 'ignore' || externalId === null || standing.read.includes(externalId)) continue;
    (meaning === 'deleted' ? deleted : changed).add(externalId);
  }
  // Of a record that was deleted and is named otherwise, too, only reading it tells what it is now.
  const gone = [...deleted].filter((id) => !changed.has(id) && !standing.gone.includes(id));
  return {
    standing: {
      ...standing,
      events: inner.next,
      left: [...changed],
      gone: latestOf([...standing.gone, ...gone]),
    },
    records: [...gone.map(goneRecord), ...inner.records.filter((record) => isNameless(record, changes))],
    doubt: inner.doubt,
    shifted: inner.shifted,
  };
}

/** Pages of events about the same records, of the same second, may look the same. */
const MOST_ALIKE = 20;

/** Events about the same records are told apart by what they hold. */
function textOfEvents(events: readonly SourceRecord[]): string {
  return JSON.stringify(events.map(({ data }) => data));
}

/** An event that is about a record and does not name it: it is told as a record without an id. */
function isNameless({ externalId, data }: SourceRecord, changes: ChangesSettings): boolean {
  const { meaning, isKnown } = readEvent(data, changes);
  return externalId === null && isKnown && meaning !== 'ignore';
}

export function goneRecord(externalId: string): SourceRecord {
  return { externalId, version: null, modifiedAt: null, data: null, gone: 'announced' };
}

/** Records that were read of those that are left, in their order. */
export function takeReadings(standing: LogStanding, records: readonly SourceRecord[]): LogStep {
  const [done, left] = [standing.left.slice(0, records.length), standing.left.slice(records.length)];
  const isTold = ({ gone, externalId }: SourceRecord) =>
    gone !== undefined && externalId !== null && standing.gone.includes(externalId);
  return {
    standing: { ...standing, left, read: latestOf([...standing.read, ...done]) },
    records: records.filter((record) => !isTold(record)),
  };
}

function latestOf(ids: readonly string[]): readonly string[] {
  let text = 0;
  const from = ids.findLastIndex((id) => (text += id.length + 3) > MOST_TEXT);
  return ids.slice(from + 1);
}

/** Null at the end. */
export function logCursor(standing: LogStanding): string | null {
  return isLogEnded(standing) ? null : JSON.stringify(standing);
}

/** Throws `provider.cursor_expired` where the cursor is of something else. */
export function logStandingAt(cursor: string | null): LogStanding {
  if (cursor === null) return LOG_START;
  const isList = (value: JsonValue | undefined) => Array.isArray(value);
  const fits = ({ events, left, read, gone }: JsonObject) =>
    events !== undefined && isList(left) && isList(read) && isList(gone);
  return readOwnCursor(cursor, fits) as unknown as LogStanding;
}
