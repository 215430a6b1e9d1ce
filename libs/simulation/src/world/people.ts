import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import { DEFAULT_TENANT, type ControlState, type JobMode } from '@evenkeel/domain';
import type { Ids, Store } from '@evenkeel/ports';
import {
  type Caller,
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

const caller: Caller = { tenantId: DEFAULT_TENANT, actor: 'somebody', roles: ['admin'] };
/** None sends a key, and all wait for the answer. */
const terms = { signal: new AbortController().signal };

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
    await runs.request(caller, { job, mode, ...named }, terms);
  }

  async cancel(executionId: string): Promise<void> {
    await new CancelExecution(this.store, this.log).cancel(caller, { execution: executionId });
  }

  async pause(executionId: string): Promise<void> {
    await new PauseExecution(this.store, this.log).pause(caller, { execution: executionId });
  }

  /** Of one that has ended, or is paused. */
  async resume(executionId: string): Promise<void> {
    await new ResumeExecution(this.store, this.log).resume(caller, { execution: executionId });
  }

  async setControl(what: Holdable, state: ControlState): Promise<void> {
    const controls = new SetControlUseCase(this.store, this.log);
    await (what === 'engine'
      ? controls.ofEngine(caller, { state })
      : controls.ofConnection(caller, { connection: CONNECTION, state }));
  }

  async retryFailures(job: string): Promise<void> {
    const retrying = new RetryFailuresUseCase(this.store, this.ids, new Sha256Digest());
    await retrying.retryMany(caller, { job, state: 'open' }, terms);
  }

  /** That what is gone is inactivated although it is much. */
  async grant(approvalId: string): Promise<void> {
    await new DecideApprovalUseCase(this.store, this.ids, this.log).grant(caller, { approval: approvalId });
  }

  async reject(approvalId: string): Promise<void> {
    const approvals = new DecideApprovalUseCase(this.store, this.ids, this.log);
    await approvals.reject(caller, { approval: approvalId, reason: 'not today' });
  }

  async preview(job: string): Promise<void> {
    const runs = new RequestRunUseCase(this.store, this.ids, new Sha256Digest());
    await runs.preview(caller, { job }, terms);
  }

  async approvePlan(planId: string): Promise<void> {
    await new DecidePlanUseCase(this.store, this.log).approve(caller, { plan: planId });
  }

  async rejectPlan(planId: string): Promise<void> {
    await new DecidePlanUseCase(this.store, this.log).reject(caller, { plan: planId });
  }

  async carryOut(job: string, planId: string): Promise<void> {
    const runs = new RequestRunUseCase(this.store, this.ids, new Sha256Digest());
    await runs.request(caller, { job, planId }, terms);
  }
}
