import { seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type JobDefinition } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const DAY_MS = 24 * 60 * 60 * 1000;
const ofStatus = (status: string) => world.meter.of('executions_total', status)[0];
const durationOf = (status: string) => world.meter.of('execution_duration_seconds', status)[0];

describe('an execution that ends is counted once, with its duration', () => {
  it('when its job cannot run', async () => {
    const transforms = [{ name: 'no such transform' }];
    const unusable = { mapping: [{ source: 'a', target: 'a', transforms }] } as unknown as JobDefinition;
    const { job } = await seedJob(world.tenant, { mapping: unusable.mapping });
    const { id: triggerId } = await world.accept(job.id);
    const message = { tenantId: DEFAULT_TENANT, triggerId, jobId: job.id };
    await world.onRunRequested().handle([message, message]);
    expect(ofStatus('failed')).toBe(1);
    expect(durationOf('failed')).toBe(0);
  });

  it('when its plan was not approved in time', async () => {
    const { job } = await seedJob(world.tenant, { requiresApproval: true });
    const { executionId } = await world.run(job.id);
    const execution = await world.execution(executionId);
    await world.tenant.transaction((tx) => tx.executions.save({ ...execution, status: 'awaiting_approval' }));
    world.now = new Date(Date.now() + DAY_MS + 1000);
    await world.expirePlans().run();
    await world.expirePlans().run();
    world.now = undefined;
    expect(ofStatus('cancelled')).toBe(1);
    expect(durationOf('cancelled')).toBeGreaterThan(DAY_MS / 1000);
    expect(await world.published()).toContainEqual({
      topic: 'evenkeel.execution-closed.v1',
      payload: { tenantId: DEFAULT_TENANT, executionId, jobId: job.id },
    });
  });
});
