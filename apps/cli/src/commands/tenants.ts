import type { TenantView } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { renderFields, renderTable, type Column } from '../show/table.js';
import { countText, timeText } from '../show/text.js';

export function addTenantCommands(program: Command, surroundings: CliSurroundings): void {
  const tenants = program
    .command('tenants')
    .summary('Add and list tenants of the installation')
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
  { title: 'id', value: ({ id }) => id },
];

async function listTenants(context: CommandContext): Promise<void> {
  const tenants = await context.api.call('listTenants', {});
  show(context, tenants, ({ items }) => renderTable(COLUMNS, items, context.terminal.columns));
}
