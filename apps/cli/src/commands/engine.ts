import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { describeConcerns } from '../show/concern.js';
import { describeEngine } from '../show/engine.js';

export function addEngineCommands(program: Command, surroundings: CliSurroundings): void {
  program
    .command('engine')
    .summary('See what the whole engine does')
    .description('The engine as a whole; hold it with `evenkeel pause --engine`')
    .command('status')
    .description('Show what runs, what waits, and what keeps it')
    .action(action(surroundings, (context: CommandContext) => showEngine(context)));
}

async function showEngine(context: CommandContext): Promise<void> {
  const engine = await context.api.call('showEngine', {});
  const { items: concerns } = await context.api.call('listConcerns', {});
  show(context, { ...engine, concerns }, () => [
    ...describeEngine(engine),
    '',
    ...describeConcerns(concerns),
  ]);
}
