import { Injectable } from '@nestjs/common';
import { planReady } from '@evenkeel/contracts-messages';
import {
  compileFields,
  compileFilter,
  compileMapping,
  decideAdmission,
  decideOpening,
  decidePath,
  describeProblem,
  NOTHING_KNOWN,
  priorityOf,
  reasonOf,
  receiptOf,
  type Execution,
  type ExecutionReason,
  type Job,
  type TriggerId,
} from '@evenkeel/domain';
import { Ids, Logger, Store, type StoredTrigger, type Transaction } from '@evenkeel/ports';
import { beginExecution } from './begin-execution.js';
import { readPath } from './read-path.js';
import { readScope } from './read-scope.js';

/** Turns an accepted trigger into an execution, exactly once, whatever the bus does with its message. */
@Injectable()
export class OpenExecution {
  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {}

  async open(triggerId: TriggerId): Promise<void> {
    const opened = await this.store.transaction(async (tx) => {
      const trigger = await tx.triggers.lock(triggerId);
      if (trigger?.state !== 'accepted') return undefined;
      const job = await tx.jobs.find(trigger.jobId);
      if (job === undefined || !(await isAdmitted(tx, trigger, job))) return undefined;
      return this.decideAndSave(tx, trigger, job);
    });
    if (opened !== undefined) this.log.info('trigger settled', { triggerId, ...opened });
  }

  private async decideAndSave(
    tx: Transaction,
    trigger: StoredTrigger,
    job: Job,
  ): Promise<Record<string, unknown>> {
    const bulk = await tx.executions.lockBulkOf(job.id);
    const runs = { active: bulk.active?.id, queued: bulk.queued?.id };
    const opening = decideOpening(trigger, job.definition.overlapPolicy, runs);
    if (opening.kind === 'coalesce') {
      await tx.triggers.settle(trigger.id, 'coalesced', opening.into);
      return { state: 'coalesced', executionId: opening.into };
    }
    if (opening.kind === 'skip') {
      await tx.triggers.settle(trigger.id, 'skipped', opening.activeRun);
      return { state: 'skipped', executionId: opening.activeRun };
    }
    const now = await tx.now();
    const scope = await readScope(tx, job, trigger);
    const { lane } = opening;
    const queued = queueExecution(trigger, job, { id: this.ids.next(), lane, scope });
    const unfit = findUnfitness(job);
    if (unfit !== undefined) {
      await tx.executions.insert({
        ...queued,
        status: 'failed',
        reason: unfit,
        startedAt: now,
        finishedAt: now,
      });
      await tx.executions.saveReceipt(queued.id, receiptOf([]));
    } else if (opening.status === 'queued') {
      await tx.executions.insert(queued);
    } else {
      const { execution, chunks } = beginExecution(queued, {
        ...(await readPath(tx, job, scope)),
        job,
        scope,
        now,
        ids: this.ids,
      });
      await tx.executions.insert(execution);
      await tx.chunks.insert(chunks);
      await tx.outbox.add(planReady, [{ executionId: execution.id }]);
    }
    await tx.triggers.settle(trigger.id, 'opened', queued.id);
    return { state: 'opened', executionId: queued.id, jobId: job.id };
  }
}

/** The execution of a trigger as it is before it begins. */
function queueExecution(
  trigger: StoredTrigger,
  job: Job,
  { id, lane, scope }: Pick<Execution, 'id' | 'lane' | 'scope'>,
): Execution {
  return {
    id,
    tenantId: job.tenantId,
    jobId: job.id,
    jobRevision: job.revision,
    triggerId: trigger.id,
    triggerKind: trigger.kind,
    actor: trigger.actor,
    lane,
    mode: scope.kind === 'incremental' ? 'incremental' : 'full',
    scope,
    priority: priorityOf(trigger, job),
    path: decidePath(job.definition.path, NOTHING_KNOWN),
    expected: null,
    status: 'queued',
    phase: 'planning',
    epoch: 0,
    reason: null,
    requestedAt: trigger.acceptedAt,
    startedAt: null,
    finishedAt: null,
    deadline: null,
    clockSince: null,
    timeLeftMs: null,
    heldBy: null,
  };
}

/** What may not be answered yet stays accepted: the sweep finds it once it may. */
async function isAdmitted(tx: Transaction, { kind }: StoredTrigger, job: Job): Promise<boolean> {
  const connection = await tx.connections.find(job.connectionId);
  const controls = await tx.controls.ofJob(job.id);
  return decideAdmission(kind, { controls, status: connection?.status ?? 'active' }) === null;
}

/** A job that cannot run says so at once, before a single provider call. */
function findUnfitness(job: Job): ExecutionReason | undefined {
  try {
    const { mapping, filter, fields } = job.definition;
    compileMapping(mapping);
    compileFilter(filter);
    compileFields(fields);
    return undefined;
  } catch (error) {
    return reasonOf(describeProblem(error));
  }
}
