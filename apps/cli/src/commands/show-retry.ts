import type { RetryView } from '@evenkeel/contracts-admin';
import { show, type CommandContext } from '../command-context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { describeAccepted } from '../show/accepted.js';
import { countText } from '../show/text.js';
import { watchTrigger } from '../watch/watch-execution.js';
import { watchToEnd } from '../watch/watch-to-end.js';

/** Shows that a run was asked for, or stays with it to its end. */
export async function showRetry(
  context: CommandContext,
  retried: RetryView,
  watch: boolean | undefined,
): Promise<ExitCode> {
  const { trigger, failures, more } = retried;
  const rest = more ? ['  there are more than one run takes: retry again when it has ended'] : [];
  if (watch === true) {
    for (const line of rest) context.terminal.note(line.trim());
    const { executionId } = await watchTrigger(context, trigger);
    if (executionId !== null) return watchToEnd(context, executionId);
  }
  show(context, retried, () => [
    `Accepted: a run of ${countText(failures)} ${failures === 1 ? 'failure' : 'failures'}`,
    ...describeAccepted(trigger),
    ...rest,
  ]);
  return EXIT.ok;
}
