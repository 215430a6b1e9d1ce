import type { Agreement } from '../two-way/agreement.js';
import type { JobId } from '../ids.js';
import type { JsonObject } from '../json.js';
import type { WriteOperation, WriteResult } from './write-operation.js';

/** What is known of an intent, wherever code asks it something. */
export interface IntentMeaning {
  /** It is not known yet, or not settled, what became of it: nothing else of its record is sent. */
  readonly isUnresolved: boolean;
  /** The provider may have taken it. */
  readonly mayBeTaken: boolean;
}

/**
 * `planned`: frozen, and not sent. `sent`: it is being sent, or its sender ended before it told the answer. `in_doubt`: its answer was lost; the
 * engine looks it up. `uncertain`: it cannot be looked up; a person settles it. `answered`: the answer is not applied yet.
 */
export const INTENT_TABLE = {
  planned: { isUnresolved: true, mayBeTaken: false },
  sent: { isUnresolved: true, mayBeTaken: true },
  in_doubt: { isUnresolved: true, mayBeTaken: true },
  uncertain: { isUnresolved: true, mayBeTaken: true },
  answered: { isUnresolved: true, mayBeTaken: true },
  applied: { isUnresolved: false, mayBeTaken: false },
} as const satisfies Record<string, IntentMeaning>;

export type IntentState = keyof typeof INTENT_TABLE;
export const INTENT_STATES = Object.keys(INTENT_TABLE) as readonly IntentState[];

export function intentStatesThat(holds: (meaning: IntentMeaning) => boolean): readonly IntentState[] {
  return INTENT_STATES.filter((state) => holds(INTENT_TABLE[state]));
}

/** How a record that is written to a provider stands there. */
export const SYNC_STATUSES = [
  'synced',
  'pending_push',
  'conflicted',
  'quarantined',
  'failed',
  'inactive',
] as const;
export type SyncStatus = (typeof SYNC_STATUSES)[number];

/** One write of one record, frozen before it is sent. */
export interface PushIntent {
  /** Also `intentId` of its operation. */
  readonly id: string;
  readonly jobId: JobId;
  readonly recordId: string;
  /** Of the record that it was made of. */
  readonly recordVersion: number;
  /** The reference that it changes; null where it creates. */
  readonly referenceId: string | null;
  readonly operation: WriteOperation;
  /** What the provider has of the mapped fields once it has taken it; a deletion: empty. */
  readonly sent: JsonObject;
  /** What is sent in place of the data of its operation: the record as it was read just before, with that laid over it. */
  readonly whole?: JsonObject;
  /** Where the provider checks no version: what both sides agreed on when it was decided. */
  readonly decidedOn?: Agreement;
  /** Of a job that goes both ways: what is agreed on once it is taken; left out: nothing is kept of that. */
  readonly agreed?: Agreement;
  /** The call that it goes with, and its place in that. */
  readonly call: { readonly key: string; readonly position: number };
  readonly state: IntentState;
  /** How often it was made anew because the provider had another version. */
  readonly rounds: number;
  readonly sentAt: Date | null;
  /** When a look-up first did not find it; null: none did not. */
  readonly absentAt: Date | null;
  readonly answeredAt: Date | null;
  readonly result: WriteResult | null;
}

/** After so many rounds the provider's record changes faster than it can be written. */
export const MOST_PUSH_ROUNDS = 3;

/** An answer that says what became of an operation. */
export type FinalResult = Exclude<WriteResult, { readonly kind: 'accepted' }>;

/** Whether an answer says what became of its operation: it was not lost, and is not put off. */
export function isFinal(result: WriteResult): result is FinalResult {
  if (result.kind === 'accepted') return false;
  return result.kind !== 'failed' || result.isApplied === 'no';
}
