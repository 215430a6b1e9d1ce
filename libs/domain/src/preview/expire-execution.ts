import { errorCatalog } from '../errors/error-catalog.js';
import type { Execution } from '../execution/execution.js';

/** An execution whose plan nobody has approved in time: it ends, and nothing was written. */
export function expireExecution(execution: Execution, now: Date): Execution {
  return {
    ...execution,
    status: 'cancelled',
    epoch: execution.epoch + 1,
    finishedAt: now,
    reason: {
      kind: 'timeout',
      code: 'request.plan_expired',
      message: 'Nobody approved its plan within 24 hours',
      remedy: errorCatalog['request.plan_expired'].remedy,
    },
  };
}
