import type { CloseOutView, ExecutionSummary } from '@evenkeel/contracts-admin';
import { countText } from './text.js';

/** The counts of a run and whether they add up. */
export function describeReceipt({ receipt }: Pick<ExecutionSummary, 'receipt'>): readonly string[] {
  const { fetched, replayed, created, updated, skipped, failed, outcomes, balanced } = receipt;
  // Only a run of what failed before has any: elsewhere it would only be one more zero to read.
  const inputs = replayed === 0 ? { fetched } : { fetched, replayed };
  const rows = Object.entries({ ...inputs, created, updated, skipped, failed });
  const width = Math.max(...rows.map(([, count]) => countText(count).length));
  const fine = Object.entries(outcomes)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${countText(count)} ${outcome}`);
  return [
    ...rows.map(([name, count]) => `  ${name.padEnd(8)} ${countText(count).padStart(width)}`),
    `  ${balanced ? 'balanced' : 'NOT BALANCED'}: ${taken(inputs)} = ${fine.join(' + ') || '0'}`,
    ...(outcomes.parked > 0
      ? [
          '  parked until what they wait for is here: `evenkeel parked list`, or until a person agrees that they are gone: `evenkeel approvals list`',
        ]
      : []),
    ...describeDerived(receipt.derived),
    ...describeCloseOut(receipt.closeOut),
  ];
}

/** Beside the counts: what was made of parts of the records. */
export function describeDerived(derived: ExecutionSummary['receipt']['derived']): readonly string[] {
  if (derived === null) return [];
  const parts = Object.entries(derived).filter(([, count]) => count > 0);
  return [`  derived: ${parts.map(([name, count]) => `${countText(count)} ${name}`).join(', ')}`];
}

const KEPT_WORDS: Readonly<Record<keyof CloseOutView['kept'], string>> = {
  still_there: 'still there when read again',
  changed_since: 'changed since',
  once_missing: 'missing for the first time',
  unreadable: 'could not be read again',
  awaiting_approval: 'waiting for approval',
  unproven: 'unproven',
};

/** What the listing said of records that are gone. */
function describeCloseOut(closeOut: CloseOutView | null): readonly string[] {
  if (closeOut === null) return [];
  const { complete, reason, candidates, inactivated, kept, approvalId } = closeOut;
  const unproven = complete
    ? []
    : [`  nothing is taken for gone: ${reason ?? 'the listing is not complete'}`];
  if (candidates === 0) return unproven;
  const reasons = Object.entries(KEPT_WORDS).flatMap(([verdict, words]) => {
    const count = kept[verdict as keyof CloseOutView['kept']];
    return count > 0 ? [`${countText(count)} ${words}`] : [];
  });
  const keptLine = reasons.length > 0 ? [`kept ${reasons.join(', ')}`] : [];
  const parts = [`inactivated ${countText(inactivated)}`, ...keptLine];
  const ask =
    kept.awaiting_approval > 0 && approvalId !== null
      ? [`  decide with \`evenkeel approvals show ${approvalId}\``]
      : [];
  const found =
    !complete && kept.awaiting_approval > 0 ? 'created by a listing that did not end' : 'no longer listed';
  return [`  ${found} ${countText(candidates)}: ${parts.join('; ')}`, ...unproven, ...ask];
}

function taken(inputs: Readonly<Record<string, number>>): string {
  return Object.entries(inputs)
    .map(([name, count]) => `${countText(count)} ${name}`)
    .join(' + ');
}
