import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import { keepConflicts } from './keep-conflicts.js';
import type { DecidedGroup } from '../pages/page-group.js';

/** Keeps what both sides agree on after they were joined. */
export async function keepAgreed(
  tx: Transaction,
  { merged = [] }: Pick<DecidedGroup, 'merged'>,
): Promise<void> {
  if (merged.length > 0) await tx.agreements.save(merged);
}

/** Keeps what of records whose sides were joined is left to be sent, or to be decided. They are written. */
export async function keepMerged(
  tx: Transaction,
  context: ApplyContext,
  { merged = [], chunk }: DecidedGroup,
): Promise<void> {
  if (merged.length === 0) return;
  const { jobId } = context;
  const detached = merged.filter(({ detaches }) => detaches === true);
  await tx.pushAnswers.inactivate(
    detached.map(({ referenceId }) => referenceId),
    chunk.executionId,
  );
  await keepConflicts(
    tx,
    { ...context, executionId: chunk.executionId },
    merged.flatMap(({ referenceId, conflict }) =>
      conflict === undefined ? [] : { referenceId, ...conflict },
    ),
  );
  await tx.pushAnswers.keepChanges(
    jobId,
    merged.filter(({ isToSend }) => isToSend).map(({ recordId }) => recordId),
  );
  await tx.pushAnswers.forgetChanges(
    jobId,
    merged.filter(({ isToSend }) => !isToSend),
  );
}
