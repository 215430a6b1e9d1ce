import type { RecordWrite, ReferenceState } from '../record/reference.js';
import type { PlanLookup } from './index-entries.js';
import { entryKey, shortBase, shortTarget } from './plan-entry.js';

/**
 * Whether a write is one that the plan foresaw: the record comes as it was planned, and what is here is what was here
 * then, or what the plan has put in its place since. Anything else has moved: it is planned anew, never overwritten.
 */
export function followPlan(
  find: PlanLookup,
  digest: (text: string) => string,
): (write: RecordWrite, reference: ReferenceState | undefined) => boolean {
  return ({ externalId, contentHash }, reference) => {
    const entries = find(entryKey(externalId, digest));
    if (!entries.some(({ target }) => target === shortTarget(contentHash))) return false;
    if (reference === undefined) return entries.some(({ base }) => base === null);
    return entries.some(
      ({ base, target }) =>
        base === shortBase(reference.contentHash) || target === shortTarget(reference.contentHash),
    );
  };
}
