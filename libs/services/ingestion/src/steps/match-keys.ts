import { parseJson, type JsonObject, type RecordWrite, type SubjectKey } from '@evenkeel/domain';
import type { TypeMatcher } from '@evenkeel/operations';

/** A mapped record and the keys under which it is found. */
export interface KeyedReading {
  readonly data: JsonObject;
  readonly keys: readonly SubjectKey[];
}

const kept = new WeakMap<RecordWrite, KeyedReading>();

/** Read once for each write: the keys are asked for before the locks are taken, and again behind them. */
export function keyedReading(matcher: TypeMatcher, write: RecordWrite): KeyedReading {
  const known = kept.get(write);
  if (known !== undefined) return known;
  // What was sent to a source is no word of it.
  const data = write.said?.data ?? (parseJson(write.dataText) as JsonObject);
  const made = { data, keys: matcher.keysOf(data) };
  kept.set(write, made);
  return made;
}
