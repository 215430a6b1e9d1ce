import { randomUUID } from 'node:crypto';
import { retryView, triggerView, type RunRequest } from '@evenkeel/contracts-http';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { showRetry } from './show-retry.js';
import { waitLine, watchTrigger } from '../watch/watch-execution.js';
import { watchToEnd } from '../watch/watch-to-end.js';

interface RunOptions {
  readonly watch?: boolean;
  readonly full?: boolean;
  readonly incremental?: boolean;
  readonly id?: readonly string[];
  readonly partial?: boolean;
  readonly idempotencyKey?: string;
}

export function addRunCommand(program: Command, surroundings: CliSurroundings): void {
  program
    .command('run')
    .summary('Run a job now')
    .description(
      'Run a job now. With --watch it shows the progress, prints the receipt and exits with 0 only if the run ' +
        'completed and balances; a run that completed with errors exits with 1.',
    )
    .argument('<job>', 'name or id of the job')
    .option('-w, --watch', 'stay until the run has ended')
    .addOption(new Option('--full', 'read all records, whatever the job says').conflicts('incremental'))
    .addOption(new Option('--incremental', 'read what changed since the last successful run'))
    .option('--id <external-id...>', 'read only these records')
    .addOption(
      new Option('--partial', 'only what earlier runs left behind').conflicts(['full', 'incremental', 'id']),
    )
    .option('--idempotency-key <key>', 'sent twice with one key, it is one run')
    .action(
      action(surroundings, (context: CommandContext, job: string, options: RunOptions) =>
        run(context, job, options),
      ),
    );
}

async function run(context: CommandContext, job: string, options: RunOptions): Promise<ExitCode> {
  if (options.partial === true) {
    const retried = await context.api.post('failures/retry', retryView, { job, actor: context.actor });
    return showRetry(context, retried, options.watch);
  }
  const request: RunRequest = {
    actor: context.actor,
    ...(options.full === true ? { mode: 'full' as const } : {}),
    ...(options.incremental === true ? { mode: 'incremental' as const } : {}),
    ...(options.id === undefined ? {} : { externalIds: [...options.id] }),
  };
  const accepted = await context.api.post(`jobs/${encodeURIComponent(job)}/runs`, triggerView, request, {
    // A proxy that sends it twice must not make two runs of it.
    'idempotency-key': options.idempotencyKey ?? randomUUID(),
  });
  if (accepted.waitsFor !== null) context.terminal.note(waitLine(accepted));
  if (options.watch !== true) {
    show(context, accepted, () => [
      `Accepted: a run of ${job}`,
      `  trigger ${accepted.id}`,
      `  see it with \`evenkeel executions list --job ${job}\`, or stay with it by --watch`,
    ]);
    return EXIT.ok;
  }
  const trigger = await watchTrigger(context, accepted);
  if (trigger.state === 'skipped' || trigger.executionId === null) {
    show(context, trigger, () => [
      `Skipped: a run of ${job} is active, and the job says to skip then`,
      `  execution ${trigger.executionId ?? '-'}`,
    ]);
    return EXIT.failed;
  }
  if (trigger.state === 'coalesced') {
    context.terminal.note('Another run of this job was waiting already: this request joined it');
  }
  return watchToEnd(context, trigger.executionId);
}
