import { decidePath, type ExecutionPath, type Job, type Scope } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** How hard a run that begins now presses, and how many records it is expected to read. */
export async function readPath(
  tx: Transaction,
  job: Job,
  scope: Scope,
): Promise<{ readonly path: ExecutionPath; readonly expected: number | null }> {
  const records = await sizeOf(tx, job, scope);
  const { calls: all, troubled } = await tx.connections.callsOfHour(job.connectionId);
  const path = decidePath(job.definition.path, { records, calls: { all, troubled } });
  // What an earlier run read is a guess, good enough to choose a path by, but no total to show.
  return { path, expected: isNamed(scope) ? records : null };
}

async function sizeOf(tx: Transaction, job: Job, scope: Scope): Promise<number | null> {
  if (scope.kind === 'single') return scope.externalIds.length;
  if (scope.kind === 'partial') return scope.failureIds.length;
  if (scope.kind === 'approval') return null;
  return (await tx.receipts.lastSize(job.id, scope.kind)) ?? null;
}

function isNamed({ kind }: Scope): boolean {
  return kind === 'single' || kind === 'partial';
}
