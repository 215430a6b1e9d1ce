import type { Command } from 'commander';
import { SOON } from '../api/admin-api.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { addEngineConfigCommands } from './engine-config.js';
import { describeConcerns } from '../show/concern.js';
import { describeEngine } from '../show/engine.js';

export function addEngineCommands(program: Command, surroundings: CliSurroundings): void {
  const engine = program
    .command('engine')
    .summary('See what the whole engine does, and set it')
    .description('The engine as a whole; hold it with `evenkeel pause --engine`');
  addEngineConfigCommands(engine, surroundings);
  engine
    .command('status')
    .description('Show what runs, what waits, and what keeps it')
    .action(action(surroundings, (context: CommandContext) => showEngine(context)));
}

async function showEngine(context: CommandContext): Promise<ExitCode> {
  const { items: concerns } = await context.api.call('listConcerns', {}, SOON);
  // All that there is to say of the engine is in its database.
  if (concerns.some(({ kind }) => kind === 'database_away')) {
    show(context, { concerns }, () => describeConcerns(concerns));
    return EXIT.failed;
  }
  const engine = await context.api.call('showEngine', {}, SOON);
  show(context, { ...engine, concerns }, () => [
    ...describeEngine(engine),
    '',
    ...describeConcerns(concerns),
  ]);
  return EXIT.ok;
}
