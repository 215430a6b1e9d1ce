import {
  firstForeseen,
  followedSlices,
  makeChunks,
  planSlices,
  windClock,
  type Chunk,
  type ChunkPlan,
  type Execution,
  type ExecutionPath,
  type ExecutionPlan,
  type Job,
  type Plan,
  type Scope,
  type Slice,
} from '@evenkeel/domain';
import type { Ids } from '@evenkeel/ports';

export interface Beginning {
  readonly job: Job;
  readonly scope: Scope;
  readonly path: ExecutionPath;
  /** Records it is to read, where that is known. */
  readonly expected: number | null;
  /** What it is cut into, where the scope alone does not say that. */
  readonly ranges?: readonly Slice[] | undefined;
  readonly now: Date;
  readonly ids: Ids;
  /** The plan that it is to carry out. */
  readonly follows?: Plan | undefined;
  /** Whether it is about which records of both sides are one. */
  readonly isPairing?: boolean;
}

/** The execution as it starts to run, and the chunks it is cut into. */
export function beginExecution(
  execution: Execution,
  { job, scope, path, expected, ranges, now, ids, follows, isPairing = false }: Beginning,
): { readonly execution: Execution; readonly chunks: readonly Chunk[] } {
  const plan = planOf({ ...execution, scope }, job, { ids, follows, isPairing });
  const slices = follows ? followedSlices(follows) : firstForeseen(ranges ?? planSlices(scope), isPairing);
  const chunks = makeChunks(execution, slices, {
    nextId: () => ids.next(),
    plan: chunkPlanOf(plan, ids),
  });
  return {
    execution: {
      ...execution,
      jobRevision: job.revision,
      scope,
      path,
      expected,
      mode: modeOf(scope),
      status: 'running',
      phase: plan === null || plan.kind === 'carry_out' ? firstPhaseOf(scope) : 'planning',
      startedAt: now,
      ...windClock(job.definition.timeoutMinutes, now),
      plan,
    },
    chunks,
  };
}

/** Whether it goes over everything or only what changed. */
export function modeOf(scope: Scope): Execution['mode'] {
  const isOfChanges = scope.kind === 'push' ? scope.select === 'changed' : scope.kind === 'incremental';
  return isOfChanges ? 'incremental' : 'full';
}

function firstPhaseOf({ kind }: Scope): Execution['phase'] {
  return kind === 'push' ? 'pushing' : 'fetching';
}

function planOf(
  { lane, scope }: Execution,
  { definition }: Job,
  { ids, follows, isPairing = false }: Pick<Beginning, 'ids' | 'follows' | 'isPairing'>,
): ExecutionPlan | null {
  const pairs = isPairing ? ({ pairs: true } as const) : {};
  if (follows !== undefined) return { kind: 'carry_out', planId: follows.id, ...pairs };
  if (lane === 'preview') return { kind: 'preview', planId: ids.next(), ...pairs };
  // A person has approved it already.
  if (scope.kind === 'approval') return null;
  const asks = isPairing || definition.requiresApproval;
  return lane === 'bulk' && asks ? { kind: 'approval', planId: ids.next(), ...pairs } : null;
}

function chunkPlanOf(plan: ExecutionPlan | null, ids: Ids): ChunkPlan | null {
  if (plan === null) return null;
  const { kind, planId } = plan;
  const pairs = plan.pairs === true ? ({ pairs: true } as const) : {};
  if (kind !== 'carry_out') return { role: 'make', planId, ...pairs };
  return { role: 'follow', planId, movedInto: ids.next(), ...pairs };
}
