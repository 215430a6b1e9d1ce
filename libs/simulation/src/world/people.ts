import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import type { ControlState, JobMode } from '@evenkeel/domain';
import type { Ids, Store } from '@evenkeel/ports';
import {
  CancelExecution,
  DecideApprovalUseCase,
  DecidePlanUseCase,
  PauseExecution,
  RequestRunUseCase,
  ResumeExecution,
  RetryFailuresUseCase,
  SetControlUseCase,
} from '@evenkeel/administration';
import { SilentLogger } from './silent-ports.js';

/** Whose transactions these are. */
export const USER = 'user';
/** The only connection there is. */
export const CONNECTION = 'scripted';
/** What people can hold as a whole. */
export const HOLDABLE = ['connection', 'engine'] as const;
export type Holdable = (typeof HOLDABLE)[number];

const actor = 'somebody';

/** What people ask of the engine. Each rejects as the API would refuse it. */
export class People {
  private readonly log = new SilentLogger();

  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {}

  async run(job: string, mode: JobMode, externalIds?: readonly string[]): Promise<void> {
    const named = externalIds === undefined ? {} : { externalIds: [...externalIds] };
    const runs = new RequestRunUseCase(this.store, this.ids, new Sha256Digest());
    await runs.request(job, { actor, mode, ...named }, undefined);
  }

  async cancel(executionId: string): Promise<void> {
    await new CancelExecution(this.store, this.log).cancel(executionId, actor);
  }

  async pause(executionId: string): Promise<void> {
    await new PauseExecution(this.store, this.log).pause(executionId, actor);
  }

  /** Of one that has ended, or is paused. */
  async resume(executionId: string): Promise<void> {
    await new ResumeExecution(this.store, this.log).resume(executionId, actor);
  }

  async setControl(what: Holdable, state: ControlState): Promise<void> {
    const controls = new SetControlUseCase(this.store, this.log);
    const wanted = { state, actor };
    await (what === 'engine' ? controls.ofEngine(wanted) : controls.ofConnection(CONNECTION, wanted));
  }

  async retryFailures(job: string): Promise<void> {
    const retrying = new RetryFailuresUseCase(this.store, this.ids, new Sha256Digest());
    await retrying.retryMany({ job, state: 'open', actor }, undefined);
  }

  /** That what is gone is inactivated although it is much. */
  async grant(approvalId: string): Promise<void> {
    await new DecideApprovalUseCase(this.store, this.ids, this.log).grant(approvalId, { actor });
  }

  async reject(approvalId: string): Promise<void> {
    const approvals = new DecideApprovalUseCase(this.store, this.ids, this.log);
    await approvals.reject(approvalId, { actor, reason: 'not today' });
  }

  async preview(job: string): Promise<void> {
    const runs = new RequestRunUseCase(this.store, this.ids, new Sha256Digest());
    await runs.preview(job, { actor }, undefined);
  }

  async approvePlan(planId: string): Promise<void> {
    await new DecidePlanUseCase(this.store, this.log).approve(planId, actor);
  }

  async rejectPlan(planId: string): Promise<void> {
    await new DecidePlanUseCase(this.store, this.log).reject(planId, actor);
  }

  async carryOut(job: string, planId: string): Promise<void> {
    const runs = new RequestRunUseCase(this.store, this.ids, new Sha256Digest());
    await runs.request(job, { actor, planId }, undefined);
  }
}
