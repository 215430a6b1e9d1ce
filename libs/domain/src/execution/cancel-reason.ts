import type { ExecutionReason, ReasonKind } from './reason.js';

/** What ends with it every execution that it had. */
export type Removed = 'job' | 'connection';

const KIND_OF_REMOVAL = { job: 'user', connection: 'connection_removed' } as const satisfies Readonly<
  Record<Removed, ReasonKind>
>;

/** Why an execution that `actor` cancelled has ended. */
export function cancelled(actor: string, removed?: Removed): ExecutionReason {
  if (removed !== undefined) {
    const message = `Cancelled by ${actor}, who removed the ${removed}`;
    return { kind: KIND_OF_REMOVAL[removed], code: null, message, remedy: null };
  }
  const remedy = 'Resume it to go on from the last page that was applied.';
  return { kind: 'user', code: null, message: `Cancelled by ${actor}`, remedy };
}
