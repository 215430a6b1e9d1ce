import type { ExecutionReason, ReasonKind } from './reason.js';

interface Cause {
  readonly kind: ReasonKind;
  /** What else the one who cancelled it did. */
  readonly says: string;
  readonly remedy: string | null;
}

/** What ends with it every execution that it had: a job or a connection that was removed, or a connection that was disabled. */
export const CANCEL_CAUSES = {
  job_removed: { kind: 'user', says: ', who removed the job', remedy: null },
  connection_removed: { kind: 'connection_removed', says: ', who removed the connection', remedy: null },
  connection_disabled: {
    kind: 'connection_disabled',
    says: ', who disabled the connection',
    remedy:
      'Start the connection (`evenkeel start --connection NAME`), then resume the run or begin another.',
  },
} as const satisfies Readonly<Record<string, Cause>>;

export type CancelCause = keyof typeof CANCEL_CAUSES;

const BY_ITSELF: Cause = {
  kind: 'user',
  says: '',
  remedy: 'Resume it to go on from the last page that was applied.',
};

/** Why an execution that `actor` cancelled has ended. */
export function cancelled(actor: string, cause?: CancelCause): ExecutionReason {
  const { kind, says, remedy } = cause === undefined ? BY_ITSELF : CANCEL_CAUSES[cause];
  return { kind, code: null, message: `Cancelled by ${actor}${says}`, remedy };
}
