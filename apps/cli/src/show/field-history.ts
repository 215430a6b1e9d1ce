import { printable, type FieldValueView } from '@evenkeel/contracts-admin';
import { timeText } from './text.js';

/** The values that a field had, the newest first, each with what made it so. */
export function describeFieldHistory(
  { record, field }: { readonly record: string; readonly field: string },
  values: readonly FieldValueView[],
): readonly string[] {
  return [`${printable(field)} of record ${record}, the newest first`, ...values.flatMap(describeValue)];
}

function describeValue({ at, version, value, job, executionId, ...why }: FieldValueView): string[] {
  const by = [
    job === null ? '' : `, job ${job.name}${job.revision === null ? '' : ` (revision ${job.revision})`}`,
    executionId === null ? '' : `, execution ${executionId}`,
  ];
  return [
    `  ${timeText(at)}  ${printable(value ?? '(not there)')}`,
    `  ${' '.repeat(timeText(at).length)}  ${reasonText(why)}, version ${version}${by.join('')}`,
  ];
}

function reasonText({
  reason,
  actor,
  sources,
  merges,
  undoneMerge,
}: Pick<FieldValueView, 'reason' | 'actor' | 'sources' | 'merges' | 'undoneMerge'>): string {
  const said = sources.map(
    ({ connection, stream, externalId, rule }) =>
      `${externalId} in ${connection}/${stream}${rule === null ? '' : `, rule ${rule}`}`,
  );
  const what = {
    read: 'read',
    derived: 'derived',
    merged: `by merge ${merges.join(', ')}`,
    parted: `merge ${undoneMerge} undone`,
    edited: `edited by ${actor}`,
    erased: 'erased',
    unknown: 'how is not known',
  }[reason];
  return printable(said.length === 0 ? what : `${what}: ${said.join('; ')}`);
}
