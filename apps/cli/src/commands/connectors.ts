import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';

export function addConnectorCommands(program: Command, surroundings: CliSurroundings): void {
  program
    .command('connectors')
    .summary('Show what the settings of a connector may be')
    .description('A connector knows how the API of a provider is asked')
    .command('schema')
    .description(
      'Print the JSON Schema of the settings, for an editor: `evenkeel connectors schema rest > rest.schema.json`',
    )
    .argument('<connector>', 'for example rest')
    .action(action(surroundings, showSchema));
}

async function showSchema(context: CommandContext, connector: string): Promise<void> {
  const { schema } = await context.api.call('showSettingsSchema', { connector });
  show(context, schema, () => JSON.stringify(schema, undefined, 2).split('\n'));
}
