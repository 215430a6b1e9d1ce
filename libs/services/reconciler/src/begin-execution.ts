import {
  NO_OUTCOMES,
  planSlices,
  windClock,
  type Chunk,
  type Execution,
  type ExecutionPath,
  type Job,
  type Scope,
} from '@evenkeel/domain';
import type { Ids } from '@evenkeel/ports';

export interface Beginning {
  readonly job: Job;
  readonly scope: Scope;
  readonly path: ExecutionPath;
  /** Records it is to read, where that is known. */
  readonly expected: number | null;
  readonly now: Date;
  readonly ids: Ids;
}

/** The execution as it starts to run, and the chunks it is cut into. */
export function beginExecution(
  execution: Execution,
  { job, scope, path, expected, now, ids }: Beginning,
): { readonly execution: Execution; readonly chunks: readonly Chunk[] } {
  const chunks = planSlices(scope).map((slice, ordinal): Chunk => ({
    id: ids.next(),
    executionId: execution.id,
    ordinal,
    epoch: execution.epoch,
    state: 'planned',
    attempt: 0,
    leaseUntil: null,
    slice,
    cursor: null,
    pagesApplied: 0,
    fetched: 0,
    replayed: 0,
    outcomes: NO_OUTCOMES,
    bound: null,
  }));
  return {
    execution: {
      ...execution,
      jobRevision: job.revision,
      scope,
      path,
      expected,
      mode: scope.kind === 'incremental' ? 'incremental' : 'full',
      status: 'running',
      phase: 'fetching',
      startedAt: now,
      ...windClock(job.definition.timeoutMinutes, now),
    },
    chunks,
  };
}
