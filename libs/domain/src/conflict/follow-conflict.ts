import type { Version } from '../record/version.js';
import type { Asked } from '../three-way/sides.js';
import { CONFLICT_STATE_TABLE, isSameContent, type Conflict, type ConflictField } from './conflict.js';
import type { ConflictKind } from './conflict-kind.js';
import type { ConflictStrategyName } from './conflict-strategies.js';

/** What joining the sides of a record left undecided. */
export interface FoundConflict {
  readonly kind: ConflictKind;
  readonly fields: readonly ConflictField[];
  readonly asks: Asked;
  readonly remoteVersion: Version | null;
  readonly policy: ConflictStrategyName;
}

export type ConflictStep =
  /** Nothing is written. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'open'; readonly conflict: Conflict }
  /** The stored conflict in another state or with other values, under its own id. */
  | { readonly kind: 'change'; readonly conflict: Conflict }
  /** The stored one ends and another begins. */
  | { readonly kind: 'supersede'; readonly ended: Conflict; readonly conflict: Conflict };

const KEEP: ConflictStep = { kind: 'keep' };

/**
 * What becomes of the conflict of a record after its sides were joined again: it is opened once, refreshed in place with a new revision when a value
 * is another one, and closes by itself when nothing is contested any more. One whose decision is not carried out opens again when a side no longer
 * holds what was decided on.
 *
 * @param stored the last conflict of the record in its reference set
 * @param found undefined: nothing is contested
 */
export function followConflict(stored: Conflict | undefined, found: FoundConflict | undefined): ConflictStep {
  const isOpen = stored !== undefined && CONFLICT_STATE_TABLE[stored.state].isOpen;
  if (found === undefined) return isOpen ? { kind: 'change', conflict: closed(stored) } : KEEP;
  if (stored === undefined) return { kind: 'open', conflict: opened(found, 1) };
  if (!isOpen) {
    return isDecided(stored) && stored.kind === found.kind
      ? { kind: 'change', conflict: opened(found, stored.revision + 1) }
      : { kind: 'open', conflict: opened(found, 1) };
  }
  if (stored.kind !== found.kind)
    return { kind: 'supersede', ended: ended(stored), conflict: opened(found, 1) };
  if (!isSameContent(stored.fields, found.fields))
    return { kind: 'change', conflict: opened(found, stored.revision + 1) };
  // Other fields of the record go on: a decision about these values is not stale because the version is another one.
  const { remoteVersion } = found;
  return stored.remoteVersion === remoteVersion
    ? KEEP
    : { kind: 'change', conflict: { ...stored, remoteVersion } };
}

/**
 * The same after a run has joined the sides by what is stored: a decision that it took is carried out once nothing is left to be sent, and what a provider
 * refused because its record had changed stays open until it is sent.
 *
 * @param isToSend whether something of the record is left to be sent
 */
export function followJoin(
  stored: Conflict | undefined,
  found: FoundConflict | undefined,
  isToSend: boolean,
): ConflictStep {
  if (stored === undefined) return followConflict(stored, found);
  if (found !== undefined)
    return isDecided(stored)
      ? { kind: 'change', conflict: opened(found, stored.revision + 1) }
      : followConflict(stored, found);
  if (isDecided(stored)) {
    if (isToSend && stored.isTaken) return KEEP;
    return { kind: 'change', conflict: { ...stored, isTaken: true, isCarriedOut: !isToSend } };
  }
  return stored.kind === 'version' && isToSend ? KEEP : followConflict(stored, found);
}

/** Whether there is a decision that is not carried out. */
export function isDecided({ state, decision, isCarriedOut }: Conflict): boolean {
  return state === 'resolved' && decision !== null && !isCarriedOut;
}

/**
 * What becomes of a conflict once nothing of its record is left to be sent: its decision is carried out, and one of the kind `version` is over.
 */
export function concludeConflict(stored: Conflict): ConflictStep {
  if (isDecided(stored))
    return stored.isTaken ? { kind: 'change', conflict: { ...stored, isCarriedOut: true } } : KEEP;
  return stored.kind === 'version' ? followConflict(stored, undefined) : KEEP;
}

function opened({ asks, ...found }: FoundConflict, revision: number): Conflict {
  const state = asks === 'proposal' ? 'proposing' : 'open';
  return { ...found, state, revision, decision: null, isTaken: false, isCarriedOut: false };
}

function closed(conflict: Conflict): Conflict {
  return {
    ...conflict,
    state: 'resolved',
    revision: conflict.revision + 1,
    decision: null,
    isTaken: false,
    isCarriedOut: true,
  };
}

function ended(conflict: Conflict): Conflict {
  return { ...conflict, state: 'superseded', revision: conflict.revision + 1 };
}

/** A conflict whose record or job is no longer there; one that has ended stays as it is. */
export function expireConflict(conflict: Conflict): Conflict {
  return CONFLICT_STATE_TABLE[conflict.state].next.includes('expired')
    ? { ...conflict, state: 'expired', revision: conflict.revision + 1 }
    : conflict;
}
