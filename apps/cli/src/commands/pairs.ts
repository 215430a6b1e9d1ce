import type { HeldRecordView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderTable, type Column } from '../show/table.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

export function addPairCommands(program: Command, surroundings: CliSurroundings): void {
  const pairs = program
    .command('pairs')
    .summary('Say which records of both sides of a job are one, where that could not be told')
    .description('Records that may be on both sides already; none of them is created anywhere until you say');
  addListOptions(pairs.command('list').description('List them, in groups that are known by the same'))
    .argument('<job>', 'name or id of the job')
    .action(action(surroundings, listPairs));
  pairs
    .command('decide')
    .description('With both ids they are one; with one of them it is one with none of the other side')
    .argument('<job>', 'name or id of the job')
    .option('--record <id>', 'id of the record of the store')
    .option('--external-id <id>', "the provider's id")
    .action(action(surroundings, decide));
}

const COLUMNS: readonly Column<HeldRecordView>[] = [
  { title: 'group', value: ({ group }) => group ?? '-' },
  { title: 'side', value: ({ side }) => side },
  { title: 'id', value: ({ id }) => id, flexible: true },
  { title: 'why', value: ({ why }) => why },
  { title: 'decided', value: decisionOf, flexible: true },
];

function decisionOf({ decided, partner }: HeldRecordView): string {
  if (decided === null) return '-';
  return decided === 'apart' ? 'one with none' : `one with ${partner ?? '-'}`;
}

async function listPairs(
  context: CommandContext,
  job: string,
  { limit, cursor }: ListOptions,
): Promise<void> {
  const pairs = await context.api.call('listPairs', { job, limit, cursor });
  show(context, pairs, ({ items, next }) =>
    items.length === 0
      ? [`No record of ${job} waits for you to say whether both sides hold it`]
      : [
          ...renderTable(COLUMNS, items, context.terminal.columns),
          ...moreLine(next),
          'See one here with `evenkeel records show ID`. Records of a group are known by the same. Then:',
          `\`evenkeel pairs decide ${job} --record ID --external-id ID\` where they are one, or with one id where it is one with none.`,
        ],
  );
}

async function decide(
  context: CommandContext,
  job: string,
  { record: recordId, externalId }: { readonly record?: string; readonly externalId?: string },
): Promise<void> {
  const decided = await context.api.call('decidePair', { job, recordId, externalId });
  show(context, decided, (view) => [
    `${view.id} is ${decisionOf(view)}`,
    ...(view.side === 'here' && view.decided === 'apart'
      ? [`The next run of ${job} creates it at the provider`]
      : []),
  ]);
}
