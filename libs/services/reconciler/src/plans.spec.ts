import { newId, seedJob, someExecution } from '@evenkeel/conformance';
import { DEFAULT_TENANT, startPlan, type Plan } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const DAY_MS = 24 * 60 * 60 * 1000;

async function readyPlan(jobId: string, changes: Partial<Plan> = {}): Promise<Plan> {
  const made = someExecution(jobId, { id: newId(), lane: 'preview', status: 'completed' });
  const slices = [{ kind: 'whole' }] as const;
  const plan: Plan = { ...startPlan(newId(), made, new Date()), state: 'ready', slices, ...changes };
  await world.tenant.transaction(async (tx) => {
    await tx.executions.insert(made);
    await tx.plans.insert(plan);
  });
  return plan;
}

const planOf = (id: string) => world.tenant.transaction((tx) => tx.plans.find(id));

describe('a preview', () => {
  it('is opened once if it is asked for twice, beside a run, with a plan to be made', async () => {
    const { job } = await seedJob(world.tenant);
    await world.run(job.id);
    const trigger = await world.accept(job.id, { preview: true });
    const message = { tenantId: DEFAULT_TENANT, triggerId: trigger.id, jobId: job.id };
    await Promise.all([world.onRunRequested().handle([message]), world.onRunRequested().handle([message])]);
    const { executionId } = await world.trigger(trigger.id);
    expect(await world.executionsOf(job.id)).toHaveLength(2);
    const execution = await world.execution(executionId);
    expect(execution).toMatchObject({ lane: 'preview', status: 'running', plan: { kind: 'preview' } });
    const planId = execution.plan!.planId;
    expect(await planOf(planId)).toMatchObject({ state: 'making', executionId, jobId: job.id });
    const [chunk] = await world.chunksOf(execution.id);
    expect(chunk).toMatchObject({ state: 'planned', plan: { role: 'make', planId } });
  });
});

describe('a run of a plan', () => {
  it('reads what the plan read, against it', async () => {
    const { job } = await seedJob(world.tenant);
    const scope = {
      kind: 'incremental',
      since: { kind: 'time', value: '2026-11-01T00:00:00.000Z' },
    } as const;
    const plan = await readyPlan(job.id, { scope });
    const { executionId } = await world.run(job.id, { planId: plan.id });
    expect(await world.execution(executionId)).toMatchObject({
      lane: 'bulk',
      scope,
      status: 'running',
      plan: { kind: 'carry_out', planId: plan.id },
    });
    const [chunk] = await world.chunksOf(executionId!);
    expect(chunk).toMatchObject({ plan: { role: 'follow', planId: plan.id } });
    expect(await planOf(plan.id)).toMatchObject({ state: 'ready', carriedOutBy: executionId });
  });

  it('is skipped while another run is under way, and never joined by one', async () => {
    const { job } = await seedJob(world.tenant);
    const plan = await readyPlan(job.id);
    const active = await world.run(job.id);
    expect(await world.run(job.id, { planId: plan.id })).toMatchObject({
      state: 'skipped',
      executionId: active.executionId,
    });
  });

  it.each([
    ['expired', { expiresAt: new Date(Date.now() - 1) }, 'request.plan_expired'],
    ['carried out before', { state: 'carried_out' }, 'request.wrong_state'],
    ['made for another revision', { jobRevision: 7 }, 'request.wrong_state'],
  ] as const)('fails at once if the plan has %s', async (_why, changes, code) => {
    const { job } = await seedJob(world.tenant);
    const plan = await readyPlan(job.id, changes);
    const { executionId } = await world.run(job.id, { planId: plan.id });
    expect(await world.execution(executionId)).toMatchObject({
      status: 'failed',
      reason: { kind: 'config', code },
    });
  });
});

describe('a job that requires approval', () => {
  it('makes a plan in each bulk run, also one that waited, and in no other', async () => {
    const { job } = await seedJob(world.tenant, { requiresApproval: true });
    const { executionId } = await world.run(job.id);
    expect(await world.execution(executionId)).toMatchObject({
      status: 'running',
      phase: 'planning',
      plan: { kind: 'approval' },
    });
    const waiting = await world.run(job.id);
    const named = await world.run(job.id, { externalIds: ['a'] });
    expect((await world.execution(named.executionId)).plan).toBeNull();
    await world.end(executionId!);
    await world
      .onExecutionClosed()
      .handle([{ tenantId: DEFAULT_TENANT, executionId: executionId!, jobId: job.id }]);
    expect(await world.execution(waiting.executionId)).toMatchObject({ plan: { kind: 'approval' } });
  });

  it('ends a run whose plan nobody has approved in a day', async () => {
    const { job } = await seedJob(world.tenant, { requiresApproval: true });
    const { executionId } = await world.run(job.id);
    const execution = await world.execution(executionId);
    await world.tenant.transaction((tx) => tx.executions.save({ ...execution, status: 'awaiting_approval' }));
    await world.expirePlans().run();
    expect((await world.execution(executionId)).status).toBe('awaiting_approval');
    world.now = new Date(Date.now() + DAY_MS + 1000);
    await world.expirePlans().run();
    await world.expirePlans().run();
    world.now = undefined;
    expect(await world.execution(executionId)).toMatchObject({
      status: 'cancelled',
      reason: { kind: 'timeout', code: 'request.plan_expired' },
    });
  });
});
