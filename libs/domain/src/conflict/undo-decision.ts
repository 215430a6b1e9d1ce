import { SyncError } from '../errors/sync-error.js';
import { CONFLICT_KINDS } from './conflict-kind.js';
import type { SidePair } from '../three-way/sides.js';
import { isSamePair, valueOf, type Conflict, type ConflictField, type FieldDecision } from './conflict.js';

/** What both sides hold at a place now, and what they last agreed on there. */
export interface CurrentField extends SidePair {
  readonly path: string;
  readonly base: SidePair;
}

/** What undoing a decision puts back. */
export interface UndoneDecision {
  /** Open again, with the values that it had. */
  readonly conflict: Conflict;
  /** What each side is to hold again, and the base it had; the provider is sent it like any other change. */
  readonly restored: readonly ConflictField[];
}

/**
 * Takes a decision back. Throws `request.wrong_state` where there is none, or where a decided field was changed since on either side: then the undoing
 * would overwrite that change.
 */
export function undoDecision(conflict: Conflict, current: readonly CurrentField[]): UndoneDecision {
  const { state, decision, fields, revision, kind } = conflict;
  if (state !== 'resolved' || decision === null)
    throw new SyncError('request.wrong_state', `The conflict is ${state} and has no decision to undo`);
  if (conflict.isTaken && CONFLICT_KINDS[kind].isOfRecord)
    throw new SyncError(
      'request.wrong_state',
      'The record was deleted or kept by the decision: restore or delete it here instead, as a change of its own',
    );
  const touched = (conflict.isTaken ? fields : []).filter((field) => {
    const now = current.find(({ path }) => path === field.path);
    return now === undefined || isTouched(field, now, conflict);
  });
  if (touched.length > 0) {
    const paths = touched.map(({ path }) => path).join(', ');
    throw new SyncError(
      'request.wrong_state',
      `Changed since the decision, so it cannot be undone: ${paths}`,
    );
  }
  return {
    conflict: {
      ...conflict,
      state: 'open',
      revision: revision + 1,
      decision: null,
      isTaken: false,
      isCarriedOut: false,
    },
    restored: fields,
  };
}

/** A side that no longer holds what it was left with: what was decided, and at the provider what became of that once it was written there. */
function isTouched(field: ConflictField, now: CurrentField, { decision, isCarriedOut }: Conflict): boolean {
  const choice = decision?.fields[field.path] as FieldDecision;
  const left = {
    local: valueOf(choice, field),
    remote: isCarriedOut ? now.base.remote : field.remote,
  };
  return !isSamePair(left, now);
}
