import { API_PREFIX, OPERATIONS, type CallOf, type TriggerView } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageFailure } from '../failure.js';
import { showRetry } from './show-retry.js';
import { describeAccepted } from '../show/accepted.js';
import { stayWith } from '../watch/stay-with.js';
import { waitLine } from '../watch/watch-execution.js';
import { onlyOnce } from './only-once.js';
import { readTime } from './read-time.js';

interface RunOptions {
  readonly watch?: boolean;
  readonly wait?: boolean;
  readonly full?: boolean;
  readonly incremental?: boolean;
  readonly id?: readonly string[];
  readonly partial?: boolean;
  readonly plan?: string;
  readonly from?: string;
  readonly to?: string;
  readonly idempotencyKey?: string;
}

const OTHER_SCOPES = ['full', 'incremental', 'id', 'partial', 'plan'];

export function addRunCommand(program: Command, surroundings: CliSurroundings): void {
  program
    .command('run')
    .summary('Run a job now')
    .description(
      'Run a job now. With --watch it shows the progress, prints the receipt and exits with 0 only if the run ' +
        'completed and balances; a run that completed with errors exits with 1. --wait does the same without a display. ' +
        'With neither, --json tells what was accepted and how to watch it.',
    )
    .argument('[job]', 'name or id of the job; with --plan it need not be named')
    .option('-w, --watch', 'stay until the run has ended')
    .option('--wait', 'the same without a display: prints how it ended, and exits as --watch does')
    .addOption(new Option('--full', 'read all records, whatever the job says').conflicts('incremental'))
    .addOption(new Option('--incremental', 'read what changed since the last successful run'))
    .option('--id <external-id...>', 'read only these records')
    .addOption(
      new Option('--partial', 'only what earlier runs left behind').conflicts(['full', 'incremental', 'id']),
    )
    .addOption(
      new Option(
        '--plan <plan>',
        'exactly what this plan foresees; what has moved is planned anew',
      ).conflicts(['full', 'incremental', 'id', 'partial']),
    )
    .addOption(
      new Option('--from <time>', 'a backfill: what changed since then')
        .argParser(readTime)
        .conflicts(OTHER_SCOPES),
    )
    .addOption(new Option('--to <time>', 'and until then').argParser(readTime).conflicts(OTHER_SCOPES))
    .option('--idempotency-key <key>', 'sent twice with one key, it is one run')
    .action(
      action(surroundings, (context: CommandContext, job: string | undefined, options: RunOptions) =>
        run(context, job, options),
      ),
    );
}

async function run(
  context: CommandContext,
  named: string | undefined,
  options: RunOptions,
): Promise<ExitCode> {
  const job = named ?? (await jobOfPlan(context, options.plan));
  const once = onlyOnce(options.idempotencyKey);
  const stays = options.watch === true || options.wait === true;
  if (options.partial === true) {
    const retried = await context.api.call('retryFailures', { job }, once);
    return showRetry(waiting(context, options), retried, stays);
  }
  const accepted = await context.api.call('requestRun', requestOf(job, options), once);
  if (accepted.waitsFor !== null) context.terminal.note(waitLine(accepted));
  if (stays) return stayWith(waiting(context, options), job, accepted);
  // Said at once what it is: accepted, and not done.
  show(context, { ...accepted, watch: watchOf(accepted) }, () => [
    `Accepted: a run of ${job}`,
    ...describeAccepted(accepted),
  ]);
  return EXIT.ok;
}

/** Where a program sees how it goes on. */
function watchOf({ id }: TriggerView): { readonly trigger: string; readonly command: string } {
  const { path } = OPERATIONS.showTrigger;
  return {
    trigger: `${API_PREFIX}${path.replace(':trigger', id)}`,
    command: `evenkeel executions watch ${id}`,
  };
}

function waiting(context: CommandContext, { watch, wait }: RunOptions): CommandContext {
  return wait === true && watch !== true ? { ...context, quiet: true } : context;
}

function requestOf(job: string, { full, incremental, id, plan, from, to }: RunOptions): CallOf<'requestRun'> {
  return {
    job,
    ...(full === true ? { mode: 'full' as const } : {}),
    ...(incremental === true ? { mode: 'incremental' as const } : {}),
    ...(id === undefined ? {} : { externalIds: [...id] }),
    ...(plan === undefined ? {} : { planId: plan }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

async function jobOfPlan({ api }: CommandContext, plan: string | undefined): Promise<string> {
  if (plan !== undefined) return (await api.call('showPlan', { plan })).job.name;
  throw new UsageFailure(
    'Say which job is to run',
    'Name it, or a plan with --plan; list them with `evenkeel jobs list`.',
  );
}
