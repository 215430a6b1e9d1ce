import { describeProblem, SyncError } from '../errors/sync-error.js';
import { isInactive } from '../inactivation/decide-inactivations.js';
import type { PreparedRecord } from '../record/prepare-record.js';
import { isOlder } from './compare-with-stored.js';
import { LEFT, type Decision, type Known, type WriteRules } from './decision.js';

/**
 * A record that the provider no longer has. What is here becomes inactive; what is inactive already, or never was here, is as it should be.
 * Only a record that is asked for and of which nothing is known is refused: that may be a slip.
 */
export function decideGone(
  { externalId, gone }: Extract<PreparedRecord, { readonly kind: 'gone' }>,
  { content, reference }: Known,
  { permits = () => true, parksGone = false }: WriteRules,
): Decision {
  if (content === undefined) {
    if (gone.way !== 'read') return LEFT.unchanged;
    const unknown = new SyncError('provider.record_gone', `The provider has no record ${externalId}`);
    return { kind: 'fail', outcome: 'refused', problem: describeProblem(unknown) };
  }
  if (isInactive(content)) return LEFT.unchanged;
  if (isOlder(gone, content)) return LEFT.superseded;
  if (!permits({ externalId, contentHash: null, version: null, isGone: true }, reference))
    return LEFT.planned;
  // What came only now is no loss.
  return parksGone && reference !== undefined
    ? LEFT.parked
    : { kind: 'inactivate', outcome: 'inactivated', gone };
}
