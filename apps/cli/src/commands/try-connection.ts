import type { CallOf } from '@evenkeel/contracts-admin';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageFailure } from '../failure.js';
import { isInline, readJsonObject } from '../read-json.js';
import { describeTrial } from '../show/trial.js';
import { CREDENTIALS, readGiven } from './connection-options.js';
import { wholeNumber } from './list-options.js';

interface TryOptions {
  readonly connector: string;
  readonly connection?: string;
  readonly credentials?: string;
  readonly stream?: string;
  readonly pages?: number;
}

/** Streams are many, and providers slow. */
export const PATIENCE_MS = 600_000;

export function addTryCommand(connections: Command, surroundings: CliSurroundings): void {
  connections
    .command('try')
    .description(
      'Read a little of what settings describe and tell what was asked, what came and what looks doubtful. Nothing is kept.',
    )
    .argument(
      '<file|json|connection>',
      'a JSON file, JSON in quotes, - for stdin, or the name of a connection',
    )
    .option('--connector <connector>', 'whose settings they are', 'rest')
    .option(...CREDENTIALS)
    .option('--connection <connection>', 'try the settings with the credentials of this connection')
    .option('--stream <stream>', 'only this stream')
    .option('--pages <n>', 'how many pages of each listing: 2, unless it is said', wholeNumber)
    .action(action(surroundings, tryConnection));
}

async function tryConnection(context: CommandContext, given: string, options: TryOptions): Promise<ExitCode> {
  const { connector, connection, stream, pages } = options;
  const extent = { stream, pages };
  const patience = { timeoutMs: PATIENCE_MS };
  if (!isSettings(given)) {
    if (connection !== undefined || options.credentials !== undefined)
      throw new UsageFailure(
        `There is no file ${given}, and a connection is tried with its own credentials`,
        'Give a file of settings, or only the name of a connection.',
      );
    return shown(
      context,
      await context.api.call('tryConnection', { connection: given, ...extent }, patience),
    );
  }
  const settings = await readJsonObject<CallOf<'trySettings'>['settings']>(
    ...(['settings', given, context.terminal] as const),
  );
  if (connection !== undefined)
    return shown(
      context,
      await context.api.call('tryConnection', { connection, settings, ...extent }, patience),
    );
  const { credentials } = await readGiven(context, options);
  const asked = { connector, settings, ...(credentials && { credentials }), ...extent };
  return shown(context, await context.api.call('trySettings', asked, patience));
}

function isSettings(given: string): boolean {
  return given === '-' || isInline(given) || existsSync(given);
}

function shown(context: CommandContext, trial: Parameters<typeof describeTrial>[0]): ExitCode {
  show(context, trial, describeTrial);
  return trial.ok ? EXIT.ok : EXIT.failed;
}
