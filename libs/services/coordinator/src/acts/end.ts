import { decideExecutionRetry, endedAs, type Closing, type Execution } from '@evenkeel/domain';
import { endExecution } from '@evenkeel/operations';
import type { Acting } from './acting.js';

/** The execution ends so, and it is decided whether it is tried again as a whole. */
export async function end({ tx, execution, job, now }: Acting, closing: Closing): Promise<Execution> {
  const ended: Execution = { ...endedAs(execution, closing, now), phase: 'finalizing' };
  const retry = decideExecutionRetry(ended, job.definition, now);
  return endExecution(tx, { ...ended, retry }, closing.receipt);
}
