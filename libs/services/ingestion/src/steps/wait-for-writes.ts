import type { Transaction } from '@evenkeel/ports';
import type { DecidedGroup, Input, Matching } from '../pages/page-group.js';
import { leaveOpen } from './await-writes.js';

/**
 * Records do not become one while a write of one of them is under way: which provider has it, and what that holds, is known once it is answered. What was read of them is
 * read again then; so is what else of the group joins a record, for one may have been decided by the other.
 */
export async function waitForWrites(
  tx: Transaction,
  group: DecidedGroup,
  matching: Matching,
): Promise<DecidedGroup> {
  const joins = Array.from(matching.decisions, ([key, decision]) =>
    decision.kind === 'join' ? [{ key, recordIds: [decision.recordId, ...decision.absorbed] }] : [],
  ).flat();
  if (joins.length === 0) return group;
  const open = await tx.agreements.inWriting([...new Set(joins.flatMap(({ recordIds }) => recordIds))]);
  if (open.length === 0) return group;
  const left = new Set(joins.map(({ key }) => key));
  const isLeft = ({ known: { key } }: Input) => key !== null && left.has(key);
  const referenceIds = new Set(
    group.inputs.flatMap((input) => (isLeft(input) ? (input.known.reference?.id ?? []) : [])),
  );
  const { merged, ...rest } = group;
  const kept = merged?.filter(({ referenceId }) => !referenceIds.has(referenceId));
  return {
    ...rest,
    ...(kept && { merged: kept }),
    inputs: group.inputs.map((input) =>
      isLeft(input) && 'write' in input.decision ? { ...input, decision: leaveOpen(group.chunk) } : input,
    ),
    matching: {
      decisions: new Map([...matching.decisions].filter(([key]) => !left.has(key))),
      newKeys: matching.newKeys,
      added: matching.added.filter(({ referenceId }) => !referenceIds.has(referenceId)),
      removed: matching.removed.filter(({ referenceId }) => !referenceIds.has(referenceId)),
    },
  };
}
