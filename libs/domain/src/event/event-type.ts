import type { ExecutionStatus } from '../execution/status.js';

/** What is told to other systems, by the name under which they know it. */
export const EVENT_TYPES = [
  'sync.triggered',
  'sync.started',
  'sync.paused',
  'sync.resumed',
  'sync.completed',
  'sync.failed',
  'sync.timed_out',
  'sync.cancelled',
  'records.fetched',
  'batch.processed',
  'retry.attempted',
  'approval.needed',
  'approval.decided',
  'conflict.opened',
  'conflict.resolved',
  'dead_letter.opened',
  'connection.needs_attention',
  'connection.recovered',
  'record.created',
  'record.updated',
  'record.inactivated',
  'job.changed',
  'trigger.accepted',
  'trigger.rejected',
  'trigger.settled',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** What is told when an execution that was not there, or in another status, is in this one. */
export const EVENT_OF_STATUS: Readonly<Record<ExecutionStatus, EventType>> = {
  queued: 'sync.triggered',
  running: 'sync.started',
  paused: 'sync.paused',
  awaiting_approval: 'approval.needed',
  completed: 'sync.completed',
  completed_with_errors: 'sync.completed',
  failed: 'sync.failed',
  timed_out: 'sync.timed_out',
  cancelled: 'sync.cancelled',
};

/** What the events of a subject are numbered under, one after the other. */
export const SUBJECT_KINDS = ['executions', 'jobs', 'connections', 'triggers'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];
