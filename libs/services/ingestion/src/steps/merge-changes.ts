import { fieldTimes, type Agreement, type ChangeBefore, type ReferenceState } from '@evenkeel/domain';
import type { ChangedRecord, Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup, Input, Merged } from '../pages/page-group.js';
import type { TwoWay } from '../pages/two-way.js';
import { mergeDeletion, mergeRecord, type MergeSides } from './merge-sides.js';

/** A decided input that says something of a record which is here. */
interface Due {
  readonly input: Input;
  readonly key: string;
  readonly reference: ReferenceState;
}

interface Known {
  readonly records: ReadonlyMap<string, ChangedRecord>;
  readonly agreements: ReadonlyMap<string, Agreement>;
  /** What the records held before, by record, of those that have an agreement. */
  readonly changes: ReadonlyMap<string, readonly ChangeBefore[]>;
}

/**
 * Of a job that goes both ways: what was read of records that were changed here since both sides agreed is joined with that, instead of being written over it. What was
 * not changed here stays decided as it is. A plan foresees the same.
 */
export async function mergeChanges(
  tx: Transaction,
  context: ApplyContext,
  group: DecidedGroup,
  { writes }: Pick<Mode, 'writes'>,
): Promise<DecidedGroup> {
  const { twoWay } = context;
  if (twoWay === undefined) return group;
  const due = dueAmong(group.inputs);
  if (due.size === 0) return group;
  // What is written is locked so already.
  if (!writes) await tx.recordWrites.waitBriefly();
  const known = await load(tx, context, [...due.values()]);
  const merged = new Map<string, Merged>();
  for (const [key, one] of due) {
    const result = await merge(tx, twoWay, one, known);
    if (result !== undefined) merged.set(key, result);
  }
  if (merged.size === 0) return group;
  const inputs = group.inputs.map((input) => withMerged(input, merged));
  return { ...group, inputs, merged: [...merged.values()] };
}

/** By key, the last that is said of a record: that is what is written. */
function dueAmong(inputs: readonly Input[]): ReadonlyMap<string, Due> {
  const due = new Map<string, Due>();
  for (const input of inputs) {
    const { key, reference } = input.known;
    const { kind } = input.decision;
    if (key === null || reference === undefined) continue;
    if (kind === 'update_record' || kind === 'inactivate') due.set(key, { input, key, reference });
  }
  return due;
}

async function load(tx: Transaction, { jobId }: ApplyContext, due: readonly Due[]): Promise<Known> {
  const records = await tx.agreements.lockRecords([
    ...new Set(due.map(({ reference }) => reference.recordId)),
  ]);
  // Behind the locks: what was changed here until then has its agreement.
  const agreements = await tx.agreements.find(due.map(({ reference }) => reference.id));
  const changed = due.filter(({ reference }) => agreements.has(reference.id));
  const changes = await tx.agreements.changesOf(
    jobId,
    changed.map(({ reference }) => reference.recordId),
  );
  return { records, agreements, changes };
}

async function merge(
  tx: Transaction,
  twoWay: TwoWay,
  { reference, input }: Due,
  known: Known,
): Promise<Merged | undefined> {
  const kept = known.agreements.get(reference.id);
  const record = known.records.get(reference.recordId);
  if (kept === undefined || record === undefined) return undefined;
  const agreement = await twoWay.underThisMapping(tx, kept);
  const localTimes = fieldTimes(record.data, known.changes.get(reference.recordId) ?? []);
  const sides: MergeSides = { agreement, record, reference, localTimes };
  const { decision } = input;
  if (decision.kind === 'inactivate') return mergeDeletion(sides, twoWay);
  return 'write' in decision ? mergeRecord(sides, decision, twoWay) : undefined;
}

function withMerged(input: Input, merged: ReadonlyMap<string, Merged>): Input {
  const { key } = input.known;
  const found = key === null ? undefined : merged.get(key);
  if (found?.decision === undefined) return input;
  const isOf = 'write' in input.decision || input.decision.kind === 'inactivate';
  return isOf ? { ...input, decision: found.decision } : input;
}
