import { matchedTwoWay, type JobDefinition, type RecordType } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Rejects with `config.two_way_unsupported` where a job that goes both ways is of a type whose records are recognised by match rules. */
export async function assertUnmatched(
  tx: Transaction,
  { direction, recordType }: Pick<JobDefinition, 'direction' | 'recordType'>,
): Promise<void> {
  if (direction !== 'bidirectional') return;
  const type = await tx.recordTypes.find(recordType);
  if (type !== undefined && type.match !== null) throw matchedTwoWay(recordType);
}

/** The same where the type is given rules. */
export async function assertOneWay(
  tx: Transaction,
  { name, match }: Pick<RecordType, 'name' | 'match'>,
): Promise<void> {
  if (match === null) return;
  const jobs = await tx.jobs.listOfRecordType(name);
  if (jobs.some(({ definition }) => definition.direction === 'bidirectional')) throw matchedTwoWay(name);
}
