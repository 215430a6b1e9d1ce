import type { MatchQuery, MatchSummary, MatchView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, wholeNumber, type ListOptions } from './list-options.js';
import { addMergeCommands } from './merges.js';

const REVISION = ['--revision <n>', 'refuse if one of the records has changed since this revision'] as const;
const STATES = ['open', 'merged', 'kept_apart', 'closed', 'all'] as const satisfies MatchQuery['state'][];

export function addMatchCommands(program: Command, surroundings: CliSurroundings): void {
  const matches = program
    .command('matches')
    .summary('Decide about records that may be one, and part what became one')
    .description('Records that match rules found, and what became of them');
  addListOptions(matches.command('list').description('List records that may be one'))
    .option('--type <type>', 'only of this record type')
    .addOption(
      new Option('--state <state>', 'default open: those that a person is to decide').choices(STATES),
    )
    .action(action(surroundings, listMatches));
  matches
    .command('show')
    .description('Show two records that may be one, where they differ')
    .argument('<match>', 'id of the match')
    .action(
      action(surroundings, async (context: CommandContext, id: string) =>
        show(context, await context.api.call('showMatch', { match: id }), describeMatch),
      ),
    );
  matches
    .command('merge')
    .description('Make the two records one: the older stays')
    .argument('<match>', 'id of the match')
    .option(...REVISION, wholeNumber)
    .action(action(surroundings, mergeMatch));
  matches
    .command('keep-apart')
    .description('Say that the two records are not one; it is remembered')
    .argument('<match>', 'id of the match')
    .option(...REVISION, wholeNumber)
    .action(action(surroundings, keepApart));
  addMergeCommands(matches, surroundings);
}

/** Why a person is asked. */
const CAUSES: Readonly<Record<MatchSummary['cause'], string>> = {
  band: 'alike, but not enough',
  same_set: 'one source has both',
  crowded: 'many share the key',
  ambiguous: 'one of several',
};

const COLUMNS: readonly Column<MatchSummary>[] = [
  { title: 'match', value: ({ id }) => id, align: 'right' },
  { title: 'type', value: ({ recordType }) => recordType },
  { title: 'records', value: ({ one, other }) => `${one} ${other}` },
  { title: 'rule', value: ({ rule }) => rule, flexible: true },
  { title: 'score', value: ({ score }) => score.toFixed(2), align: 'right' },
  { title: 'why', value: ({ cause }) => CAUSES[cause], flexible: true },
  { title: 'state', value: ({ state }) => state.replace('_', ' ') },
];

async function listMatches(
  context: CommandContext,
  {
    limit,
    cursor,
    type,
    state,
  }: ListOptions & { readonly type?: string; readonly state?: MatchQuery['state'] },
): Promise<void> {
  const matches = await context.api.call('listMatches', { limit, cursor, type, state });
  show(context, matches, ({ items, next }) =>
    items.length === 0
      ? [state === undefined ? 'No match waits for a decision' : 'No such match']
      : [...renderTable(COLUMNS, items, context.terminal.columns), ...moreLine(next)],
  );
}

const FIELD_COLUMNS: readonly Column<MatchView['fields'][number]>[] = [
  { title: 'field', value: ({ field }) => field },
  { title: 'older record', value: ({ one }) => JSON.stringify(one), flexible: true },
  { title: 'other record', value: ({ other }) => JSON.stringify(other), flexible: true },
];

function describeMatch(match: MatchView): readonly string[] {
  const { id, recordType, one, other, rule, score, cause, why, state, openedAt, fields } = match;
  return [
    ...renderFields([
      ['match', id],
      ['type', recordType],
      ['records', `${one} and ${other}`],
      ['rule', `${rule}, ${score.toFixed(3)}`],
      ['compared', why.map((each) => `${each.field} ${each.by} ${each.score.toFixed(3)}`).join(', ') || '-'],
      ['asked because', CAUSES[cause]],
      ['found', timeText(openedAt)],
      ['state', state.replace('_', ' ')],
      ['revision', String(match.revision)],
      ...(match.decidedAt === null
        ? []
        : [['decided', `${timeText(match.decidedAt)} by ${match.decidedBy ?? '-'}`] as const]),
    ]),
    '',
    ...(fields.length === 0 ? ['They say the same'] : renderTable(FIELD_COLUMNS, fields)),
    ...(state === 'open' ? ['', `evenkeel matches merge ${id}`, `evenkeel matches keep-apart ${id}`] : []),
  ];
}

interface RevisionOptions {
  readonly revision?: number;
}

async function mergeMatch(context: CommandContext, id: string, { revision }: RevisionOptions): Promise<void> {
  const match = await context.api.call('mergeMatch', { match: id }, { revision });
  show(context, match, ({ one, other }) => [
    `Merged: record ${other} is part of record ${one}`,
    `  to part them: evenkeel matches merges --record ${one}, then evenkeel matches unmerge MERGE --preview`,
  ]);
}

async function keepApart(context: CommandContext, id: string, { revision }: RevisionOptions): Promise<void> {
  const match = await context.api.call('keepMatchApart', { match: id }, { revision });
  show(context, match, ({ one, other }) => [`Kept apart: records ${one} and ${other}`]);
}
