import { looksLikeAnId, type CallOf, type RetryFailures } from '@evenkeel/contracts-admin';
import type { CallOptions } from '@evenkeel/client-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageFailure } from '../failure.js';
import { readText } from '../read-json.js';
import { onlyOnce } from './only-once.js';
import { showRetry } from './show-retry.js';
import { describeAccepted } from '../show/accepted.js';
import { watchTrigger } from '../watch/watch-execution.js';
import { watchToEnd } from '../watch/watch-to-end.js';

interface RetryOptions {
  readonly job?: string;
  readonly state?: RetryFailures['state'];
  readonly code?: string;
  readonly group?: string;
  readonly idempotencyKey?: string;
  readonly watch?: boolean;
}

interface EditOptions {
  readonly payload: string;
  readonly externalId?: string;
  readonly idempotencyKey?: string;
  readonly watch?: boolean;
}

/** What a person does about failures, below `dlq`. */
export function addRepairCommands(failures: Command, surroundings: CliSurroundings): void {
  failures
    .command('retry')
    .description('Try one failure again, or with --job all of its open ones (or those of one cause)')
    .argument('[failure]', 'id of the failure, or of a run that exhausted its retries')
    .option('--job <job>', 'those of this job (name or id)')
    .addOption(new Option('--state <state>', 'default open: both').choices(['open', 'retrying', 'dead']))
    .option('--code <code>', 'only those with this error code')
    .option('--group <group>', 'only those of one cause, as `dlq groups` gives it')
    .option('--idempotency-key <key>', 'sent twice with one key, it is one run')
    .option('-w, --watch', 'stay until the run has ended')
    .action(action(surroundings, retry));
  failures
    .command('edit')
    .description('Put a payload in the place of the one that failed, and try it')
    .argument('<failure>', 'id of the failure')
    .requiredOption('--payload <file|json>', "the provider's record as it should have been, - for stdin")
    .option('--external-id <id>', 'for a record that came without one')
    .option('--idempotency-key <key>', 'sent twice with one key, it is one run')
    .option('-w, --watch', 'stay until the run has ended')
    .action(action(surroundings, edit));
  failures
    .command('discard')
    .description('Give a failure up; it opens again only when the provider sends another payload')
    .argument('<failure>', 'id of the failure, or of a run that exhausted its retries')
    .requiredOption('--reason <text>', 'why, for those who find it later')
    .action(action(surroundings, discard));
}

async function retry(
  context: CommandContext,
  id: string | undefined,
  { job, state, code, group, idempotencyKey, watch }: RetryOptions,
): Promise<ExitCode> {
  const { api } = context;
  if ((id === undefined) === (job === undefined)) {
    throw new UsageFailure(
      'Say which failures: the id of one, or --job for those of a job',
      'List them with `evenkeel dlq list`, and their causes with `evenkeel dlq groups`.',
    );
  }
  const once = onlyOnce(idempotencyKey);
  if (id !== undefined && looksLikeAnId(id)) return retryRun(context, id, { once, watch });
  const retried =
    job === undefined
      ? await api.call('retryFailure', { failure: id as string }, once)
      : await api.call('retryFailures', { job, state, code, group }, once);
  return showRetry(context, retried, watch);
}

async function retryRun(
  context: CommandContext,
  id: string,
  { once, watch }: { readonly once: CallOptions; readonly watch: boolean | undefined },
): Promise<ExitCode> {
  const { api } = context;
  const accepted = await api.call('retryExecution', { execution: id }, once);
  if (watch === true) {
    const trigger = await watchTrigger(context, accepted);
    if (trigger.executionId !== null) return watchToEnd(context, trigger.executionId);
  }
  show(context, accepted, () => [`Accepted: the run is tried again`, ...describeAccepted(accepted)]);
  return EXIT.ok;
}

async function edit(context: CommandContext, id: string, options: EditOptions): Promise<ExitCode> {
  const { payload, externalId, idempotencyKey, watch } = options;
  const request: CallOf<'editFailure'> = {
    failure: id,
    raw: await readText('--payload', payload, context.terminal),
    ...(externalId === undefined ? {} : { externalId }),
  };
  const retried = await context.api.call('editFailure', request, onlyOnce(idempotencyKey));
  return showRetry(context, retried, watch);
}

async function discard(
  context: CommandContext,
  id: string,
  { reason }: { readonly reason: string },
): Promise<void> {
  const { api } = context;
  if (looksLikeAnId(id)) {
    const run = await api.call('discardExecution', { execution: id, reason });
    show(context, run, ({ job }) => [`Discarded: a run of ${job.name}`]);
    return;
  }
  const failure = await api.call('discardFailure', { failure: id, reason });
  show(context, failure, ({ externalId, job }) => [
    `Discarded: ${externalId ?? 'a record without id'} of ${job.name}`,
  ]);
}
