import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { CliSurroundings } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { CliFailure } from '../failure.js';

const STANDALONE = join(__dirname, '..', '..', '..', 'standalone', 'dist', 'main.js');

export function addUpCommand(program: Command, { finish }: CliSurroundings): void {
  program
    .command('up')
    .summary('Start Evenkeel on this machine')
    .description(
      'Start Evenkeel on this machine: all services in one process with a Postgres of its own. Stays until Ctrl-C. ' +
        'What follows is handed on to it.',
    )
    .argument('[arguments...]')
    .allowUnknownOption()
    .action(async (given: readonly string[]) => finish(await up(STANDALONE, given)));
}

/** Runs the standalone process until it ends; its exit code is ours. */
export async function up(script: string, given: readonly string[]): Promise<ExitCode> {
  if (!existsSync(script)) {
    throw new CliFailure('Evenkeel is not built yet', 'Run `npm run build` in the clone first.');
  }
  const child = spawn(process.execPath, ['--enable-source-maps', script, ...given], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to the child as well: we only stay until it has stopped cleanly.
  const interrupt = () => void (process.stdin.isTTY || child.kill('SIGINT'));
  const terminate = () => void child.kill('SIGTERM');
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    return code === EXIT.ok || code === EXIT.usage ? code : EXIT.failed;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', terminate);
  }
}
