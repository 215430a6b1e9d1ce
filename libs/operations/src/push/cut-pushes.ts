import { cutPush, isCut, LEAST_OF_RANGE, MOST_PUSH_RANGES, type Job, type Slice } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** Slices of a run, those of them that write many records cut into ranges that are sent side by side. */
export async function cutPushes(
  tx: Pick<Transaction, 'pushPages'>,
  { id: jobId, definition: { recordType } }: Job,
  slices: readonly Slice[],
): Promise<readonly Slice[]> {
  const cut: Slice[] = [];
  for (const slice of slices) {
    if (slice.kind !== 'push' || !isCut(slice)) cut.push(slice);
    else {
      const most = { most: MOST_PUSH_RANGES, least: LEAST_OF_RANGE };
      cut.push(...cutPush(slice, await tx.pushPages.boundsOf({ jobId, slice, recordType }, most)));
    }
  }
  return cut;
}
