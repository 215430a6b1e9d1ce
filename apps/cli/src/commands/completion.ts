import { Argument, type Command } from 'commander';
import type { CliSurroundings } from '../command-context.js';
import { placesOf } from '../completion/command-tree.js';
import { SHELLS } from '../completion/scripts.js';
import { EXIT } from '../exit-code.js';

export function addCompletionCommand(program: Command, { terminal, finish }: CliSurroundings): void {
  program
    .command('completion')
    .summary('Print what lets a shell complete commands')
    .description(
      'Print what lets a shell complete commands and options: `eval "$(evenkeel completion bash)"` in ~/.bashrc, the same for zsh in ~/.zshrc, `evenkeel completion fish | source` in config.fish',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
    .action((shell: string) => {
      for (const line of (SHELLS[shell]?.(placesOf(program)) ?? '').split('\n')) terminal.print(line);
      finish(EXIT.ok);
    });
}
