import type { JsonObject, JsonValue } from '../json.js';
import { ownOf } from './fill-unsaid.js';
import type { SentField } from './join-work.js';
import type { ListRuleAt } from './list-rule.js';
import { isSameAt } from './same-value.js';

/** What a record says that an event of the provider carries itself. */
export interface EventBody {
  /** In the shape of the local record. */
  readonly data: JsonObject;
  /** When the provider says that it happened, in milliseconds since 1970; null: it does not say. */
  readonly atMs: number | null;
}

/** What was written to a record, and when the call began. */
export interface RecentWrite {
  readonly sent: readonly Pick<SentField, 'place' | 'value'>[];
  readonly atMs: number;
}

export const ECHO_HOURS = 24;

/**
 * Whether a record in an event, of a stream without versions, can be taken for what the provider has (C45). `echo`: it says what was written in the last
 * 24 hours. `hint`: it may be older than a write of that time, so the record is to be read.
 */
export function judgeEventBody(
  { data, atMs }: EventBody,
  writes: readonly RecentWrite[],
  { nowMs, lists }: { readonly nowMs: number; readonly lists: readonly ListRuleAt[] },
): 'value' | 'echo' | 'hint' {
  const recent = writes.filter((write) => write.atMs > nowMs - ECHO_HOURS * 3_600_000);
  const isEcho = ({ sent }: RecentWrite) =>
    sent.every(({ place, value }) => isSameAt(valueAt(data, place), value, { place, lists }));
  if (recent.some(isEcho)) return 'echo';
  return recent.some((write) => atMs === null || atMs <= write.atMs) ? 'hint' : 'value';
}

/** Entries of lists are compared with their list, which an event says as a whole: a write of one of them is never recognised, and read again. */
function valueAt(data: JsonObject, place: SentField['place']): JsonValue | undefined {
  return place.reduce<JsonValue | undefined>(
    (value, step) => (typeof step === 'string' ? ownOf(value, step) : undefined),
    data,
  );
}
