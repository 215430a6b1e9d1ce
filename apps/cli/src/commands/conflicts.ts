import { CONFLICT_QUERY_STATES, type ConflictQuery } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { CONFLICT_COLUMNS, describeConflict } from '../show/conflict.js';
import { renderTable } from '../show/table.js';
import { addFilterOptions, type FilterOptions } from './conflict-filter.js';
import { addListOptions, moreLine, wholeNumber, type ListOptions } from './list-options.js';
import { addResolveCommand } from './resolve-conflicts.js';

export function addConflictCommands(program: Command, surroundings: CliSurroundings): void {
  const conflicts = program
    .command('conflicts')
    .summary('Decide about records that both sides changed')
    .description(
      'Records that were changed here and at the provider, in ways that the policy of their job does not join',
    );
  addFilterOptions(addListOptions(conflicts.command('list').description('List conflicts, newest first')))
    .option('--field <field>', 'only those in which this field is contested')
    .addOption(
      new Option('--state <state>', 'default open: those that wait for a decision').choices(
        CONFLICT_QUERY_STATES,
      ),
    )
    .action(action(surroundings, listConflicts));
  conflicts
    .command('show')
    .description('Show both sides of a conflict and what they last agreed on, with its history')
    .argument('<conflict>', 'id of the conflict')
    .action(
      action(surroundings, async (context: CommandContext, conflict: string) =>
        show(context, await context.api.call('showConflict', { conflict }), (found) =>
          describeConflict(found, context.terminal.columns),
        ),
      ),
    );
  addResolveCommand(conflicts, surroundings);
  conflicts
    .command('undo')
    .description('Take a decision back, while nothing was changed since')
    .argument('<conflict>', 'id of the conflict')
    .option('--reason <text>', 'why, for those who look later')
    .option('--revision <n>', 'refuse if the conflict has changed since this revision', wholeNumber)
    .action(action(surroundings, undo));
}

async function listConflicts(
  context: CommandContext,
  {
    limit,
    cursor,
    job,
    type,
    record,
    kind,
    field,
    since,
    state,
  }: ListOptions & FilterOptions & Pick<ConflictQuery, 'state'>,
): Promise<void> {
  const asked = { limit, cursor, job, type, record, kind, field, since, state };
  const conflicts = await context.api.call('listConflicts', asked);
  show(context, conflicts, ({ items, next }) =>
    items.length === 0
      ? [state === undefined ? 'No conflict waits for a decision' : 'No such conflict']
      : [...renderTable(CONFLICT_COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

interface UndoOptions {
  readonly reason?: string;
  readonly revision?: number;
}

async function undo(
  context: CommandContext,
  conflict: string,
  { reason, revision }: UndoOptions,
): Promise<void> {
  const undone = await context.api.call('undoConflict', { conflict, reason }, { revision });
  show(context, undone, ({ recordId, job }) => [
    `Undone: record ${recordId} is here as it was, and its conflict is open again`,
    `  what the provider had is restored by the next run: evenkeel run ${job.name}`,
  ]);
}
