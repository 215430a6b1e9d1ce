import type { ParkedView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

export function addParkedCommands(program: Command, surroundings: CliSurroundings): void {
  const parked = program
    .command('parked')
    .summary('See records that wait for others')
    .description('See records that wait for others, and are applied once those are here');
  addListOptions(parked.command('list').description('List records that wait for others'))
    .option('--job <job>', 'only those of this job (name or id)')
    .action(action(surroundings, listParked));
}

const COLUMNS: readonly Column<ParkedView>[] = [
  { title: 'id', value: ({ id }) => id, align: 'right' },
  { title: 'job', value: ({ job }) => job.name, flexible: true },
  { title: 'external id', value: ({ externalId }) => externalId },
  { title: 'waits for', value: describeAwaited, flexible: true },
  { title: 'since', value: ({ since }) => timeText(since) },
  { title: 'state', value: describeState },
];

function describeAwaited({ link, recordType, waitsFor, stream }: ParkedView): string {
  return `${link}: ${recordType} ${waitsFor} of ${stream}`;
}

function describeState({ releasedAt, isOverdue }: ParkedView): string {
  if (releasedAt !== null) return `released ${timeText(releasedAt)}`;
  return isOverdue ? 'overdue' : 'waiting';
}

async function listParked(
  context: CommandContext,
  { limit, cursor, job }: ListOptions & { readonly job?: string },
): Promise<void> {
  const parked = await context.api.call('listParked', { limit, cursor, job });
  show(context, parked, ({ items, next }) =>
    items.length === 0
      ? ['No record waits for another']
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}
