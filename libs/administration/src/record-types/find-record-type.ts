import { SyncError, type RecordType } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { meant } from '../meant.js';

/** What was found of a record type, or rejects with `request.not_found`. */
export async function assertRecordType(
  tx: Transaction,
  name: string,
  found: RecordType | undefined,
): Promise<RecordType> {
  if (found !== undefined) return found;
  const guess = await meant(name, (request) => tx.recordTypes.list(request));
  throw new SyncError('request.not_found', `There is no record type "${name}"${guess}`);
}
