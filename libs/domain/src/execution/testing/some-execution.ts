import type { Execution } from '../execution.js';
import { NEW_EXECUTION } from '../new-execution.js';

const now = new Date('2026-11-21T12:00:00Z');

/** A bulk execution that runs since noon and has an hour. */
export function someExecution(changes: Partial<Execution> = {}): Execution {
  return {
    ...NEW_EXECUTION,
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
    requestedAt: now,
    startedAt: now,
    deadline: new Date(now.getTime() + 3_600_000),
    clockSince: now,
    priority: 'medium',
    path: { kind: 'primary', why: 'as the job says' },
    ...changes,
  };
}
