import { isStable } from './describe-repeats.js';
import type { InactivationApprovalCause } from './inactivation-approval.js';
import type { ListedChunk } from './prove-listing.js';

/** What it takes, beside a complete listing, to hold a record for gone. */
export interface Evidence {
  /** Each candidate is read by its id, and has to be gone there too. */
  readonly reread: boolean;
  /** Only what the complete listing before missed as well. */
  readonly twice: boolean;
}

/** Beyond this share of the active records a listing is not believed by itself, whatever its connector declares. */
const BELIEVED_SHARE = 0.1;

/**
 * How far a complete listing is believed. One that is declared stable is, unless a suspicious share is missing or entries
 * came without an id; else every candidate is read again; where that cannot be done, it has to be missing twice. An
 * empty listing has to come twice in any case: there is no record left to check with whether reading by id works.
 * Undefined: nothing could prove anything.
 */
export function decideEvidence(
  chunks: readonly ListedChunk[],
  { candidates, active }: { readonly candidates: number; readonly active: number },
): Evidence | undefined {
  const stable = isStable(chunks);
  const reread = canReread(chunks);
  const named = chunks.every(({ nameless }) => nameless === 0);
  const empty = chunks.every(({ entries }) => entries === 0);
  if (empty) return { reread, twice: true };
  if (stable && named && candidates <= active * BELIEVED_SHARE) return { reread: false, twice: false };
  if (reread) return { reread: true, twice: false };
  return named ? { reread: false, twice: true } : undefined;
}

/**
 * Whether each record of a granted approval is read by its id before it becomes inactive. A person vouches for how many there are: where the
 * listing is believed that is enough. One that did not end is never believed, for it has given real records and made-up ones alike.
 */
export function rereadsGranted(
  cause: InactivationApprovalCause,
  chunks: readonly ListedChunk[],
  active: number,
): boolean {
  if (cause === 'endless_listing') return canReread(chunks);
  return decideEvidence(chunks, { candidates: 0, active })?.reread ?? false;
}

function canReread(chunks: readonly ListedChunk[]): boolean {
  return chunks.every(({ declared }) => declared?.readOne === true);
}
