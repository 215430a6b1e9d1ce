import { EXECUTION_STATUSES, type TriggerView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import type { ExitCode } from '../exit-code.js';
import { CliFailure } from '../failure.js';
import { describeExecution, ERROR_COLUMNS, EXECUTION_COLUMNS } from '../show/execution.js';
import { describeReceipt } from '../show/receipt.js';
import { renderTable } from '../show/table.js';
import { stayWith } from '../watch/stay-with.js';
import { firstProblems } from '../watch/watch-execution.js';
import { watchToEnd } from '../watch/watch-to-end.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

export function addExecutionCommands(program: Command, surroundings: CliSurroundings): void {
  const executions = program
    .command('executions')
    .summary('See runs')
    .description('See runs and how they ended');
  addListOptions(executions.command('list').description('List executions, newest first'))
    .option('--job <job>', 'only those of this job (name or id)')
    .addOption(new Option('--status <status>', 'only those of this status').choices(EXECUTION_STATUSES))
    .addOption(new Option('--failed', 'only those that failed or timed out').conflicts('status'))
    .action(action(surroundings, listExecutions));
  executions
    .command('watch')
    .description('Stay until an execution has ended, as `run --watch` does')
    .argument('<execution>', 'id of the execution, or of the trigger that asked for it')
    .action(action(surroundings, (context: CommandContext, id: string) => watch(context, id)));
  executions
    .command('show')
    .description('Show an execution: its progress, chunks and receipt')
    .argument('<execution>', 'id of the execution')
    .action(action(surroundings, (context: CommandContext, id: string) => showExecution(context, id)));
  addListOptions(
    executions
      .command('errors')
      .description('List what went wrong in an execution, also where a later try succeeded')
      .argument('<execution>', 'id of the execution'),
  ).action(
    action(surroundings, (context: CommandContext, id: string, options: ListOptions) =>
      listErrors(context, id, options),
    ),
  );
  program
    .command('cancel')
    .description('Stop an execution; once this is answered nothing more is written for it')
    .argument('<execution>', 'id of the execution')
    .action(action(surroundings, (context: CommandContext, id: string) => cancel(context, id)));
}

interface ExecutionListOptions extends ListOptions {
  readonly job?: string;
  readonly status?: string;
  readonly failed?: boolean;
}

async function listExecutions(
  context: CommandContext,
  { job, status, failed, limit, cursor }: ExecutionListOptions,
): Promise<void> {
  const statuses = failed === true ? 'failed,timed_out' : status;
  const executions = await context.api.call('listExecutions', { job, status: statuses, limit, cursor });
  show(context, executions, ({ items, next }) =>
    items.length === 0
      ? [
          statuses === undefined
            ? 'No execution yet: start one with `evenkeel run JOB --watch`'
            : 'No execution is like that',
        ]
      : [...renderTable(EXECUTION_COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

async function watch(context: CommandContext, id: string): Promise<ExitCode> {
  const trigger = await findTrigger(context, id);
  return trigger === undefined ? watchToEnd(context, id) : stayWith(context, trigger.jobId, trigger);
}

async function findTrigger({ api }: CommandContext, id: string): Promise<TriggerView | undefined> {
  try {
    return await api.call('showTrigger', { trigger: id });
  } catch (error) {
    if (error instanceof CliFailure && error.code === 'request.not_found') return undefined;
    throw error;
  }
}

async function showExecution(context: CommandContext, id: string): Promise<void> {
  const execution = await context.api.call('showExecution', { execution: id });
  const problems = context.json ? [] : await firstProblems(context, execution);
  show(context, execution, (shown) => [...describeExecution(shown), ...problems]);
}

async function listErrors(
  context: CommandContext,
  id: string,
  { limit, cursor }: ListOptions,
): Promise<void> {
  const errors = await context.api.call('listErrors', { execution: id, limit, cursor });
  show(context, errors, ({ items, next }) =>
    items.length === 0
      ? ['Nothing went wrong in this execution']
      : [...renderTable(ERROR_COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

async function cancel(context: CommandContext, id: string): Promise<void> {
  const execution = await context.api.call('cancelExecution', { execution: id });
  show(context, execution, (cancelled) => [
    `Cancelled: ${cancelled.job.name}, nothing more is written for it`,
    ...describeReceipt(cancelled),
    `  go on with \`evenkeel resume ${cancelled.id}\``,
  ]);
}
