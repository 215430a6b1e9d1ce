import { matchedTwoWay, sharedTwoWay, type JobDefinition, type RecordType } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/**
 * Rejects with `config.two_way_unsupported` where a job that goes both ways is of a type whose records are recognised by match rules, or have several
 * sources since. No two records of the type become one until the transaction ends.
 */
export async function assertUnmatched(
  tx: Transaction,
  { direction, recordType }: Pick<JobDefinition, 'direction' | 'recordType'>,
): Promise<void> {
  if (direction !== 'bidirectional') return;
  await tx.matchKeys.lockType(recordType);
  const type = await tx.recordTypes.find(recordType);
  if (type !== undefined && type.match !== null) throw matchedTwoWay(recordType);
  if (await tx.merges.hasShared(recordType)) throw sharedTwoWay(recordType);
}

/** The same where the type is given rules. */
export async function assertOneWay(
  tx: Transaction,
  { name, match }: Pick<RecordType, 'name' | 'match'>,
): Promise<void> {
  if (match === null) return;
  if (await goesBothWays(tx, name)) throw matchedTwoWay(name);
}

/** Whether a job of this type goes both ways. */
export async function goesBothWays(tx: Transaction, recordType: string): Promise<boolean> {
  const jobs = await tx.jobs.listOfRecordType(recordType);
  return jobs.some(({ definition }) => definition.direction === 'bidirectional');
}
