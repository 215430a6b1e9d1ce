import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { renderTable, type Column } from '../show/table.js';
import { countText } from '../show/text.js';
import { findRecord } from './find-record.js';

interface EraseOptions {
  readonly preview?: boolean;
  readonly yes?: boolean;
  readonly reason?: string;
}

const ID = 'id of the record, or its type before an external id';

export function addEraseCommands(records: Command, surroundings: CliSurroundings): void {
  records
    .command('erase')
    .description('Remove the values of a record from everything that holds them; ids and counts stay')
    .argument('<id>', ID)
    .argument('[external-id]', 'by which a provider knows it')
    .option('--preview', 'only tell how many rows of which table hold some')
    .option('--yes', 'do it: it cannot be undone')
    .option('--reason <text>', 'why, for the trail; it is kept, so name no person in it')
    .action(action(surroundings, eraseRecord));
  records
    .command('unerase')
    .description('Let the values of an erased record be kept again, from the next run that reads it')
    .argument('<id>', ID)
    .argument('[external-id]', 'by which a provider knows it')
    .action(action(surroundings, uneraseRecord));
}

type Erased = Awaited<ReturnType<typeof askToErase>>;

const COLUMNS: readonly Column<Erased['tables'][number]>[] = [
  { title: 'table', value: ({ table }) => table },
  { title: 'rows', value: ({ rows }) => countText(rows), align: 'right' },
];

function askToErase(context: CommandContext, record: string, asked: { preview: boolean; reason?: string }) {
  return context.api.call('eraseRecord', { record, ...asked });
}

async function eraseRecord(
  context: CommandContext,
  word: string,
  externalId: string | undefined,
  { preview = false, yes = false, reason }: EraseOptions,
): Promise<void> {
  const id = externalId === undefined ? word : await findRecord(context, word, externalId);
  if (!preview && !yes)
    throw new UsageFailure(
      `Erasing record ${id} cannot be undone`,
      `\`evenkeel records erase ${id} --preview\` tells what would be removed; --yes does it.`,
    );
  const erased = await askToErase(context, id, { preview, ...(reason === undefined ? {} : { reason }) });
  show(context, erased, describeErased);
}

function describeErased({ record, externalIds, records, preview, tables }: Erased): readonly string[] {
  const found =
    tables.length === 0 ? ['nothing is left that holds values of it'] : renderTable(COLUMNS, tables);
  const many =
    records === 1 ? '' : `, and ${countText(records - 1)} that became part of it or are derived of it alone`;
  if (preview)
    return [
      `Record ${record}${many}, known as ${externalIds.join(', ')}: rows that hold values of it`,
      ...found,
      `  to remove them for good: evenkeel records erase ${record} --yes`,
    ];
  return [
    `Erased: record ${record}${many}`,
    ...found,
    `  what providers say of ${externalIds.join(', ')} is left out from now on; to keep it again: evenkeel records unerase ${record}`,
  ];
}

async function uneraseRecord(context: CommandContext, word: string, externalId?: string): Promise<void> {
  const id = externalId === undefined ? word : await findRecord(context, word, externalId);
  show(context, await context.api.call('uneraseRecord', { record: id }), ({ record }) => [
    `Record ${record} is kept again once a run reads it: a full run, or \`evenkeel run JOB --id EXTERNAL-ID\``,
  ]);
}
