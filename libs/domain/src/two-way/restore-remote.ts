import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { ListRuleAt } from '../three-way/list-rule.js';
import type { Sides } from '../three-way/sides.js';
import { isWithin, placeText } from '../three-way/place.js';
import { valueAt, withValueAt } from '../three-way/value-at.js';
import type { Agreement, MaybeValue, Restoring } from './agreement.js';

export function maybe(value: JsonValue | undefined): MaybeValue {
  return value === undefined ? [] : [value];
}

/**
 * Of what is to be restored, what neither side has changed since the decision was undone: the provider still holds the same, or by versions what it made
 * of what it was sent.
 */
export function stillToRestore(
  restoring: readonly Restoring[],
  { local, remote: { data, isAsWritten } }: Pick<Sides, 'local' | 'remote'>,
  lists: readonly ListRuleAt[],
): readonly Restoring[] {
  const at = (record: JsonObject, { place }: Restoring) => maybe(valueAt(record, place, lists));
  return restoring.flatMap((one) => {
    const from = at(data, one);
    const isUnchanged = isAsWritten === true || isSame(from, one.from);
    return isUnchanged && isSame(at(local, one), one.local) ? [{ ...one, from }] : [];
  });
}

function isSame(one: MaybeValue, other: MaybeValue): boolean {
  return canonicalText(one) === canonicalText(other);
}

/** The record with what is to be restored in its places, or with what the provider holds there until then. */
export function withRestored(
  record: JsonObject,
  restoring: readonly Restoring[],
  { lists, side = 'to' }: { readonly lists: readonly ListRuleAt[]; readonly side?: 'from' | 'to' },
): JsonObject {
  return restoring.reduce(
    (data, { place, ...values }) => withValueAt(data, { place, value: values[side][0] }, lists),
    record,
  );
}

/** The base of an update that restores: there, what the provider holds is what was agreed on. */
export function baseToRestore(
  { contested: _, restoring = [], ...base }: Agreement,
  lists: readonly ListRuleAt[],
): Omit<Agreement, 'contested' | 'restoring'> {
  if (restoring.length === 0) return base;
  const isRestored = isOfRestored(restoring);
  return {
    ...base,
    local: withRestored(base.local, restoring, { lists, side: 'from' }),
    remote: withRestored(base.remote, restoring, { lists, side: 'from' }),
    unknown: base.unknown.filter((path) => !isRestored(path)),
    unread: base.unread.filter((path) => !isRestored(path)),
  };
}

/** What is agreed on once it was restored: in its places what was agreed on before. */
export function agreedOnceRestored(
  written: Omit<Agreement, 'contested' | 'restoring'>,
  { restoring = [], ...before }: Agreement,
  lists: readonly ListRuleAt[],
): Agreement {
  const { contested } = before;
  if (restoring.length === 0) return { ...written, contested };
  const isRestored = isOfRestored(restoring);
  const put = (data: JsonObject, from: JsonObject) =>
    restoring.reduce(
      (record, { place }) => withValueAt(record, { place, value: valueAt(from, place, lists) }, lists),
      data,
    );
  return {
    ...written,
    local: put(written.local, before.local),
    remote: put(written.remote, before.remote),
    unread: written.unread.filter((path) => !isRestored(path)),
    unknown: [...new Set([...written.unknown, ...before.unknown.filter(isRestored)])],
    contested,
  };
}

function isOfRestored(restoring: readonly Restoring[]): (path: string) => boolean {
  const paths = restoring.map(({ place }) => placeText(place));
  return (path) => paths.some((restored) => isWithin(path, restored) || isWithin(restored, path));
}
