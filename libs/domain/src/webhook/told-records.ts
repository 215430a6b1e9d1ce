import type { JsonValue } from '../json.js';
import { parseValuesPath, readAt } from '../mapping/path.js';
import type { SourceRecord } from '../page/source-record.js';
import { compareVersions, isOrdering } from '../record/version.js';

/** The records in the body of a delivery: one, or with `*` in the path those of many. None where there is nothing. */
export function recordsIn(body: JsonValue, recordPath: string | null): readonly JsonValue[] {
  if (recordPath === null) return [body];
  const path = parseValuesPath(recordPath);
  const found = readAt(body, path);
  if (found === undefined) return [];
  const isMany = path.some((step) => typeof step === 'symbol');
  return isMany && Array.isArray(found) ? (found as readonly JsonValue[]) : [found];
}

/** Whether a record says which of its states it is, so that one that comes late can be told from one that is new. */
export function isOrdered({ version, modifiedAt }: Pick<SourceRecord, 'version' | 'modifiedAt'>): boolean {
  return modifiedAt !== null || (version !== null && isOrdering(version));
}

/**
 * The least that says the same of one record as all that was told of it, in the order in which it came: the newest state before the last
 * deletion, that deletion, the newest state behind it and the last that could not be read, as far as there are such. The state before stays, so
 * that an older one behind the deletion is known to be older.
 */
export function foldTold(told: readonly SourceRecord[]): readonly SourceRecord[] {
  const readable = told.filter(({ refusal }) => refusal === undefined);
  const last = readable.findLastIndex(({ gone }) => gone !== undefined);
  const before = newestOf(readable.slice(0, Math.max(last, 0)));
  const behind = newestOf(readable.slice(last + 1));
  const unread = told.findLast(({ refusal }) => refusal !== undefined);
  return [before, readable[last], behind, unread].filter((each) => each !== undefined);
}

function newestOf(told: readonly SourceRecord[]): SourceRecord | undefined {
  const states = told.filter(({ gone }) => gone === undefined);
  return states.reduce<SourceRecord | undefined>(
    (newest, state) => (newest === undefined || !isBefore(state, newest) ? state : newest),
    undefined,
  );
}

/** Of two that do not compare, the one that came later counts. */
function isBefore(one: SourceRecord, other: SourceRecord): boolean {
  const byVersion = compareVersions(one.version, other.version);
  if (byVersion !== undefined) return byVersion < 0;
  return Date.parse(one.modifiedAt ?? '') < Date.parse(other.modifiedAt ?? '');
}
