import { flagText } from '@evenkeel/contracts-admin';
import type { Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { UsageFailure } from '../failure.js';
import { countText } from '../show/text.js';
import { addForceOption, forced, forcedText, type ForceOptions } from './force-option.js';
import { addJobOptions, addUndoOptions, readJobFields, type JobOptions } from './job-options.js';
import { wholeNumber } from './list-options.js';

interface RevisionOptions {
  readonly revision?: number;
}
type ChangeJobOptions = JobOptions & RevisionOptions & ForceOptions & { readonly name?: string };
type RemoveOptions = RevisionOptions & ForceOptions & { readonly detach?: boolean };

const REVISION = ['--revision <n>', 'refuse if somebody has changed the job since this revision'] as const;

/** `jobs change` and `jobs remove`. */
export function addChangeJobCommands(jobs: Command, surroundings: CliSurroundings): void {
  const change = jobs
    .command('change')
    .description('Change a job; what is not named stays. The next run goes by it, not the one under way')
    .argument('<job>', 'name or id of the job')
    .option('--name <name>', 'another name')
    .option(...REVISION, wholeNumber);
  addForceOption(addUndoOptions(addJobOptions(change))).action(action(surroundings, changeJob));
  addForceOption(jobs.command('remove'))
    .description('Remove a job: its runs are cancelled, its history and its records stay, its name is free')
    .argument('<job>', 'name or id of the job')
    .option('--detach', 'forget also which record here belongs to which at the provider')
    .option(...REVISION, wholeNumber)
    .action(action(surroundings, removeJob));
}

async function changeJob(
  context: CommandContext,
  reference: string,
  { name, revision, force, ...options }: ChangeJobOptions,
): Promise<void> {
  const before = await context.api.call('showJob', { job: reference });
  const wanted = { name, ...(await readJobFields(context, options, before.schedule)) };
  if (Object.values(wanted).every((value) => value === undefined)) {
    throw new UsageFailure(
      'Nothing to change was given',
      'Name what is to be otherwise; `evenkeel jobs change --help` lists what there is.',
    );
  }
  const seen = { revision: revision ?? before.revision };
  const changed = await context.api.call(
    'changeJob',
    { job: reference, ...wanted, ...forced({ force }) },
    seen,
  );
  show(context, changed, () =>
    changed.revision === before.revision
      ? [`Nothing to do: job ${changed.name} is so already (revision ${changed.revision})`]
      : [
          `Changed job ${changed.name}: revision ${changed.revision}`,
          '  the next run goes by it; a run that is under way keeps what it began with',
        ],
  );
}

async function removeJob(
  context: CommandContext,
  reference: string,
  { detach = false, revision, ...options }: RemoveOptions,
): Promise<void> {
  const wanted = { job: reference, detach: flagText(detach), ...forcedText(options) };
  const removed = await context.api.call('removeJob', wanted, { revision });
  const { name, id, cancelled, references } = removed;
  show(context, removed, () => [
    `Removed job ${name} (${id})`,
    ...(cancelled === 0 ? [] : [`  cancelled ${countText(cancelled)} of its runs`]),
    references === 'kept'
      ? '  its records stay; a job that reads the same stream again finds them'
      : '  its records stay; which ones they were at the provider is being forgotten',
    `  its runs stay readable: \`evenkeel executions list --job ${id}\``,
  ]);
}
