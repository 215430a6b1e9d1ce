import { setTimeout as delay } from 'node:timers/promises';
import type { AdminClient } from '@evenkeel/client-admin';
import type { ExecutionView } from '@evenkeel/contracts-admin';

const FIRST_LOOK_MS = 40;
const SLOWEST_LOOK_MS = 250;
/** Short runs are seen at once, long ones do not pay for being watched. */
const GROWTH = 1.1;

/** Runs a job and resolves with the execution once it has ended. `onProgress` sees each look at it. */
export async function runToEnd(
  admin: AdminClient,
  job: string,
  onProgress: (execution: ExecutionView) => void,
  signal: AbortSignal,
): Promise<ExecutionView> {
  const trigger = await admin.call('requestRun', { job });
  const executionId = await executionOf(admin, trigger.id, signal);
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(SLOWEST_LOOK_MS, lookMs * GROWTH)) {
    const execution = await admin.call('showExecution', { execution: executionId });
    onProgress(execution);
    if (execution.ended) return execution;
    await delay(lookMs, undefined, { signal });
  }
}

async function executionOf(admin: AdminClient, triggerId: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    const { executionId } = await admin.call('showTrigger', { trigger: triggerId });
    if (executionId !== null) return executionId;
    await delay(FIRST_LOOK_MS, undefined, { signal });
  }
}
