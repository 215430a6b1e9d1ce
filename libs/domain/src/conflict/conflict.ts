import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonValue } from '../json.js';
import type { Version } from '../record/version.js';
import type { Contested, SidePair } from '../three-way/sides.js';
import type { ConflictKind } from './conflict-kind.js';
import type { ConflictStrategyName } from './conflict-strategies.js';

/** `proposing`: a model is asked. `superseded`: another conflict of the record took its place. `expired`: its record or job is no longer there. */
export const CONFLICT_STATES = ['proposing', 'open', 'resolved', 'superseded', 'expired'] as const;
export type ConflictState = (typeof CONFLICT_STATES)[number];

interface ConflictStateMeaning {
  /** Whether it waits for a decision. */
  readonly isOpen: boolean;
  readonly next: readonly ConflictState[];
}

/** What each state means, and which may follow it. */
export const CONFLICT_STATE_TABLE: Readonly<Record<ConflictState, ConflictStateMeaning>> = {
  proposing: { isOpen: true, next: ['open', 'resolved', 'superseded', 'expired'] },
  open: { isOpen: true, next: ['proposing', 'resolved', 'superseded', 'expired'] },
  // Reopened, or its decision undone.
  resolved: { isOpen: false, next: ['proposing', 'open', 'expired'] },
  superseded: { isOpen: false, next: [] },
  expired: { isOpen: false, next: [] },
};

/** A place on which the sides differ, as it was when it was last looked at. */
export type ConflictField = Pick<Contested, 'place' | 'path' | 'base' | 'local' | 'remote'>;

/** What is to become of a field: the value of a side, that of the base, or another one. */
export type FieldDecision = 'local' | 'remote' | 'base' | { readonly value: JsonValue };

export interface ConflictDecision {
  /** Who or what decided, and why. */
  readonly by: string;
  readonly reason: string | null;
  /** ISO 8601. */
  readonly at: string;
  /** By path; every field of the conflict has one. */
  readonly fields: Readonly<Record<string, FieldDecision>>;
}

/** A record that both sides changed in ways which the policy did not join. A record has one open conflict in a reference set at most. */
export interface Conflict {
  readonly state: ConflictState;
  readonly kind: ConflictKind;
  /** Counts its changes: what a decision is made on. */
  readonly revision: number;
  readonly fields: readonly ConflictField[];
  /** The version that the provider gave for what it had; null: it gave none. */
  readonly remoteVersion: Version | null;
  /** The strategy that left it to a person or a model. */
  readonly policy: ConflictStrategyName;
  /** Null: none yet, or it closed because the sides agreed. */
  readonly decision: ConflictDecision | null;
  /** Whether a run has joined the record by the decision; what that leaves to be sent is sent by a push. */
  readonly isTaken: boolean;
  /** Whether both sides hold what was decided. */
  readonly isCarriedOut: boolean;
}

/** Whether two conflicts are about the same places with the same values. */
export function isSameContent(one: readonly ConflictField[], other: readonly ConflictField[]): boolean {
  return contentText(one) === contentText(other);
}

/** By path; what is not there differs from every value. */
function contentText(fields: readonly ConflictField[]): string {
  const texts = fields.map(({ path, base, local, remote }) => [
    path,
    base === undefined ? [] : pairOf(base),
    pairOf({ local, remote }),
  ]);
  return texts.map(canonicalText).toSorted().join();
}

function pairOf({ local, remote }: SidePair): JsonValue {
  return [local, remote].map((value) => (value === undefined ? [] : [value]));
}

export function isSamePair(one: SidePair, other: SidePair): boolean {
  return canonicalText(pairOf(one)) === canonicalText(pairOf(other));
}

/** What a field is to hold by a decision; undefined: nothing. */
export function valueOf(
  decision: FieldDecision,
  { base, local, remote }: ConflictField,
): JsonValue | undefined {
  if (typeof decision === 'object') return decision.value;
  return { local, remote, base: base?.local }[decision];
}
