import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { JobGone } from '../failure.js';
import { describeEnd } from '../show/execution.js';
import { describePlan } from '../show/plan.js';
import { onlyOnce } from './only-once.js';
import { watchExecution, watchTrigger } from '../watch/watch-execution.js';

interface PreviewOptions {
  readonly watch?: boolean;
  readonly full?: boolean;
  readonly incremental?: boolean;
  readonly idempotencyKey?: string;
}

export function addPreviewCommand(program: Command, surroundings: CliSurroundings): void {
  program
    .command('preview')
    .summary('See what a run would do')
    .description(
      'See what a run of a job would do: it reads as a run does and writes nothing but a plan, which ' +
        '`evenkeel run --plan` carries out within 24 hours.',
    )
    .argument('<job>', 'name or id of the job')
    .option('-w, --watch', 'stay until the plan is made, and show it')
    .addOption(new Option('--full', 'as if all records were read').conflicts('incremental'))
    .addOption(new Option('--incremental', 'as if what changed were read'))
    .option('--idempotency-key <key>', 'sent twice with one key, it is one preview')
    .action(action(surroundings, preview));
}

async function preview(context: CommandContext, job: string, options: PreviewOptions): Promise<ExitCode> {
  const { api } = context;
  const mode = options.full === true ? 'full' : options.incremental === true ? 'incremental' : undefined;
  const accepted = await api.call('requestPreview', { job, mode }, onlyOnce(options.idempotencyKey));
  if (options.watch !== true) {
    show(context, accepted, () => [
      `Accepted: a preview of ${job}`,
      `  see it with \`evenkeel plan list --job ${job}\`, or stay with it by --watch`,
    ]);
    return EXIT.ok;
  }
  const { executionId } = await watchTrigger(context, accepted);
  if (executionId === null) throw new JobGone(job);
  const execution = await watchExecution(context, executionId);
  const { plan } = await api.call('showExecution', { execution: executionId });
  if (execution.status !== 'completed' || plan === null) {
    show(context, execution, describeEnd);
    return EXIT.failed;
  }
  show(context, await api.call('showPlan', { plan: plan.id }), describePlan);
  return EXIT.ok;
}
