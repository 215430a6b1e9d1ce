import { CONFLICT_STATE_TABLE, type Conflict } from './conflict.js';

/** What happens to a conflict, in the order of its life. `changed`: it has other values. `taken`: a run has joined the record by the decision. */
export const CONFLICT_EVENTS = [
  'opened',
  'changed',
  'proposed',
  'decided',
  'taken',
  'carried_out',
  'reopened',
  'undone',
  'closed',
  'superseded',
  'expired',
] as const;
export type ConflictEventKind = (typeof CONFLICT_EVENTS)[number];

/** One step of the life of a conflict. It holds no values of the record. */
export interface ConflictEvent {
  readonly kind: ConflictEventKind;
  /** ISO 8601. */
  readonly at: string;
  readonly revision: number;
  /** Who or what did it; null: a run. */
  readonly by: string | null;
  readonly reason: string | null;
}

export const EVENTS_KEPT = 50;

/** What happened to a conflict between two states of it; undefined: nothing that is told. */
export function conflictEvent(before: Conflict | undefined, after: Conflict): ConflictEventKind | undefined {
  if (before === undefined) return 'opened';
  const isOpen = CONFLICT_STATE_TABLE[after.state].isOpen;
  if (after.state === 'superseded' || after.state === 'expired') return after.state;
  if (after.revision !== before.revision) {
    if (!isOpen) return after.decision === null ? 'closed' : 'decided';
    return CONFLICT_STATE_TABLE[before.state].isOpen ? 'changed' : 'reopened';
  }
  if (after.isCarriedOut !== before.isCarriedOut) return 'carried_out';
  return after.isTaken === before.isTaken ? undefined : 'taken';
}

/** The first event stays, of the others the last ones. */
export function withEvent(history: readonly ConflictEvent[], event: ConflictEvent): readonly ConflictEvent[] {
  const [first, ...rest] = [...history, event];
  return first === undefined ? [] : [first, ...rest.slice(-(EVENTS_KEPT - 1))];
}
