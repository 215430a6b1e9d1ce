import type { RecordUpdate } from '@evenkeel/domain';
import { openEdited } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';

/**
 * Derived records that were edited here are made of two from then on, as those of several sources are: of what their parent says, and of
 * the edit, field by field what was said last. Their references are locked.
 */
export async function shareEdited(
  tx: Transaction,
  updates: readonly RecordUpdate[],
): Promise<readonly RecordUpdate[]> {
  const alone = updates.filter(({ reference }) => reference.sharesRecord !== true);
  if (alone.length === 0) return updates;
  const opened = await openEdited(
    tx,
    alone.map(({ reference }) => reference),
  );
  if (opened.size === 0) return updates;
  return updates.map((update) =>
    opened.has(update.reference.recordId)
      ? { ...update, reference: { ...update.reference, sharesRecord: true } }
      : update,
  );
}
