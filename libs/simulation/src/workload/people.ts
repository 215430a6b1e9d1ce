import { DEFAULT_TENANT, type ControlState, type JobMode } from '@evenkeel/domain';
import {
  type Caller,
  CancelExecution,
  CheckConnection,
  DecideInactivationApprovalUseCase,
  DecideMatchUseCase,
  DecidePlanUseCase,
  ManageGroups,
  ManageMerges,
  PauseExecution,
  RemoveJobUseCase,
  RequestRunUseCase,
  ResumeExecution,
  RetryFailuresUseCase,
  SetControlUseCase,
} from '@evenkeel/administration';
import { adminService } from '@evenkeel/service-admin';
import { Resolver, type Provided } from '../world/resolver.js';

/** Whose transactions these are. */
export const USER = 'user';
/** The only connection there is, where no other is spoken of. */
export const CONNECTION = 'scripted';
/** Of events, where likeness decides. */
export const OTHER_CONNECTION = 'scripted-too';
/** The only group there is: of all jobs. */
export const GROUP = 'all';
/** What people can hold as a whole. */
export const HOLDABLE = ['connection', 'engine'] as const;
export type Holdable = (typeof HOLDABLE)[number];

const caller: Caller = { tenantId: DEFAULT_TENANT, actor: 'somebody', roles: ['admin'] };
/** None sends a key, and all wait for the answer. */
const terms = { signal: new AbortController().signal };

/** What people ask of the engine. Each rejects as the API would refuse it. */
export class People {
  private readonly admin: Resolver;

  constructor(ports: readonly Provided[]) {
    this.admin = new Resolver([adminService], ports);
  }

  async run(job: string, mode: JobMode, externalIds?: readonly string[]): Promise<void> {
    const named = externalIds === undefined ? {} : { externalIds: [...externalIds] };
    await this.admin.get(RequestRunUseCase).request(caller, { job, mode, ...named }, terms);
  }

  async runGroup(): Promise<void> {
    await this.admin.get(ManageGroups).run(caller, { group: GROUP });
  }

  /** Whether the latest run of all jobs still goes on, as people see it. */
  async isGroupRunning(): Promise<boolean> {
    return (await this.admin.get(ManageGroups).show(caller, { group: GROUP })).run?.status === 'running';
  }

  async removeJob(job: string, detach: boolean): Promise<void> {
    await this.admin.get(RemoveJobUseCase).remove(caller, { job, detach }, terms);
  }

  async cancel(executionId: string): Promise<void> {
    await this.admin.get(CancelExecution).cancel(caller, { execution: executionId });
  }

  async pause(executionId: string): Promise<void> {
    await this.admin.get(PauseExecution).pause(caller, { execution: executionId });
  }

  /** Of one that has ended, or is paused. */
  async resume(executionId: string): Promise<void> {
    await this.admin.get(ResumeExecution).resume(caller, { execution: executionId });
  }

  async setControl(what: Holdable, state: ControlState): Promise<void> {
    const controls = this.admin.get(SetControlUseCase);
    await (what === 'engine'
      ? controls.ofEngine(caller, { state })
      : controls.ofConnection(caller, { connection: CONNECTION, state, cancelRuns: false }));
  }

  /** Whether the provider takes our credentials after all. */
  async checkConnection(connection = CONNECTION): Promise<void> {
    await this.admin.get(CheckConnection).check(caller, { connection }, terms);
  }

  async retryFailures(job: string): Promise<void> {
    await this.admin.get(RetryFailuresUseCase).retryMany(caller, { job, state: 'open' }, terms);
  }

  /** That what is gone is inactivated although it is much. */
  async grant(approvalId: string): Promise<void> {
    await this.admin.get(DecideInactivationApprovalUseCase).grant(caller, { approval: approvalId });
  }

  async reject(approvalId: string): Promise<void> {
    await this.admin
      .get(DecideInactivationApprovalUseCase)
      .reject(caller, { approval: approvalId, reason: 'not today' });
  }

  async preview(job: string): Promise<void> {
    await this.admin.get(RequestRunUseCase).preview(caller, { job }, terms);
  }

  async approvePlan(planId: string): Promise<void> {
    await this.admin.get(DecidePlanUseCase).approve(caller, { plan: planId });
  }

  /** That two records are not one. */
  async unmerge(mergeId: string): Promise<void> {
    await this.admin.get(ManageMerges).undo(caller, { merge: mergeId });
  }

  /** That two records are one. */
  async merge(matchId: string): Promise<void> {
    await this.admin.get(DecideMatchUseCase).merge(caller, { match: matchId }, terms);
  }

  async keepApart(matchId: string): Promise<void> {
    await this.admin.get(DecideMatchUseCase).keepApart(caller, { match: matchId }, terms);
  }

  async rejectPlan(planId: string): Promise<void> {
    await this.admin.get(DecidePlanUseCase).reject(caller, { plan: planId });
  }

  async carryOut(job: string, planId: string): Promise<void> {
    await this.admin.get(RequestRunUseCase).request(caller, { job, planId }, terms);
  }
}
