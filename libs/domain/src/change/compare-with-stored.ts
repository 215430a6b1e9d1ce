import { isInactive } from '../inactivation/decide-inactivations.js';
import type { RecordWrite } from '../record/reference.js';
import { compareVersions } from '../record/version.js';
import type { DecidedInput, KnownContent } from './decision.js';

/** What comes in a delivery may have been under way for any time. */
type Coming = Ordered & Pick<RecordWrite, 'contentHash' | 'isTold'>;
type Ordered = Pick<RecordWrite, 'version' | 'modifiedAt' | 'observedAt'>;

/**
 * `contradicting`: it was observed later than what is here and is older by what the provider says, as after a restoration from a backup, or
 * from a replica that lags.
 */
export type Comparison = 'updated' | 'unchanged' | 'superseded' | 'contradicting' | 'reactivated';

/**
 * Compares an incoming record with what is stored. An older version never wins over a newer one by itself; where versions do not tell, the
 * times of change at the provider do, and else the times of observation. What was gone is active again by whatever was seen after that: a
 * record that is made anew under its old id may count its versions anew. What was told in a delivery counts only where its provider says that
 * it is newer, also of what was gone: one that is late was under way before the deletion.
 */
export function compareWithStored(incoming: Coming, stored: KnownContent): Comparison {
  if (incoming.isTold === true && isKnownState(incoming, stored)) return 'superseded';
  if (isInactive(stored)) return isEarlier(incoming, stored) ? 'superseded' : 'reactivated';
  const isSame = incoming.contentHash === stored.contentHash;
  const byVersion = compareVersions(incoming.version, stored.version) ?? 0;
  if (isSame && byVersion === 0) return 'unchanged';
  const newer = byVersion === 0 ? compareTimes(incoming, stored) : byVersion;
  if (newer < 0) return incoming.observedAt > stored.observedAt ? 'contradicting' : 'superseded';
  if (isSame) return 'unchanged';
  if (newer > 0) return 'updated';
  return isEarlier(incoming, stored) ? 'superseded' : 'updated';
}

/** Whether another version is to be noted although the content stays: a newer one, or one that says nothing of order and came later. */
export function isVersionToNote(
  incoming: Pick<RecordWrite, 'version' | 'observedAt'>,
  stored: Pick<KnownContent, 'version' | 'observedAt'>,
): boolean {
  if (incoming.version === null) return false;
  const newer = compareVersions(incoming.version, stored.version);
  return newer === undefined ? !isEarlier(incoming, stored) : newer > 0;
}

/** Whether a reading that says that a record is gone is older than what is here. */
export function isOlder(incoming: Ordered, stored: KnownContent): boolean {
  if (isEarlier(incoming, stored)) return true;
  const byVersion = compareVersions(incoming.version, stored.version) ?? 0;
  return (byVersion === 0 ? compareTimes(incoming, stored) : byVersion) < 0;
}

/** Whether it is only the time of its reading for which an input counts as older than what is here. */
export function isReadTooEarly({ prepared, known, decision }: DecidedInput): boolean {
  const { reference } = known;
  if (prepared.kind !== 'ready' || reference === undefined || decision.outcome !== 'superseded') return false;
  const isOrdered = compareVersions(prepared.write.version, reference.version) !== undefined;
  return !isOrdered && Number.isNaN(compareTimes(prepared.write, reference));
}

/** Whether what was told is a state that is here, or was before what is here. */
function isKnownState(incoming: Coming, stored: KnownContent): boolean {
  if (!isInactive(stored) && incoming.contentHash === stored.contentHash) return false;
  const byVersion = compareVersions(incoming.version, stored.version) ?? compareTimes(incoming, stored);
  return byVersion <= 0;
}

type Observed = Pick<RecordWrite, 'observedAt'>;

function isEarlier(incoming: Observed, stored: Observed): boolean {
  return incoming.observedAt < stored.observedAt;
}

/** By the times of change. Above zero: the incoming state is newer, below: older; NaN, which is neither, where one of them is not known. */
function compareTimes({ modifiedAt: incoming }: Ordered, { modifiedAt: stored }: KnownContent): number {
  return Date.parse(String(incoming)) - Date.parse(String(stored));
}
