import type { ExecutionView } from '@evenkeel/contracts-admin';

/** What a shell or a CI job is told. */
export const EXIT = {
  /** It was done; of a run: it completed, and its receipt balances. */
  ok: 0,
  /** It was not done; of a run: any other end, also `completed_with_errors`. */
  failed: 1,
  /** The command line or what it was given cannot be understood. */
  usage: 2,
  /** Ctrl-C while watching; the run itself goes on. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf({ status, receipt }: Pick<ExecutionView, 'status' | 'receipt'>): ExitCode {
  return status === 'completed' && receipt.balanced ? EXIT.ok : EXIT.failed;
}
