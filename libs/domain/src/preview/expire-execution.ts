import { errorCatalog } from '../errors/error-catalog.js';
import { endedAs } from '../execution/ended-as.js';
import type { Execution } from '../execution/execution.js';

/** An execution whose plan was not approved in time: it ends, and nothing was written. */
export function expireExecution(execution: Execution, now: Date): Execution {
  const reason = {
    kind: 'timeout',
    code: 'request.plan_expired',
    message: 'Nobody approved its plan within 24 hours',
    remedy: errorCatalog['request.plan_expired'].remedy,
  } as const;
  return endedAs(execution, { status: 'cancelled', reason }, now);
}
