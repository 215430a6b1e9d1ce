import { decideAskedRun, type Job, type Scope } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** What a run of local changes is about. `scope`: of these alone, beside whatever runs; left out: a run of the whole job. */
export type TakenChanges = { readonly isAny: false } | { readonly isAny: true; readonly scope?: Scope };

/** Takes what is pending now: it may be more, or less, than what the run was asked for. The job is locked. */
export async function takeChanges(tx: Transaction, { id, definition }: Job): Promise<TakenChanges> {
  if (definition.direction === 'inbound' || !definition.pushOnChange) return { isAny: false };
  const facts = await tx.changeRuns.factsOf(id);
  const { kind } = decideAskedRun(facts);
  if (kind === 'many') return { isAny: true };
  if (kind !== 'few') return { isAny: false };
  const recordIds = await tx.changeRuns.take(id, facts.now);
  if (recordIds.length === 0) return { isAny: false };
  return { isAny: true, scope: { kind: 'push', select: 'changed', recordIds } };
}
