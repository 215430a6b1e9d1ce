import type { Execution } from '../execution.js';
import { NO_RETRY } from '../execution-retry.js';

const now = new Date('2026-11-21T12:00:00Z');

/** A bulk execution that runs since noon and has an hour. */
export function someExecution(changes: Partial<Execution> = {}): Execution {
  return {
    id: 'e',
    tenantId: 't',
    jobId: 'j',
    jobRevision: 1,
    triggerId: 'tr',
    triggerKind: 'manual',
    actor: 'ada',
    lane: 'bulk',
    mode: 'full',
    scope: { kind: 'full' },
    status: 'running',
    phase: 'fetching',
    epoch: 3,
    reason: null,
    requestedAt: now,
    startedAt: now,
    finishedAt: null,
    deadline: new Date(now.getTime() + 3_600_000),
    clockSince: now,
    timeLeftMs: null,
    heldBy: null,
    retry: NO_RETRY,
    priority: 'medium',
    path: { kind: 'primary', why: 'as the job says' },
    expected: null,
    ...changes,
  };
}
