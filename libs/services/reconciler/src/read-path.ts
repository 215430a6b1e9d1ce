import { decidePath, type ExecutionPath, type Job, type Scope } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';

/** How hard a run that begins now presses, and how many records it is to read where that is known. */
export async function readPath(
  tx: Transaction,
  { definition, connectionId }: Job,
  scope: Scope,
): Promise<{ readonly path: ExecutionPath; readonly expected: number | null }> {
  const calls = await tx.connections.callsOfHour(connectionId);
  const connection = await tx.connections.find(connectionId);
  const path = decidePath({ job: definition.path, connection: connection?.path ?? 'auto' }, calls);
  return { path, expected: sizeOf(scope) };
}

function sizeOf(scope: Scope): number | null {
  if (scope.kind === 'single') return scope.externalIds.length;
  if (scope.kind === 'push') return (scope.failureIds ?? scope.externalIds ?? scope.recordIds)?.length ?? null;
  return scope.kind === 'partial' ? scope.failureIds.length : null;
}
