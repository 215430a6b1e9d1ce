import { UuidIds } from '@evenkeel/adapter-node-runtime';
import { startPlan, type Plan } from '@evenkeel/domain';
import { sampleExecution, sampleJob } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();
const ids = new UuidIds();
const counted = (name: string) => admin.meter.counted.filter((one) => one.name === name);

describe('an execution that ends is counted once, with its duration', () => {
  beforeEach(() => void admin.meter.counted.splice(0));
  afterEach(() => {
    expect(counted('executions_total')).toEqual([
      {
        name: 'executions_total',
        labels: { job_id: expect.any(String), status: 'cancelled', trigger: 'manual' },
      },
    ]);
    expect(counted('execution_duration_seconds')).toHaveLength(1);
  });

  it('when it is cancelled', async () => {
    const { execution } = await sampleExecution(admin, await sampleJob(admin));
    const cancel = () => admin.http.post(`/api/v1/executions/${execution.id}/cancel`).send({});
    expect([(await cancel()).status, (await cancel()).status]).toEqual([200, 200]);
  });

  it('when its plan is rejected', async () => {
    const { execution } = await sampleExecution(admin, await sampleJob(admin), {
      status: 'awaiting_approval',
      deadline: null,
      clockSince: null,
      timeLeftMs: 60_000,
    });
    const plan: Plan = { ...startPlan(ids.next(), execution, new Date()), state: 'awaiting_approval' };
    await admin.database.tenant.transaction((tx) => tx.plans.insert(plan));
    const reject = () => admin.http.post(`/api/v1/plans/${plan.id}/reject`).send({});
    expect((await reject()).body).toMatchObject({ state: 'rejected' });
    await reject();
  });

  it('when its job is removed', async () => {
    const job = await sampleJob(admin);
    await sampleExecution(admin, job);
    const remove = () => admin.http.delete(`/api/v1/jobs/${job.id}`);
    expect((await remove()).body).toMatchObject({ cancelled: 1 });
    await remove();
  });
});
