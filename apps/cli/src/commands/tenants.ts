import type { TenantRemovalView, TenantView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { countText, timeText } from '../show/text.js';

export function addTenantCommands(program: Command, surroundings: CliSurroundings): void {
  const tenants = program
    .command('tenants')
    .summary('Add, list and remove tenants of the installation')
    .description(
      'A tenant has connections, jobs, records and keys of its own, and sees nothing of the others',
    );
  tenants
    .command('add')
    .description('Add a tenant; its first key is shown this once')
    .argument('<name>', 'what it is called')
    .action(action(surroundings, addTenant));
  tenants
    .command('list')
    .description('List tenants, with what they have')
    .action(action(surroundings, (context: CommandContext) => listTenants(context)));
  tenants
    .command('remove')
    .description('Remove a tenant with everything that it has; its runs are cancelled')
    .argument('<tenant>', 'name or id of the tenant')
    .option('--preview', 'only tell how many rows of which table would go')
    .option('--yes', 'do it: it cannot be undone')
    .action(action(surroundings, removeTenant));
}

async function addTenant(context: CommandContext, name: string): Promise<void> {
  const added = await context.api.call('addTenant', { name });
  show(context, added, ({ id, apiKey }) => [
    ...renderFields([
      ['id', id],
      ['key', `${apiKey.key}   (shown this once)`],
    ]),
    `  it is an admin of ${name}, and makes others with \`evenkeel keys add\``,
  ]);
}

const COLUMNS: readonly Column<TenantView>[] = [
  { title: 'name', value: ({ name }) => name, flexible: true },
  { title: 'connections', value: ({ connections }) => countText(connections), align: 'right' },
  { title: 'jobs', value: ({ jobs }) => countText(jobs), align: 'right' },
  { title: 'added', value: ({ createdAt }) => timeText(createdAt) },
  { title: 'state', value: ({ removedAt }) => (removedAt === null ? '' : 'is being removed') },
  { title: 'id', value: ({ id }) => id },
];

async function listTenants(context: CommandContext): Promise<void> {
  const tenants = await context.api.call('listTenants', {});
  show(context, tenants, ({ items }) => renderTable(COLUMNS, items, context.terminal.columns));
}

interface RemoveOptions {
  readonly preview?: boolean;
  readonly yes?: boolean;
}

const REMOVAL_COLUMNS: readonly Column<TenantRemovalView['tables'][number]>[] = [
  { title: 'table', value: ({ table }) => table },
  { title: 'rows', value: ({ rows }) => countText(rows), align: 'right' },
];

async function removeTenant(
  context: CommandContext,
  tenant: string,
  { preview = false, yes = false }: RemoveOptions,
): Promise<void> {
  if (!preview && !yes)
    throw new UsageFailure(
      `Removing tenant ${tenant} cannot be undone`,
      `\`evenkeel tenants remove ${tenant} --preview\` tells what would go; --yes does it.`,
    );
  const planned = await context.api.call('planTenantRemoval', { tenant });
  const { id, name } = planned;
  // By its id: what was looked at is what goes.
  const removal = preview ? planned : await context.api.call('removeTenant', { tenant: id, confirm: name });
  show(context, removal, ({ removedAt, tables }) => {
    const found =
      tables.length === 0
        ? ['it has nothing']
        : renderTable(REMOVAL_COLUMNS, tables, context.terminal.columns);
    if (removedAt === null)
      return [
        `Tenant ${name} (${id}): what would go with it`,
        ...found,
        `  to remove it for good: evenkeel tenants remove ${name} --yes`,
      ];
    return [
      `Tenant ${name} (${id}) is being removed since ${timeText(removedAt)}: what it still has`,
      ...found,
      '  its keys are revoked and its runs end; its rows go from ten minutes later on, and then it is in `evenkeel tenants list` no more',
    ];
  });
}
