import { agreedAsRead } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { Mode } from '../modes/mode.js';
import type { ApplyContext } from '../pages/apply-contexts.js';
import type { DecidedGroup } from '../pages/page-group.js';

/**
 * Of a job that goes both ways: a record that is here and has left the filter at the provider stays as it is on both sides until it is read within the filter again. It is noted
 * what both sides agreed on then, and nothing of it is sent.
 */
export async function leaveOutside(
  tx: Transaction,
  { twoWay, jobId }: ApplyContext,
  { inputs }: DecidedGroup,
  { writes }: Pick<Mode, 'writes'>,
): Promise<void> {
  if (twoWay?.isFiltered !== true || !writes) return;
  const left = inputs.flatMap(({ prepared, known: { reference } }) =>
    prepared.kind === 'excluded' && reference !== undefined ? [reference] : [],
  );
  if (left.length === 0) return;
  await tx.recordWrites.waitBriefly();
  const records = await tx.agreements.lockRecords([...new Set(left.map(({ recordId }) => recordId))]);
  const agreements = await tx.agreements.find(left.map(({ id }) => id));
  const outside = left.flatMap(({ id: referenceId, recordId }) => {
    const record = records.get(recordId);
    const known = agreements.get(referenceId);
    if (record === undefined || known?.isOutside === true) return [];
    const agreement = { ...(known ?? agreedAsRead(twoWay.revision, record.data)), isOutside: true as const };
    return [{ referenceId, recordId, recordVersion: record.version, agreement }];
  });
  await tx.agreements.save(outside);
  await tx.pushAnswers.forgetChanges(jobId, outside);
}
