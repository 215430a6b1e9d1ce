import type { RecordWrite, ReferenceState } from '../record/reference.js';
import type { PlanLookup } from './index-entries.js';
import { entryKey, shortBase, shortTarget, type PlanEntry } from './plan-entry.js';

/**
 * Whether a write is one that the plan foresaw: the record comes as it was planned, and what is here is what was here
 * then, or what the plan has put in its place since. Anything else has moved: it is planned anew, never overwritten.
 * What an inventory listed was planned by its version.
 */
export function followPlan(
  find: PlanLookup,
  digest: (text: string) => string,
): (coming: ComingRecord, reference: ReferenceState | undefined) => boolean {
  return ({ externalId, contentHash, version, isGone = false }, reference) => {
    const entries = find(entryKey(externalId, digest));
    const listed = isGone ? goneTarget(digest) : versionTarget(version, digest);
    const isComing = ({ target }: PlanEntry) =>
      target === listed || (contentHash !== null && target === shortTarget(contentHash));
    if (!entries.some(isComing)) return false;
    if (reference === undefined) return entries.some(({ base }) => base === null);
    return entries.some(
      ({ base, target }) =>
        base === shortBase(reference.contentHash) || target === shortTarget(reference.contentHash),
    );
  };
}

/** A record that may be written; null: an inventory listed it, and what it holds is not known. */
export type ComingRecord = Pick<RecordWrite, 'externalId' | 'version'> & {
  readonly contentHash: string | null;
  /** It does not come: the provider no longer has it. */
  readonly isGone?: boolean;
};

/** What stands for the content of a record that is to become inactive. */
export function goneTarget(digest: (text: string) => string): string {
  return shortTarget(digest('gone'));
}

/** What stands for the content of a record of which only the version is known. */
export function versionTarget(version: string | null, digest: (text: string) => string): string {
  return shortTarget(digest(`version ${version}`));
}
