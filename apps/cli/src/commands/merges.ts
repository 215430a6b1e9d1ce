import type { MergeSummary, MergeView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

export function addMergeCommands(matches: Command, surroundings: CliSurroundings): void {
  addListOptions(matches.command('merges').description('List what became one, newest first'))
    .option('--record <id>', 'only what became part of this record, or this record of another one')
    .action(action(surroundings, listMerges));
  matches
    .command('unmerge')
    .description('Part what a merge has joined; both are kept apart from then on')
    .argument('<merge>', 'id of the merge, as `matches merges` lists it')
    .option('--preview', 'only show what each of the two would be')
    .addOption(
      new Option(
        '--references <ids...>',
        'only what these external ids are of that came by the merge',
      ).conflicts('preview'),
    )
    .action(action(surroundings, unmerge));
}

const COLUMNS: readonly Column<MergeSummary>[] = [
  { title: 'merge', value: ({ id }) => id, align: 'right' },
  { title: 'type', value: ({ recordType }) => recordType },
  { title: 'record', value: ({ survivor }) => survivor },
  { title: 'got', value: ({ absorbed }) => (absorbed === null ? 'a new reference' : `record ${absorbed}`) },
  { title: 'by', value: ({ rule, actor }) => rule ?? actor ?? '-', flexible: true },
  { title: 'when', value: ({ mergedAt }) => timeText(mergedAt) },
  { title: 'undone', value: ({ undoneAt }) => timeText(undoneAt) },
];

async function listMerges(
  context: CommandContext,
  { limit, cursor, record }: ListOptions & { readonly record?: string },
): Promise<void> {
  const merges = await context.api.call('listMerges', { limit, cursor, record });
  show(context, merges, ({ items, next }) =>
    items.length === 0
      ? ['Nothing was merged']
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

async function unmerge(
  context: CommandContext,
  id: string,
  { preview, references }: { readonly preview?: boolean; readonly references?: readonly string[] },
): Promise<void> {
  if (preview === true) {
    show(context, await context.api.call('showMerge', { merge: id }), describePreview);
    return;
  }
  show(
    context,
    await context.api.call('undoMerge', { merge: id, references: references && [...references] }),
    (merge) => [
      merge.undoneAt === null
        ? `Parted: a part of what came by merge ${merge.id}; the rest stays`
        : `Undone: merge ${merge.id}`,
      ...describeParted(merge),
      '  both are kept apart; the next full run reads what was moved anew',
    ],
  );
}

function describePreview(merge: MergeView): readonly string[] {
  if (merge.problem !== null) return [merge.problem];
  return [`Undoing merge ${merge.id} would make of it:`, ...describeParted(merge)];
}

function describeParted({ parted }: MergeView): readonly string[] {
  return parted.flatMap(({ record, externalIds, data }) => [
    `  ${record === null ? 'a new record' : `record ${record}`}, known as ${externalIds.join(', ')}`,
    `    ${JSON.stringify(data)}`,
  ]);
}
