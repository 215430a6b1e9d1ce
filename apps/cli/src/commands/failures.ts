import {
  FAILURE_QUERY_STATES,
  type ExecutionSummary,
  type FailureGroupView,
  type FailureQuery,
  type FailureSummary,
} from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { DEAD_RUN_COLUMNS } from '../show/execution.js';
import { describeFailure } from '../show/failure.js';
import { renderTable, type Column } from '../show/table.js';
import { countText, timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';
import { addRepairCommands } from './repair-failures.js';

interface FailureFilterOptions {
  readonly job?: string;
  readonly state?: FailureQuery['state'];
  readonly code?: string;
  readonly group?: string;
}

export function addFailureCommands(program: Command, surroundings: CliSurroundings): void {
  const failures = program
    .command('dlq')
    .summary('See and repair records that could not be applied')
    .description(
      'Records that could not be applied: they are retried until they are dead letters, and kept whole',
    );
  addFilterOptions(addListOptions(failures.command('list').description('List failures'))).action(
    action(surroundings, listFailures),
  );
  failures
    .command('groups')
    .description('List the causes of open failures, the most frequent first')
    .option('--job <job>', 'only those of this job (name or id)')
    .action(action(surroundings, listGroups));
  failures
    .command('show')
    .description('Show a failure: its cause, payload and history')
    .argument('<failure>', 'id of the failure')
    .action(action(surroundings, (context: CommandContext, id: string) => showFailure(context, id)));
  addRepairCommands(failures, surroundings);
}

function addFilterOptions(command: Command): Command {
  return command
    .option('--job <job>', 'only those of this job (name or id)')
    .addOption(new Option('--state <state>', 'default open: retrying or dead').choices(FAILURE_QUERY_STATES))
    .option('--code <code>', 'only those with this error code')
    .option('--group <group>', 'only those of one cause, as `dlq groups` gives it');
}

const COLUMNS: readonly Column<FailureSummary>[] = [
  { title: 'id', value: ({ id }) => id, align: 'right' },
  { title: 'job', value: ({ job }) => job.name, flexible: true },
  { title: 'external id', value: ({ externalId }) => externalId ?? '(no id)' },
  { title: 'state', value: ({ state }) => state },
  { title: 'failed in', value: ({ executions }) => String(executions), align: 'right' },
  { title: 'last', value: ({ lastFailedAt }) => timeText(lastFailedAt) },
  { title: 'code', value: ({ problem }) => problem.code },
  { title: 'message', value: ({ problem }) => problem.message, flexible: true },
];

const GROUP_COLUMNS: readonly Column<FailureGroupView>[] = [
  { title: 'group', value: ({ group }) => group },
  { title: 'job', value: ({ job }) => job.name, flexible: true },
  { title: 'retrying', value: ({ retrying }) => countText(retrying), align: 'right' },
  { title: 'dead', value: ({ dead }) => countText(dead), align: 'right' },
  { title: 'code', value: ({ code }) => code },
  { title: 'message', value: ({ pattern }) => pattern, flexible: true },
];

async function listFailures(
  context: CommandContext,
  options: ListOptions & FailureFilterOptions,
): Promise<void> {
  const { limit, cursor, job, state, code, group } = options;
  const failures = await context.api.call('listFailures', { limit, cursor, job, state, code, group });
  const narrowed = [cursor, state, code, group].some((given) => given !== undefined && given !== 'dead');
  const runs = narrowed ? [] : (await context.api.call('listExecutions', { job, deadLetters: 'true' })).items;
  show(context, { ...failures, executions: runs }, ({ items, next, executions }) => [
    ...(items.length === 0
      ? [`No failure${state === undefined ? ' is open' : ` is ${state}`}`]
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)]),
    ...describeDeadRuns(executions, context.terminal.columns),
  ]);
}

function describeDeadRuns(runs: readonly ExecutionSummary[], columns: number | undefined): readonly string[] {
  if (runs.length === 0) return [];
  return [
    '',
    'Runs that exhausted their retries:',
    ...renderTable(DEAD_RUN_COLUMNS, runs, columns),
    'try one again with `evenkeel dlq retry EXECUTION`, or give it up with `evenkeel dlq discard EXECUTION --reason WHY`',
  ];
}

async function listGroups(context: CommandContext, { job }: { readonly job?: string }): Promise<void> {
  const groups = await context.api.call('listFailureGroups', { job });
  show(context, groups, ({ items }) =>
    items.length === 0
      ? ['No failure is open']
      : [
          ...renderTable(GROUP_COLUMNS, items, context.terminal.columns),
          'see them with `evenkeel dlq list --group GROUP`',
        ],
  );
}

async function showFailure(context: CommandContext, id: string): Promise<void> {
  const failure = await context.api.call('showFailure', { failure: id });
  show(context, failure, describeFailure);
}
