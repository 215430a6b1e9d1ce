import { agreedAsRead, canonicalText, type Attach } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { dataOf } from '../pages/arrival-pairing.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { WrittenRecords } from './write-records.js';

interface Joined extends Pick<WrittenRecords, 'created' | 'survivors'> {
  readonly attaches: ReadonlyMap<string, Attach>;
}

/**
 * Of a job that goes both ways: what it read of records that are here already is agreed to be what its provider holds, and the record is to be sent there where that is
 * something else. So are records that others became part of.
 */
export async function keepJoined(
  tx: Transaction,
  { twoWay, jobId }: Pick<ApplyContext, 'twoWay' | 'jobId'>,
  { attaches, created, survivors }: Joined,
): Promise<void> {
  if (twoWay === undefined || attaches.size + survivors.length === 0) return;
  const recordIds = [...new Set(Array.from(attaches.values(), ({ recordId }) => recordId))].sort();
  const records = await tx.agreements.lockRecords(recordIds);
  const differing = [...attaches].flatMap(([key, { recordId, write }]) => {
    const read = dataOf(write);
    const referenceId = created.get(key);
    const isEqual = canonicalText(read) === canonicalText(records.get(recordId)?.data ?? {});
    if (referenceId === undefined || isEqual) return [];
    return [{ referenceId, recordId, agreement: agreedAsRead(twoWay.revision, read) }];
  });
  await tx.agreements.save(differing);
  await tx.pushAnswers.keepChanges(jobId, [...differing.map(({ recordId }) => recordId), ...survivors]);
}
