import { runRequested, type RunRequested } from '@evenkeel/contracts-messages';
import { newId, seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type ExecutionStatus, type Job } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
beforeEach(async () => void (await world.published()));

/** A run of two jobs of which the second depends on the first. */
async function groupRun() {
  const { job: first } = await seedJob(world.tenant);
  const { job: second } = await seedJob(world.tenant, { dependsOn: [first.id] });
  const group = { id: newId(), tenantId: DEFAULT_TENANT, name: newId(), jobIds: [second.id, first.id] };
  const run = { id: newId(), groupId: group.id, actor: 'ada', requestedAt: new Date() };
  await world.tenant.transaction(async (tx) => {
    await tx.groups.insert(group);
    await tx.groups.insertRun(run, group.jobIds);
  });
  return { first, second, group, message: { tenantId: DEFAULT_TENANT, groupRunId: run.id } };
}

/** The jobs for which a run was asked since the last look. */
async function asked(): Promise<readonly string[]> {
  const entries = (await world.published()).filter(({ topic }) => topic === runRequested.topic);
  const requests = entries.map(({ payload }) => payload as RunRequested);
  await world.onRunRequested().handle(requests);
  return requests.map(({ jobId }) => jobId);
}

async function end({ id: jobId }: Job, status: ExecutionStatus): Promise<void> {
  const [execution] = await world.executionsOf(jobId);
  await world.tenant.transaction((tx) =>
    tx.executions.save({ ...execution!, status, finishedAt: new Date() }),
  );
  await world.onExecutionClosed().handle([{ tenantId: DEFAULT_TENANT, executionId: execution!.id, jobId }]);
}

describe('group-run-requested', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { first, message } = await groupRun();
    await world.onGroupRunRequested().handle([message]);
    expect(await asked()).toEqual([first.id]);
    await world.onGroupRunRequested().handle([message, message]);
    expect(await asked()).toEqual([]);
  });

  it('delivered to two replicas at once asks for each run once', async () => {
    const { first, message } = await groupRun();
    const deliver = () => world.onGroupRunRequested().handle([message]);
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(await asked()).toEqual([first.id]);
  });

  it('leads to one run after the other, in the name of whoever asked for it', async () => {
    const { first, second, message, group } = await groupRun();
    await world.onGroupRunRequested().handle([message]);
    await asked();
    await end(first, 'completed');
    expect(await asked()).toEqual([second.id]);
    const [execution] = await world.executionsOf(second.id);
    expect(execution).toMatchObject({ status: 'running', actor: `ada (group ${group.name})` });
  });

  it('goes no further behind a failure, until that is made good', async () => {
    const { first, second, message } = await groupRun();
    await world.onGroupRunRequested().handle([message]);
    await asked();
    await end(first, 'failed');
    expect(await asked()).toEqual([]);
    await end(first, 'completed');
    expect(await asked()).toEqual([second.id]);
  });

  it('is found by the sweep where its message was lost', async () => {
    const { first } = await groupRun();
    await world.advanceGroupRuns().run();
    expect(await asked()).toContain(first.id);
  });

  it('lets the next run of the group take the place of one that is stuck', async () => {
    const { first, message, group } = await groupRun();
    await world.onGroupRunRequested().handle([message]);
    await asked();
    const later = { id: newId(), groupId: group.id, actor: 'grace', requestedAt: new Date() };
    await world.tenant.transaction((tx) => tx.groups.insertRun(later, group.jobIds));
    await end(first, 'completed');
    expect(await asked()).toEqual([first.id]);
  });
});
