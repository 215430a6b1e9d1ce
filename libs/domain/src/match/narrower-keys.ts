import type { SubjectKey } from './match-subject.js';
import { MOST_UNDER_KEY, type FoundReference, type KeyPair, type NarrowedKeys } from './stored-match.js';

/** Of one reading. */
export const MOST_PAIRS = 6;

/** Keys under which more are found than are looked at. */
export function tooManyUnder(found: readonly FoundReference[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { key } of found) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > MOST_UNDER_KEY).map(([key]) => key));
}

/** The pairs of keys of a reading, each of one rule, under each of which too many are found: keys that join by themselves are not narrowed. */
export function pairsOfCrowded(
  keys: readonly SubjectKey[],
  crowded: ReadonlySet<string>,
): readonly KeyPair[] {
  if (crowded.size === 0) return [];
  const wide = keys.filter(({ key, digest }) => key.role === 'block' && crowded.has(digest));
  return wide
    .flatMap(({ key: { rule }, digest: one }, at) =>
      wide
        .slice(at + 1)
        .filter(({ key }) => key.rule === rule)
        .map(({ digest: other }) => ({ one, other })),
    )
    .slice(0, MOST_PAIRS);
}

/** Equal for equal pairs. */
export function pairText({ one, other }: KeyPair): string {
  return `${one} ${other}`;
}

/** Rules by which a reading cannot be compared: under each of its keys are too many, and under two of them as well. */
export function rulesTooWide(
  keys: readonly SubjectKey[],
  crowded: ReadonlySet<string>,
  narrowed: ReadonlyMap<string, NarrowedKeys>,
): readonly string[] {
  if (crowded.size === 0) return [];
  const open = new Set(keys.filter(({ digest }) => !crowded.has(digest)).map(({ key }) => key.rule));
  const pairs = pairsOfCrowded(keys, crowded).filter((pair) => narrowed.has(pairText(pair)));
  const narrow = new Set(pairs.map(({ one }) => one));
  const wide = keys.filter(({ key, digest }) => key.role === 'block' && crowded.has(digest));
  const done = new Set(wide.filter(({ digest }) => narrow.has(digest)).map(({ key }) => key.rule));
  return [...new Set(wide.map(({ key }) => key.rule))].filter((rule) => !open.has(rule) && !done.has(rule));
}

/** Without the crowded ones that something narrower stands for. */
export function keysToCompare(
  keys: readonly SubjectKey[],
  crowded: ReadonlySet<string>,
  tooWide: readonly string[],
): readonly SubjectKey[] {
  return keys.filter(
    ({ key, digest }) => key.role === 'exact' || !crowded.has(digest) || tooWide.includes(key.rule),
  );
}
