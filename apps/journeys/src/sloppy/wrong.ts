import type { ExecutionView } from '@evenkeel/contracts-admin';

/** The engine did what it must not do. The message says what. */
export class Wrong extends Error {}

export function hold(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Wrong(otherwise);
}

/** Whether the run says that all is well: completed, without doubt, without a record set aside or kept. */
export function isGreen({ status, receipt, ...run }: ExecutionView): boolean {
  // An earlier release knows no doubts.
  const doubts = (run.doubts as readonly string[] | undefined) ?? [];
  const { failed, closeOut } = receipt;
  return status === 'completed' && doubts.length === 0 && failed === 0 && closeOut?.complete !== false;
}

export function saysOf({ status, reason, receipt, doubts }: ExecutionView): string {
  const { fetched, created, updated, failed, closeOut } = receipt;
  return JSON.stringify({
    status,
    reason: reason?.message,
    fetched,
    created,
    updated,
    failed,
    closeOut,
    doubts,
  });
}

/** Holds that nothing that the provider has is inactive, and that a green run has all of it. */
export function holdComplete(
  run: ExecutionView,
  { active, wanted }: { active: ReadonlyMap<string, unknown>; wanted: readonly string[] },
  before: readonly string[] = [],
): void {
  const missing = wanted.filter((id) => !active.has(id));
  const lost = missing.filter((id) => before.includes(id));
  hold(lost.length === 0, `the provider has ${lost.join(', ')}, but they are inactive now: ${saysOf(run)}`);
  hold(missing.length === 0 || !isGreen(run), `green without ${missing.join(', ')}: ${saysOf(run)}`);
}
