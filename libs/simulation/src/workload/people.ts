import type { ControlState, JobMode } from '@evenkeel/domain';
import {
  adminService,
  CancelExecution,
  DecideApprovalUseCase,
  DecidePlanUseCase,
  ManageGroups,
  PauseExecution,
  RemoveJobUseCase,
  RequestRunUseCase,
  ResumeExecution,
  RetryFailuresUseCase,
  SetControlUseCase,
} from '@evenkeel/service-admin';
import { Resolver, type Provided } from '../world/resolver.js';

/** Whose transactions these are. */
export const USER = 'user';
/** The only connection there is. */
export const CONNECTION = 'scripted';
/** The only group there is: of all jobs. */
export const GROUP = 'all';
/** What people can hold as a whole. */
export const HOLDABLE = ['connection', 'engine'] as const;
export type Holdable = (typeof HOLDABLE)[number];

const actor = 'somebody';

/** What people ask of the engine. Each rejects as the API would refuse it. */
export class People {
  private readonly admin: Resolver;

  constructor(ports: readonly Provided[]) {
    this.admin = new Resolver([adminService], ports);
  }

  async run(job: string, mode: JobMode, externalIds?: readonly string[]): Promise<void> {
    const named = externalIds === undefined ? {} : { externalIds: [...externalIds] };
    await this.admin.get(RequestRunUseCase).request(job, { actor, mode, ...named }, undefined);
  }

  async runGroup(): Promise<void> {
    await this.admin.get(ManageGroups).run(GROUP, { actor });
  }

  async removeJob(job: string, detach: boolean): Promise<void> {
    await this.admin.get(RemoveJobUseCase).remove(job, { actor, detach }, undefined);
  }

  async cancel(executionId: string): Promise<void> {
    await this.admin.get(CancelExecution).cancel(executionId, actor);
  }

  async pause(executionId: string): Promise<void> {
    await this.admin.get(PauseExecution).pause(executionId, actor);
  }

  /** Of one that has ended, or is paused. */
  async resume(executionId: string): Promise<void> {
    await this.admin.get(ResumeExecution).resume(executionId, actor);
  }

  async setControl(what: Holdable, state: ControlState): Promise<void> {
    const controls = this.admin.get(SetControlUseCase);
    const wanted = { state, actor };
    await (what === 'engine' ? controls.ofEngine(wanted) : controls.ofConnection(CONNECTION, wanted));
  }

  async retryFailures(job: string): Promise<void> {
    await this.admin.get(RetryFailuresUseCase).retryMany({ job, state: 'open', actor }, undefined);
  }

  /** That what is gone is inactivated although it is much. */
  async grant(approvalId: string): Promise<void> {
    await this.admin.get(DecideApprovalUseCase).grant(approvalId, { actor });
  }

  async reject(approvalId: string): Promise<void> {
    await this.admin.get(DecideApprovalUseCase).reject(approvalId, { actor, reason: 'not today' });
  }

  async preview(job: string): Promise<void> {
    await this.admin.get(RequestRunUseCase).preview(job, { actor }, undefined);
  }

  async approvePlan(planId: string): Promise<void> {
    await this.admin.get(DecidePlanUseCase).approve(planId, actor);
  }

  async rejectPlan(planId: string): Promise<void> {
    await this.admin.get(DecidePlanUseCase).reject(planId, actor);
  }

  async carryOut(job: string, planId: string): Promise<void> {
    await this.admin.get(RequestRunUseCase).request(job, { actor, planId }, undefined);
  }
}
