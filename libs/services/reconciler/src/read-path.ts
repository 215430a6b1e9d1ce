import { decidePath, type ExecutionPath, type Job, type Scope, type Slice } from '@evenkeel/domain';
import { cutPushes } from '@evenkeel/operations';
import type { Transaction } from '@evenkeel/ports';

/** How hard a run that begins now presses, how many records it is to read where that is known, and the ranges of one that only writes. */
export interface ReadPath {
  readonly path: ExecutionPath;
  readonly expected: number | null;
  readonly ranges: readonly Slice[] | undefined;
}

export async function readPath(tx: Transaction, job: Job, scope: Scope): Promise<ReadPath> {
  const { definition, connectionId } = job;
  const calls = await tx.connections.callsOfHour(connectionId);
  const connection = await tx.connections.find(connectionId);
  const path = decidePath({ job: definition.path, connection: connection?.path ?? 'auto' }, calls);
  return {
    path,
    expected: sizeOf(scope),
    ranges: scope.kind === 'push' ? await cutPushes(tx, job, [scope]) : undefined,
  };
}

function sizeOf(scope: Scope): number | null {
  if (scope.kind === 'single') return scope.externalIds.length;
  if (scope.kind === 'push')
    return (scope.failureIds ?? scope.externalIds ?? scope.recordIds)?.length ?? null;
  return scope.kind === 'partial' ? scope.failureIds.length : null;
}
