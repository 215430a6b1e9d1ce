import { show, type CommandContext } from '../command-context.js';
import { exitCodeOf, type ExitCode } from '../exit-code.js';
import { describeEnd } from '../show/execution.js';
import { firstProblems, watchExecution } from './watch-execution.js';

/** Watches, shows how it ended, and tells the exit code. */
export async function watchToEnd(context: CommandContext, executionId: string): Promise<ExitCode> {
  const execution = await watchExecution(context, executionId);
  const problems = context.json ? [] : await firstProblems(context, execution);
  show(context, execution, (ended) => [...describeEnd(ended), ...problems]);
  return exitCodeOf(execution);
}
