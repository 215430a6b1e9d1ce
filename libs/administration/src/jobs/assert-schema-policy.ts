import { SyncError, type JobDefinition } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Rejects with `request.wrong_state` where a job is to drop what a schema does not name and there is none. */
export async function assertSchemaPolicy(
  tx: Transaction,
  { schemaPolicy, recordType }: Pick<JobDefinition, 'schemaPolicy' | 'recordType'>,
): Promise<void> {
  if (schemaPolicy !== 'ignore') return;
  const type = await tx.recordTypes.find(recordType);
  if (type !== undefined && type.schema !== null) return;
  throw new SyncError(
    'request.wrong_state',
    `The policy ignore drops what the schema of ${recordType} does not name, and it has none: set one first (\`evenkeel record-types set ${recordType} --schema FILE\`)`,
  );
}
