import type { CallOf } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { isInline, readJsonObject } from '../read-json.js';

/** As they were typed. */
export interface ConnectionOptions {
  readonly settings?: string;
  readonly credentials?: string;
  readonly quota?: string;
  readonly retry?: string;
  readonly path?: string;
}

const SETTINGS = ['--settings <file|json>', 'a JSON file, JSON in quotes, or - for stdin'] as const;
export const CREDENTIALS = [
  '--credentials <file|json|->',
  'a JSON file, or - for stdin. JSON in quotes works too, but then everybody on this machine can read it in the ' +
    'process list and in your shell history',
] as const;
const QUOTA = [
  '--quota <file|json>',
  'what the provider allows, for example \'{"rate": {"calls": 100, "perSeconds": 60}, "concurrency": 5}\'; null: nothing said',
] as const;
const RETRY = [
  '--retry <file|json>',
  'how failed calls are tried again, for example \'{"maxAttempts": 5, "initialMs": 500}\'; null: as by default',
] as const;
const PATH = new Option('--path <path>', 'how hard runs press whose job does not say: default auto').choices([
  'auto',
  'primary',
  'enterprise',
]);

/** What may be said of a connection when it is added and when it is changed. */
export function addGiven(command: Command): Command {
  return command
    .option(...SETTINGS)
    .option(...CREDENTIALS)
    .option(...QUOTA)
    .option(...RETRY)
    .addOption(PATH);
}

const GIVEN = ['settings', 'credentials', 'quota', 'retry'] as const;
type Given = Omit<CallOf<'changeConnection'>, 'connection'>;

/** Rejects with a {@link UsageFailure} where the options contradict each other. */
export async function readGiven({ terminal }: CommandContext, options: ConnectionOptions): Promise<Given> {
  if (options.credentials !== undefined && isInline(options.credentials)) {
    terminal.note(
      'Credentials on the command line can be read by others on this machine: prefer a file or -',
    );
  }
  if (GIVEN.filter((name) => options[name] === '-').length > 1) {
    throw new UsageFailure('Only one thing can come from stdin', 'Give files for the others.');
  }
  const given: Partial<Record<(typeof GIVEN)[number], unknown>> = {};
  for (const name of GIVEN) {
    const text = options[name];
    if (text === undefined) continue;
    given[name] = text === 'null' ? null : await readJsonObject(`--${name}`, text, terminal);
  }
  // The admin API tells what does not fit.
  return { ...given, ...(options.path !== undefined && { path: options.path }) } as Given;
}
