import { isInactive } from '../inactivation/decide-inactivations.js';
import type { RecordWrite } from '../record/reference.js';
import type { KnownContent } from './decision.js';

/**
 * Compares an incoming record with what is stored. An older version never wins over a newer one; where versions do not
 * tell, an earlier observation never wins over a later one. What was gone is active again by whatever was seen after
 * that: a record that is made anew under its old id may count its versions anew.
 */
export function compareWithStored(
  incoming: Pick<RecordWrite, 'contentHash' | 'version' | 'observedAt'>,
  stored: KnownContent,
): 'updated' | 'unchanged' | 'superseded' | 'reactivated' {
  if (isInactive(stored)) return incoming.observedAt < stored.observedAt ? 'superseded' : 'reactivated';
  const newer = compareVersions(incoming, stored);
  if (newer < 0) return 'superseded';
  if (incoming.contentHash === stored.contentHash) return 'unchanged';
  if (newer > 0) return 'updated';
  return incoming.observedAt < stored.observedAt ? 'superseded' : 'updated';
}

export function isNewerVersion(
  incoming: Pick<RecordWrite, 'version'>,
  stored: Pick<KnownContent, 'version'>,
): boolean {
  return compareVersions(incoming, stored) > 0;
}

/** Above zero: the incoming version is newer, below: older, zero: versions do not tell. */
function compareVersions(
  incoming: Pick<RecordWrite, 'version'>,
  stored: Pick<KnownContent, 'version'>,
): number {
  return incoming.version === null || stored.version === null ? 0 : incoming.version - stored.version;
}
