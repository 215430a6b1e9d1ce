import { isInactive } from '../inactivation/decide-inactivations.js';
import type { RecordWrite } from '../record/reference.js';
import { compareVersions } from '../record/version.js';
import type { KnownContent } from './decision.js';

type Ordered = Pick<RecordWrite, 'version' | 'modifiedAt' | 'observedAt'>;

/**
 * `contradicting`: it was observed later than what is here and is older by what the provider says, as after a restoration from a backup, or
 * from a replica that lags.
 */
export type Comparison = 'updated' | 'unchanged' | 'superseded' | 'contradicting' | 'reactivated';

/**
 * Compares an incoming record with what is stored. An older version never wins over a newer one by itself; where versions do not tell, the
 * times of change at the provider do, and else the times of observation. What was gone is active again by whatever was seen after that: a
 * record that is made anew under its old id may count its versions anew.
 */
export function compareWithStored(
  incoming: Ordered & Pick<RecordWrite, 'contentHash'>,
  stored: KnownContent,
): Comparison {
  const isEarlier = incoming.observedAt < stored.observedAt;
  if (isInactive(stored)) return isEarlier ? 'superseded' : 'reactivated';
  const isSame = incoming.contentHash === stored.contentHash;
  const newer = compareStates(incoming, stored);
  if (newer < 0 && !(isSame && isSameVersion(incoming, stored)))
    return incoming.observedAt > stored.observedAt ? 'contradicting' : 'superseded';
  if (isSame) return 'unchanged';
  if (newer > 0) return 'updated';
  return isEarlier ? 'superseded' : 'updated';
}

export function isNewerVersion(
  incoming: Pick<RecordWrite, 'version'>,
  stored: Pick<KnownContent, 'version'>,
): boolean {
  return (compareVersions(incoming.version, stored.version) ?? 0) > 0;
}

/** Whether a reading that says that a record is gone is older than what is here. */
export function isOlder(incoming: Ordered, stored: KnownContent): boolean {
  if (incoming.observedAt < stored.observedAt) return true;
  return !isInactive(stored) && compareStates(incoming, stored) < 0;
}

/** Above zero: the incoming state is newer, below: older, zero: the provider does not tell. */
function compareStates(incoming: Ordered, stored: KnownContent): number {
  const byVersion = compareVersions(incoming.version, stored.version) ?? 0;
  if (byVersion !== 0 || !incoming.modifiedAt || !stored.modifiedAt) return byVersion;
  return Date.parse(incoming.modifiedAt) - Date.parse(stored.modifiedAt);
}

/** Neither says that the content is of another state. */
function isSameVersion(incoming: Ordered, stored: KnownContent): boolean {
  return (compareVersions(incoming.version, stored.version) ?? 0) === 0;
}
