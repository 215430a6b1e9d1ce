import type { QuarantinedRecordView, QuarantineQuery, ReleasedView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

export function addQuarantineCommands(program: Command, surroundings: CliSurroundings): void {
  const quarantine = program
    .command('quarantine')
    .summary('Look at records that went back and forth, and release them')
    .description(
      'A record that two sides set to and fro because of each other is left alone: nothing of it is read or sent',
    );
  addListOptions(quarantine.command('list').description('List records that are left alone'))
    .option('--job <job>', 'only those of this job (name or id)')
    .action(action(surroundings, listQuarantine));
  quarantine
    .command('release')
    .description('Keep a record in step again, once what set it back is mended')
    .argument('<id>', 'as the list shows it')
    .option('--reason <text>', 'what was done about it')
    .action(action(surroundings, release));
}

const COLUMNS: readonly Column<QuarantinedRecordView>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'job', value: ({ job }) => job.name, flexible: true },
  { title: 'record', value: ({ recordId }) => recordId },
  { title: 'external id', value: ({ externalId }) => externalId, flexible: true },
  { title: 'field', value: ({ field }) => field, flexible: true },
  { title: 'since', value: ({ since }) => timeText(since) },
];

async function listQuarantine(
  context: CommandContext,
  { limit, cursor, job }: ListOptions & Pick<QuarantineQuery, 'job'>,
): Promise<void> {
  const found = await context.api.call('listQuarantine', { limit, cursor, job });
  show(context, found, ({ items, next }) =>
    items.length === 0
      ? ['No record goes back and forth']
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next), ...ADVICE],
  );
}

const ADVICE = [
  'Find what sets the field back (a workflow at the provider, another job: `evenkeel records show RECORD`), then:',
  '`evenkeel quarantine release ID`',
];

async function release(
  context: CommandContext,
  quarantined: string,
  { reason }: { readonly reason?: string },
): Promise<void> {
  const released = await context.api.call('releaseQuarantine', { quarantined, reason });
  show(context, released, describeRelease);
}

function describeRelease({ record, trigger }: ReleasedView): readonly string[] {
  return [
    `Record ${record.recordId} is kept in step again by ${record.job.name}`,
    `Run requested: evenkeel triggers show ${trigger.id}`,
  ];
}
