import { fieldLine } from './field-change.js';
import type { PlanChangeView, PlanSummaryView, PlanView } from '@evenkeel/contracts-admin';
import { describeDerived } from './receipt.js';
import { renderFields, type Column } from './table.js';
import { countText, durationText, timeText } from './text.js';

export const PLAN_COLUMNS: readonly Column<PlanSummaryView>[] = [
  { title: 'plan', value: ({ id }) => id },
  { title: 'job', value: ({ job }) => job.name, flexible: true },
  { title: 'state', value: stateOf },
  { title: 'made', value: ({ createdAt }) => timeText(createdAt) },
  { title: 'new', value: ({ counts }) => countText(counts.new), align: 'right' },
  { title: 'changed', value: ({ counts }) => countText(counts.changed), align: 'right' },
  { title: 'unchanged', value: ({ counts }) => countText(counts.unchanged), align: 'right' },
  {
    title: 'pairs',
    value: ({ counts }) => countText(counts.paired + counts.paired_differing),
    align: 'right',
  },
  { title: 'sent', value: ({ counts }) => countText(sentOf(counts)), align: 'right' },
];

/** What a run would do, and what can be done about it. */
export function describePlan(plan: PlanView): readonly string[] {
  const { id, job, counts, providerCalls, warnings, executionId, carriedOutBy, decidedBy } = plan;
  const fields: (readonly [string, string])[] = [
    ['plan', id],
    ['job', `${job.name} (revision ${job.revision})`],
    ['state', stateOf(plan)],
    ...(plan.failure === null ? [] : [['because', plan.failure] as const]),
    ['scope', plan.scope],
    ['made', `${timeText(plan.createdAt)} by execution ${executionId}`],
    ['good until', timeText(plan.expiresAt)],
    ...(decidedBy === null ? [] : [['decided', `${timeText(plan.decidedAt)} by ${decidedBy}`] as const]),
    ...(carriedOutBy === null ? [] : [['carried out', `by execution ${carriedOutBy}`] as const]),
  ];
  const shown = Object.entries(counts).filter(([bucket, count]) => count > 0 || ALWAYS.includes(bucket));
  const width = Math.max(...shown.map(([, count]) => countText(count).length));
  return [
    ...renderFields(fields),
    '',
    ...shown.map(([bucket, count]) => countLine(bucket, countText(count).padStart(width))),
    ...describeDerived(plan.derived),
    `  takes ${sentOf(counts) > 0 ? 'at most ' : ''}${countText(providerCalls)} provider calls${quotaText(plan)}`,
    ...warnings.map(({ message }) => `  warning: ${message}`),
    ...nextSteps(plan),
  ];
}

function quotaText({ quotaSeconds }: PlanView): string {
  return quotaSeconds === null ? '' : `, at least ${durationText(quotaSeconds * 1000)} of the quota`;
}

function sentOf({ created_there, changed_there, deleted_there }: PlanView['counts']): number {
  return created_there + changed_there + deleted_there;
}

/** What a word alone does not tell. */
const MEANS: Readonly<Record<string, string>> = {
  paired: 'on both sides, and the same as far as both say something',
  paired_differing: 'on both sides, and not the same: the conflict policy decides each field',
  ambiguous: 'may be one with several: left alone until you say which',
  created_there: 'would be created at the provider',
  changed_there: 'would be changed at the provider',
  deleted_there: 'would be deleted or put out of use at the provider',
};

function countLine(bucket: string, count: string): string {
  const means = MEANS[bucket];
  return `  ${bucket.padEnd(18)} ${count}${means === undefined ? '' : `  ${means}`}`;
}

const ALWAYS = ['new', 'changed', 'unchanged'];

/** Each change with its fields, as before and after. */
export function describeChanges(changes: readonly PlanChangeView[]): readonly string[] {
  if (changes.length === 0) return ['No changes'];
  return changes.flatMap(({ externalId, recordId, bucket, fields, problem }) => [
    `${bucket} ${nameOf(externalId, recordId)}`,
    ...fields.map(fieldLine),
    ...(problem === null ? [] : [`  ${problem.message} (${problem.code})`, `    remedy: ${problem.remedy}`]),
  ]);
}

function nameOf(externalId: string | null, recordId: string | null): string {
  if (recordId === null) return externalId ?? '(no id)';
  return externalId === null ? `record ${recordId}` : `${externalId}, record ${recordId}`;
}

function stateOf({ state, expired }: Pick<PlanSummaryView, 'state' | 'expired'>): string {
  const words = state.replaceAll('_', ' ');
  return expired ? `${words}, expired` : words;
}

function nextSteps({ id, state, expired, job }: PlanView): readonly string[] {
  if (expired) return [`  make a new one with \`evenkeel preview ${job.name} --watch\``];
  if (state === 'awaiting_approval') {
    return [
      `  go on with \`evenkeel plan approve ${id}\`, or end it with \`evenkeel plan reject ${id}\``,
      `  look at the changes with \`evenkeel plan show ${id} --diffs\``,
    ];
  }
  if (state !== 'ready') return [];
  return [
    `  look at the changes with \`evenkeel plan show ${id} --diffs\``,
    `  do it with \`evenkeel run --plan ${id} --watch\``,
  ];
}
