import {
  assertFit,
  CONFLICT_KINDS,
  decideConflict,
  policyOf,
  valueOf,
  withEvent,
  withValueAt,
  type AskedDecision,
  type Conflict,
  type FieldDecision,
  type JobId,
  type JsonObject,
  type ListRuleAt,
} from '@evenkeel/domain';
import type { SavedConflict, StoredConflict, Transaction } from '@evenkeel/ports';

/** What a decision is held against. */
export interface DecisionGrounds {
  /** The local record as it is. */
  readonly local: JsonObject;
  /** Of its type; null: any object. */
  readonly schema: JsonObject | null;
  readonly lists: readonly ListRuleAt[];
}

/** Throws what `decideConflict` throws, and `request.invalid` where the record would break its schema. */
export function decideStored(
  stored: StoredConflict,
  asked: AskedDecision,
  { local, schema, lists }: DecisionGrounds,
): SavedConflict {
  const conflict = decideConflict(stored, asked);
  if (!CONFLICT_KINDS[conflict.kind].isOfRecord)
    assertFit(schema, local, decidedRecord(conflict, local, lists));
  return withStep(stored, conflict, { kind: 'decided', by: asked.by, reason: asked.reason, at: asked.at });
}

/** The local record as the decision makes it. */
function decidedRecord(
  { fields, decision }: Conflict,
  local: JsonObject,
  lists: readonly ListRuleAt[],
): JsonObject {
  return fields.reduce((record, field) => {
    const value = valueOf(decision?.fields[field.path] as FieldDecision, field);
    return withValueAt(record, { place: field.place, value }, lists);
  }, local);
}

/** A stored conflict with another state, and what happened to it. */
export function withStep(
  { id, jobId, referenceId, history }: StoredConflict,
  conflict: Conflict,
  step: Omit<Parameters<typeof withEvent>[1], 'revision'>,
): SavedConflict {
  const { revision } = conflict;
  return { id, jobId, referenceId, conflict, history: withEvent(history, { ...step, revision }) };
}

/** How the job of a conflict treats lists; none where it was removed. */
export async function listsOfJob(tx: Transaction, jobId: JobId): Promise<readonly ListRuleAt[]> {
  const job = await tx.jobs.find(jobId);
  return job === undefined ? [] : policyOf(job.definition).lists;
}
