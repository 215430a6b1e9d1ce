import type { TriggerView } from '@evenkeel/contracts-admin';
import { show, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { JobGone } from '../failure.js';
import { watchTrigger } from './watch-execution.js';
import { watchToEnd } from './watch-to-end.js';

/** Stays until what answers a request for a run has ended; tells the exit code. */
export async function stayWith(
  context: CommandContext,
  job: string,
  accepted: TriggerView,
): Promise<ExitCode> {
  const trigger = await watchTrigger(context, accepted);
  if (trigger.executionId === null) throw new JobGone(job);
  if (trigger.state === 'skipped') {
    show(context, trigger, () => [
      `Skipped: a run of ${job} is active, and the job says to skip then`,
      `  execution ${trigger.executionId}`,
    ]);
    return EXIT.failed;
  }
  if (trigger.state === 'coalesced') {
    context.terminal.note('Another run of this job was waiting already: this request joined it');
  }
  return watchToEnd(context, trigger.executionId);
}
