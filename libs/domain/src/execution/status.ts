/** The one stored vocabulary that every screen, API, metric and event reads. */
export const EXECUTION_STATUSES = [
  'queued',
  'running',
  'paused',
  'awaiting_approval',
  'completed',
  'completed_with_errors',
  'failed',
  'timed_out',
  'cancelled',
] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** The legal moves. A finished execution other than a `completed` one may be resumed as a new epoch. */
const MOVES: Readonly<Record<ExecutionStatus, readonly ExecutionStatus[]>> = {
  queued: ['running', 'cancelled', 'failed'],
  running: [
    'paused',
    'awaiting_approval',
    'completed',
    'completed_with_errors',
    'failed',
    'timed_out',
    'cancelled',
  ],
  paused: ['running', 'cancelled', 'failed'],
  awaiting_approval: ['running', 'cancelled', 'failed'],
  completed: [],
  completed_with_errors: ['running'],
  failed: ['running'],
  timed_out: ['running'],
  cancelled: ['running'],
};

export function mayMove(from: ExecutionStatus, to: ExecutionStatus): boolean {
  return MOVES[from].includes(to);
}

const ENDED: readonly ExecutionStatus[] = [
  'completed',
  'completed_with_errors',
  'failed',
  'timed_out',
  'cancelled',
];

/** Whether nothing more will be written for an execution of this status, unless it is resumed. */
export function hasEnded(status: ExecutionStatus): boolean {
  return ENDED.includes(status);
}

export function mayResume(status: ExecutionStatus): boolean {
  return hasEnded(status) && mayMove(status, 'running');
}

/** Whether what others wait for is there: everything was read, and what could not be applied is kept as a failure. */
export function hasSucceeded(status: ExecutionStatus): boolean {
  return status === 'completed' || status === 'completed_with_errors';
}
