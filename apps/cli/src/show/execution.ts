import type {
  ExecutionSummary,
  ExecutionView,
  LoggedErrorView,
  RecordOutcomeView,
} from '@evenkeel/contracts-admin';
import { awaitedText, waitingText } from './progress.js';
import { describeReceipt } from './receipt.js';
import { renderFields, renderTable, type Column } from './table.js';
import { countText, durationText, timeText } from './text.js';

/** What speaks against the provider having given everything, and what follows from that. */
function describeDoubts({ doubts }: ExecutionView): readonly string[] {
  if (doubts.length === 0) return [];
  return [
    ...doubts.map((doubt) => `  perhaps not everything: ${doubt}`),
    '  so nothing is taken for gone, and later runs read again from where this one did',
  ];
}

/** How a run ended, in the words an operator needs first. */
export function describeEnd(execution: ExecutionView): readonly string[] {
  const { status, job, durationMs, reason, id } = execution;
  return [
    `${job.name}: ${status.replaceAll('_', ' ')} in ${durationText(durationMs)}`,
    ...describeReceipt(execution),
    ...(execution.scopeNote === null ? [] : [`  ${execution.scopeNote}`]),
    ...describeDoubts(execution),
    ...describeReason(reason),
    ...(execution.retry.nextAttemptAt === null
      ? []
      : [`  it is tried again by itself at ${timeText(execution.retry.nextAttemptAt)}`]),
    ...describeWaiting(execution),
    `  execution ${id}`,
  ];
}

function describeWaiting({ status, plan }: ExecutionView): readonly string[] {
  if (status !== 'awaiting_approval' || plan === null) return [];
  return [
    `  look at its plan with \`evenkeel plan show ${plan.id} --diffs\``,
    `  go on with \`evenkeel plan approve ${plan.id}\``,
  ];
}

export function describeReason(reason: ExecutionSummary['reason']): readonly string[] {
  if (reason === null) return [];
  const code = reason.code === null ? reason.kind : `${reason.kind}, ${reason.code}`;
  const remedy = reason.remedy === null ? [] : [`  remedy: ${reason.remedy}`];
  return [`  reason: ${reason.message} (${code})`, ...remedy];
}

export function describeExecution(execution: ExecutionView): readonly string[] {
  const { trigger } = execution;
  const fields: (readonly [string, string])[] = [
    ['execution', execution.id],
    ['job', `${execution.job.name} (revision ${execution.job.revision})`],
    ['status', statusText(execution)],
    ...(execution.epoch === 0
      ? []
      : [['epoch', `${execution.epoch}: raised by each end and each resume`] as const]),
    ...(execution.heldBy === null ? [] : [['held by', execution.heldBy] as const]),
    ['triggered', `${trigger.kind} by ${trigger.actor}`],
    ['scope', `${execution.scope}, ${execution.lane} lane, ${execution.priority} priority`],
    ...(execution.scopeNote === null ? [] : [['', execution.scopeNote] as const]),
    ['path', `${execution.path.kind}: ${execution.path.why}`],
    ...waitFields(execution),
    ['requested', timeText(execution.requestedAt)],
    ['started', timeText(execution.startedAt)],
    ['finished', timeText(execution.finishedAt)],
    ['duration', durationText(execution.durationMs)],
    ...retryFields(execution.retry),
    ...(execution.plan === null
      ? []
      : [['plan', `${execution.plan.id} (${execution.plan.kind.replaceAll('_', ' ')})`] as const]),
  ];
  return [
    ...renderFields(fields),
    ...describeReason(execution.reason),
    '',
    ...describeReceipt(execution),
    ...describeDoubts(execution),
    ...(execution.chunks.length === 0 ? [] : ['', ...renderTable(CHUNK_COLUMNS, execution.chunks)]),
    ...execution.chunks.flatMap(({ ordinal, problem }) =>
      problem === null ? [] : [`chunk ${ordinal}: ${problem.message}`, `  remedy: ${problem.remedy}`],
    ),
  ];
}

function statusText(execution: ExecutionView): string {
  const status = execution.status.replaceAll('_', ' ');
  if (execution.ended) return status;
  return [status, execution.progress.phase, ...waitingText(execution)].join(', ');
}

/** Jobs that it waits for before it begins, and a provider that wants to be left alone. */
function waitFields({
  wait,
  waitsFor,
}: Pick<ExecutionView, 'wait' | 'waitsFor'>): readonly (readonly [string, string])[] {
  return [
    ...waitsFor.map((awaited) => ['waits for', awaitedText(awaited)] as const),
    ...(wait === null ? [] : [['waits until', `${timeText(wait.until)}: ${wait.message}`] as const]),
  ];
}

function retryFields({
  of,
  count,
  nextAttemptAt,
  deadLetter,
  note,
}: ExecutionSummary['retry']): readonly (readonly [string, string])[] {
  return [
    ...(of === null ? [] : [['retry', `${count} of ${of}`] as const]),
    ...(nextAttemptAt === null ? [] : [['tried again', timeText(nextAttemptAt)] as const]),
    ...(deadLetter === null ? [] : [['dead letter', deadLetter] as const]),
    ...(note === null ? [] : [['given up', `by ${note.actor}: ${note.reason}`] as const]),
  ];
}

/** Runs that exhausted their retries. */
export const DEAD_RUN_COLUMNS: readonly Column<ExecutionSummary>[] = [
  { title: 'execution', value: (execution) => execution.id },
  { title: 'job', value: (execution) => execution.job.name, flexible: true },
  { title: 'ended as', value: (execution) => execution.status },
  { title: 'retries', value: (execution) => String(execution.retry.count), align: 'right' },
  { title: 'last', value: (execution) => timeText(execution.finishedAt) },
  { title: 'reason', value: (execution) => execution.reason?.message ?? '', flexible: true },
];

const CHUNK_COLUMNS: readonly Column<ExecutionView['chunks'][number]>[] = [
  { title: 'chunk', value: (chunk) => String(chunk.ordinal), align: 'right' },
  { title: 'state', value: (chunk) => chunk.state },
  { title: 'slice', value: (chunk) => chunk.sliceLabel ?? chunk.slice, flexible: true },
  { title: 'attempt', value: (chunk) => String(chunk.attempt), align: 'right' },
  { title: 'pages', value: (chunk) => countText(chunk.pagesApplied), align: 'right' },
  { title: 'fetched', value: (chunk) => countText(chunk.fetched), align: 'right' },
];

/** A preview writes nothing, whatever it says of records that cannot be applied. */
function kindText({ lane, scope }: ExecutionSummary): string {
  return lane === 'preview' ? 'preview' : scope;
}

export const EXECUTION_COLUMNS: readonly Column<ExecutionSummary>[] = [
  { title: 'execution', value: (execution) => execution.id },
  { title: 'job', value: (execution) => execution.job.name, flexible: true },
  { title: 'kind', value: kindText },
  { title: 'status', value: (execution) => execution.status },
  { title: 'trigger', value: (execution) => execution.trigger.kind },
  { title: 'started', value: (execution) => timeText(execution.startedAt) },
  { title: 'took', value: (execution) => durationText(execution.durationMs), align: 'right' },
  { title: 'fetched', value: (execution) => countText(execution.receipt.fetched), align: 'right' },
  { title: 'created', value: (execution) => countText(execution.receipt.created), align: 'right' },
  { title: 'updated', value: (execution) => countText(execution.receipt.updated), align: 'right' },
  { title: 'skipped', value: (execution) => countText(execution.receipt.skipped), align: 'right' },
  { title: 'failed', value: (execution) => countText(execution.receipt.failed), align: 'right' },
];

export const ERROR_COLUMNS: readonly Column<LoggedErrorView>[] = [
  { title: 'time', value: (error) => timeText(error.at) },
  { title: 'phase', value: (error) => error.phase },
  { title: 'record', value: (error) => error.externalId ?? '' },
  { title: 'class', value: (error) => error.class },
  { title: 'try', value: (error) => String(error.attempt), align: 'right' },
  { title: 'recoverable', value: (error) => (error.recoverable ? 'yes' : 'no') },
  { title: 'error', value: (error) => `${error.message} (${error.code})`, flexible: true },
];

/** Records named as examples of a cause. */
const NAMED = 3;

/** Why records could not be applied, each cause once with what to do about it. */
export function describeProblems(outcomes: readonly RecordOutcomeView[]): readonly string[] {
  const causes = new Map<string, RecordOutcomeView[]>();
  for (const one of outcomes.filter(({ problem }) => problem !== null)) {
    const cause = JSON.stringify([one.outcome, one.problem?.code, one.problem?.message]);
    causes.set(cause, [...(causes.get(cause) ?? []), one]);
  }
  return [...causes.values()].flatMap((alike) => {
    const [{ outcome, problem } = { outcome: '', problem: null }] = alike;
    if (problem === null) return [];
    const ids = alike.slice(0, NAMED).map(({ externalId }) => externalId ?? '(no id)');
    const more = alike.length > NAMED ? ` and ${countText(alike.length - NAMED)} more` : '';
    return [
      `  ${ids.join(', ')}${more} ${outcome}: ${problem.message} (${problem.code})`,
      `    remedy: ${problem.remedy}`,
    ];
  });
}
