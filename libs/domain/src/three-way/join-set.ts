import type { JsonValue } from '../json.js';
import { canonicalText } from '../json-text/canonical-text.js';
import { isList } from '../json-text/is-list.js';
import { joinOrder } from './join-order.js';
import type { SidePair } from './sides.js';

type Texts = readonly string[];

/**
 * Two lists as multisets: what either side added and removed since the base. What both added is added once, the larger number of
 * times; of an unknown base everything was added. Undefined: one of them is no list, or the base has other entries for the one side
 * than for the other, so that it is not known which became which.
 */
export function joinSet(
  local: JsonValue | undefined,
  remote: JsonValue | undefined,
  base: SidePair | undefined,
): readonly JsonValue[] | undefined {
  if (!isList(local) || !isList(remote)) return undefined;
  const before = { local: textsOf(base?.local), remote: textsOf(base?.remote) };
  if (!isSameSet(before.local, before.remote)) return undefined;
  const now = { local: textsOf(local), remote: textsOf(remote) };
  const [counted, ours, theirs] = [before.remote, now.local, now.remote].map(countsOf) as [
    Counts,
    Counts,
    Counts,
  ];
  const values = new Map([...local, ...remote].map((value) => [canonicalText(value), value]));
  const left = new Map(
    [...values.keys()].map((text) => [
      text,
      joinCounts(counted.get(text) ?? 0, ours.get(text) ?? 0, theirs.get(text) ?? 0),
    ]),
  );
  return joinOrder({ ...now, base: before }).flatMap((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0 ? [values.get(text) as JsonValue] : [];
  });
}

type Counts = ReadonlyMap<string, number>;

function textsOf(value: JsonValue | undefined): Texts {
  return isList(value) ? value.map(canonicalText) : [];
}

function isSameSet(one: Texts, other: Texts): boolean {
  const [ours, theirs] = [countsOf(one), countsOf(other)];
  return one.length === other.length && [...ours].every(([text, count]) => theirs.get(text) === count);
}

function countsOf(texts: Texts): Counts {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function joinCounts(before: number, ours: number, theirs: number): number {
  if (ours >= before && theirs >= before) return Math.max(ours, theirs);
  if (ours <= before && theirs <= before) return Math.min(ours, theirs);
  return ours + theirs - before;
}
