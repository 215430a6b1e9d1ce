import { isSameScalar, type JsonValue } from '@evenkeel/domain';
import type { StreamSettings } from './settings/stream-settings.js';
import type { Tombstone } from './settings/tombstone-settings.js';
import { isNothing, valueAt } from './value-at.js';

type TombstoneSettings = Pick<StreamSettings, 'tombstone'>;

/** By which of the rules an entry tells that its record is gone; undefined: it does not. */
export function tombstoneOf(entry: JsonValue, { tombstone }: TombstoneSettings): Tombstone | undefined {
  const rules = tombstone === undefined ? [] : Array.isArray(tombstone) ? tombstone : [tombstone];
  return (rules as readonly Tombstone[]).find((rule) => saysGone(valueAt(entry, rule.path), rule));
}

export function isTombstone(entry: JsonValue, settings: TombstoneSettings): boolean {
  return tombstoneOf(entry, settings) !== undefined;
}

function saysGone(value: JsonValue | undefined, { equals, notEquals, exists }: Tombstone): boolean {
  const isOneOf = (values: NonNullable<Tombstone['equals']>) =>
    [values].flat().some((each) => isSameScalar(value, each));
  if (equals !== undefined) return isOneOf(equals);
  // Some write false where a time of deletion would be.
  if (exists === true) return !isNothing(value) && value !== false;
  // A path that leads nowhere would say of each record that it is gone.
  return notEquals !== undefined && value !== undefined && value !== null && !isOneOf(notEquals);
}
