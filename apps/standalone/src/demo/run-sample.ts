import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionView } from '@evenkeel/contracts-http';
import type { AdminClient } from './admin-client.js';

const LOOK_EVERY_MS = 40;

/** Runs a job and resolves with the execution once it has ended. `onProgress` sees each look at it. */
export async function runToEnd(
  admin: AdminClient,
  job: string,
  onProgress: (execution: ExecutionView) => void,
  signal: AbortSignal,
): Promise<ExecutionView> {
  const trigger = await admin.run(job, { actor: 'npm start' });
  const executionId = await executionOf(admin, trigger.id, signal);
  for (;;) {
    const execution = await admin.execution(executionId);
    onProgress(execution);
    if (execution.ended) return execution;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function executionOf(admin: AdminClient, triggerId: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    const { executionId } = await admin.trigger(triggerId);
    if (executionId !== null) return executionId;
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}
