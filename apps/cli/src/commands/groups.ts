import type { GroupView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { managedColumn, managedField } from '../show/managed.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addForceOption, forcedText, type ForceOptions } from './force-option.js';

export function addGroupCommands(program: Command, surroundings: CliSurroundings): void {
  const groups = program
    .command('groups')
    .summary('Run jobs together')
    .description('A group runs its jobs in the order of what they depend on, with one status');
  groups
    .command('add')
    .description('Add a group')
    .argument('<name>', 'a name of your choice')
    .requiredOption('--jobs <job...>', 'its jobs')
    .action(action(surroundings, addGroup));
  groups.command('list').description('List groups').action(action(surroundings, listGroups));
  groups
    .command('run')
    .description('Run the jobs of a group')
    .argument('<group>', 'name or id')
    .action(action(surroundings, runGroup));
  groups
    .command('show')
    .description('Show a group and how its latest run stands')
    .argument('<group>', 'name or id')
    .action(action(surroundings, showGroup));
  addForceOption(groups.command('remove'))
    .description('Remove a group; its jobs stay')
    .argument('<group>', 'name or id')
    .action(action(surroundings, removeGroup));
}

async function addGroup(
  context: CommandContext,
  name: string,
  { jobs }: { readonly jobs: readonly string[] },
): Promise<void> {
  const added = await context.api.call('addGroup', { name, jobs: [...jobs] });
  show(context, added, () => [
    `Added group ${added.name}: ${added.jobs.map((job) => job.name).join(', ')}`,
    `  run it with \`evenkeel groups run ${added.name}\``,
  ]);
}

async function listGroups(context: CommandContext): Promise<void> {
  const groups = await context.api.call('listGroups', {});
  show(context, groups, ({ items }) =>
    items.length === 0
      ? ['No group yet: add one with `evenkeel groups add NAME --jobs JOB ...`']
      : renderTable([...COLUMNS, ...managedColumn(items)], items, context.terminal.columns),
  );
}

async function removeGroup(context: CommandContext, group: string, options: ForceOptions): Promise<void> {
  const removed = await context.api.call('removeGroup', { group, ...forcedText(options) });
  show(context, removed, ({ name }) => [`Removed group ${name}; its jobs stay`]);
}

async function runGroup(context: CommandContext, name: string): Promise<void> {
  const group = await context.api.call('runGroup', { group: name });
  show(context, group, () => [
    `Group ${group.name} runs`,
    `  see how it stands with \`evenkeel groups show ${group.name}\``,
  ]);
}

async function showGroup(context: CommandContext, name: string): Promise<void> {
  const group = await context.api.call('showGroup', { group: name });
  show(context, group, describeGroup);
}

function describeGroup(group: GroupView): readonly string[] {
  const { name, jobs, run } = group;
  const needs = new Map(jobs.map((job) => [job.name, job.dependsOn.join(', ')]));
  if (run === null)
    return [
      `Group ${name} has not run yet`,
      ...managedField(group).map(([label, value]) => `  ${label} ${value}`),
      ...jobs.map(
        (job) => `  ${job.name}${job.dependsOn.length === 0 ? '' : ` after ${job.dependsOn.join(', ')}`}`,
      ),
    ];
  const columns: readonly Column<(typeof run.jobs)[number]>[] = [
    { title: 'job', value: ({ job }) => job, flexible: true },
    { title: 'after', value: ({ job }) => needs.get(job) ?? '', flexible: true },
    { title: 'state', value: ({ state }) => state.replaceAll('_', ' ') },
    { title: 'execution', value: ({ executionId }) => executionId ?? '-' },
  ];
  return [
    ...renderFields([
      ['group', name],
      ['status', run.status.replaceAll('_', ' ')],
      ['asked for', `${timeText(run.requestedAt)} by ${run.actor}`],
      ...managedField(group),
    ]),
    '',
    ...renderTable(columns, run.jobs),
  ];
}

const COLUMNS: readonly Column<GroupView>[] = [
  { title: 'group', value: ({ name }) => name, flexible: true },
  { title: 'jobs', value: ({ jobs }) => jobs.map((job) => job.name).join(', '), flexible: true },
  { title: 'last run', value: ({ run }) => run?.status.replaceAll('_', ' ') ?? '-' },
  { title: 'at', value: ({ run }) => timeText(run?.requestedAt ?? null) },
];
