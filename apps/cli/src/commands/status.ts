import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { SOON } from '../api/admin-api.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { describeConcerns } from '../show/concern.js';

export function addStatusCommand(program: Command, surroundings: CliSurroundings): void {
  program
    .command('status')
    .summary('See what asks for you')
    .description('What asks for a person, each with the next command; exits with 1 where something does')
    .action(action(surroundings, (context: CommandContext) => showConcerns(context)));
}

async function showConcerns(context: CommandContext): Promise<ExitCode> {
  const concerns = await context.api.call('listConcerns', {}, SOON);
  show(context, concerns, ({ items }) => describeConcerns(items));
  return concerns.items.length === 0 ? EXIT.ok : EXIT.failed;
}
