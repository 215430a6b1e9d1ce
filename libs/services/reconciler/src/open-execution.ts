import {
  decideOpening,
  decidePath,
  NEW_EXECUTION,
  NO_RETRY,
  NO_CALLS,
  priorityOf,
  type InactivationApprovalId,
  type Execution,
  type ExecutionId,
  type Job,
  type JobId,
  type Lane,
  type Opening,
  type ExecutionRetry,
  type Scope,
} from '@evenkeel/domain';
import { ExecutionMetrics, failAtOnce, noteUnpaired, readAdmission } from '@evenkeel/operations';
import { Ids, Logger, Store, type DueTrigger, type StoredTrigger, type Transaction } from '@evenkeel/ports';
import { beginExecution, modeOf } from './begin-execution.js';
import { keepBeginning } from './keep-beginning.js';
import { findUnfitness, readPlan } from './find-unfitness.js';
import { carryOutGrant, takeGrant } from './open-inactivation-approval.js';
import { pairingScope, readPairing } from './read-pairing.js';
import { readPath } from './read-path.js';
import { readScope } from './read-scope.js';
import { takeChanges } from './take-changes.js';
import { resumeFull } from './resume-full.js';
import { readUnmet } from './read-unmet.js';

/** Turns an accepted trigger into an execution, exactly once, whatever the bus does with its message. */
export class OpenExecution {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly metrics: ExecutionMetrics,
    private readonly log: Logger,
  ) {}

  async open({ tenantId, triggerId }: Omit<DueTrigger, 'jobId'>): Promise<void> {
    const opened = await this.store.of(tenantId).transaction(async (tx): Promise<Settled | undefined> => {
      const trigger = await tx.triggers.lock(triggerId);
      if (trigger?.state !== 'accepted') return undefined;
      // Under its lock: a removal of the job cancels what was opened before, and nothing is opened afterwards.
      const job = await tx.jobs.lock(trigger.jobId);
      if (job === undefined) return undefined;
      if (job.removedAt !== undefined) {
        await tx.triggers.settle(trigger.id, 'skipped', null);
        return { state: 'skipped', jobId: job.id };
      }
      await noteUnpaired(tx, trigger, job);
      if ((await readAdmission(tx, trigger, job)) !== null) return undefined;
      const isGrant = (trigger.approvalId ?? null) !== null;
      return isGrant ? this.openInactivationApproval(tx, trigger, job) : this.decideAndSave(tx, trigger, job);
    });
    if (opened === undefined) return;
    const { ended, ...settled } = opened;
    if (ended !== undefined) this.metrics.countEnded(ended);
    this.log.info('trigger settled', { triggerId, ...settled });
  }

  /** What a person granted: beside nothing else, for whatever runs lists anew. */
  private async openInactivationApproval(
    tx: Transaction,
    trigger: StoredTrigger,
    job: Job,
  ): Promise<Settled> {
    const approval = await takeGrant(tx, trigger);
    if (approval === undefined) return { state: 'skipped', approvalId: trigger.approvalId ?? null };
    const scope: Scope = { kind: 'approval', approvalId: approval.id };
    const retry = await readRetry(tx, trigger);
    const queued = queue(this.ids.next(), { trigger, job, scope, lane: 'bulk', retry });
    const begun = beginExecution(queued, {
      ...(await readPath(tx, job, scope)),
      job,
      scope,
      now: await tx.now(),
      ids: this.ids,
    });
    await carryOutGrant(tx, begun.execution, { approval, ids: this.ids });
    await tx.triggers.settle(trigger.id, 'opened', queued.id);
    return { state: 'opened', executionId: queued.id, jobId: job.id };
  }

  private async decideAndSave(tx: Transaction, trigger: StoredTrigger, job: Job): Promise<Settled> {
    const bulk = await tx.executions.lockBulkOf(job.id);
    const changes = trigger.kind === 'change' ? await takeChanges(tx, job) : undefined;
    if (changes?.isAny === false) {
      await tx.triggers.settle(trigger.id, 'skipped', null);
      return { state: 'skipped', jobId: job.id };
    }
    const mustWait = (await readUnmet(tx, job)).length > 0;
    const runs = { active: bulk.active?.id, queued: bulk.queued?.id, mustWait };
    const opening: Opening =
      changes?.scope === undefined
        ? decideOpening(trigger, job.definition.overlapPolicy, runs)
        : { kind: 'open', lane: 'single', status: 'running' };
    if (opening.kind === 'coalesce') {
      await tx.triggers.settle(trigger.id, 'coalesced', opening.into);
      return { state: 'coalesced', executionId: opening.into };
    }
    if (opening.kind === 'skip') {
      await tx.triggers.settle(trigger.id, 'skipped', opening.activeRun);
      return { state: 'skipped', executionId: opening.activeRun };
    }
    // Whatever it leads to is newer than what a retry would bring.
    if (opening.lane === 'bulk') await tx.executionRetries.cancel(job.id);
    const {
      execution,
      ended,
      state = 'opened',
    } = await this.openRun(tx, { trigger, job, opening, scope: changes?.scope });
    await tx.triggers.settle(trigger.id, state, execution);
    return { state, executionId: execution, jobId: job.id, ended };
  }

  /** Stores the run that a trigger leads to: it has failed already, waits for its turn, or begins. */
  private async openRun(
    tx: Transaction,
    { trigger, job, opening, scope: taken }: Opened,
  ): Promise<RunOpened> {
    const now = await tx.now();
    const { plan: follows, unfit = findUnfitness(job, trigger) } = await readPlan(tx, job, trigger);
    const mayResume = opening.lane === 'bulk' && opening.status === 'running' && unfit === undefined;
    const isPairing = follows ? follows.summary.pairs === true : await readPairing(tx, job, opening.lane);
    const known = follows?.scope ?? taken;
    const read =
      known !== undefined
        ? { scope: known }
        : isPairing
          ? pairingScope(job)
          : await readScope(tx, job, { trigger, now, mayResume });
    const resumed = await resumeFull(tx, read);
    if (resumed !== undefined) return { execution: resumed, state: 'coalesced' };
    const { scope } = read;
    const retry = await readRetry(tx, trigger);
    const queued = queue(this.ids.next(), { trigger, job, ...read, lane: opening.lane, retry });
    if (unfit !== undefined) {
      const ended = await failAtOnce(tx, queued, { reason: unfit, now });
      return { execution: queued.id, ended };
    }
    if (opening.status === 'queued') {
      await tx.executions.insert(queued);
      return { execution: queued.id };
    }
    const path = await readPath(tx, job, scope);
    const begun = beginExecution(queued, { ...path, job, scope, now, ids: this.ids, follows, isPairing });
    await tx.executions.insert(begun.execution);
    await keepBeginning(tx, { ...begun, follows, now });
    return { execution: queued.id };
  }
}

/** What became of a trigger. */
interface Settled {
  readonly state: 'opened' | 'coalesced' | 'skipped';
  readonly executionId?: ExecutionId;
  readonly jobId?: JobId;
  readonly approvalId?: InactivationApprovalId | null;
  /** A run that failed at once, because its job cannot run. */
  readonly ended?: Execution | undefined;
}

/** The run that a trigger leads to: one of its own, or an earlier one that goes on. */
interface RunOpened {
  readonly execution: ExecutionId;
  readonly state?: 'coalesced';
  readonly ended?: Execution;
}

interface Opened {
  readonly trigger: StoredTrigger;
  readonly job: Job;
  readonly opening: Extract<Opening, { readonly kind: 'open' }>;
  /** Of a run of local changes that goes beside others. */
  readonly scope?: Scope | undefined;
}

interface Asked {
  readonly trigger: StoredTrigger;
  readonly job: Job;
  readonly scope: Scope;
  readonly scopeNote?: string | null;
  readonly lane: Lane;
  readonly retry: ExecutionRetry;
}

/** The execution before anything of it has begun. */
function queue(id: ExecutionId, { trigger, job, scope, scopeNote = null, lane, retry }: Asked): Execution {
  return {
    ...NEW_EXECUTION,
    id,
    tenantId: job.tenantId,
    jobId: job.id,
    jobRevision: job.revision,
    triggerId: trigger.id,
    triggerKind: trigger.kind,
    actor: trigger.actor,
    lane,
    mode: modeOf(scope),
    scope,
    scopeNote,
    priority: priorityOf(trigger, job),
    path: decidePath({ job: job.definition.path, connection: 'auto' }, NO_CALLS),
    requestedAt: trigger.acceptedAt,
    retry,
  };
}

/** Which try of the same it is. */
async function readRetry(tx: Transaction, { retryOf = null }: StoredTrigger): Promise<ExecutionRetry> {
  if (retryOf === null) return NO_RETRY;
  const before = await tx.executions.find(retryOf);
  return { ...NO_RETRY, of: retryOf, count: (before?.retry.count ?? 0) + 1 };
}
