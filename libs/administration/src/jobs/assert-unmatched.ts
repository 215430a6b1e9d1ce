import { SyncError, type JobDefinition } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Rejects with `config.two_way_unsupported` where a job that goes both ways is of a type whose records are recognised by match rules. */
export async function assertUnmatched(
  tx: Transaction,
  { direction, recordType }: Pick<JobDefinition, 'direction' | 'recordType'>,
): Promise<void> {
  if (direction !== 'bidirectional') return;
  const type = await tx.recordTypes.find(recordType);
  if (type === undefined || type.match === null) return;
  const message = `The record type ${recordType} has match rules, and such records are not written both ways yet`;
  throw new SyncError('config.two_way_unsupported', message);
}
