import { approvePlan, DEFAULT_TENANT, startPlan, type JobDefinition, type Slice } from '@evenkeel/domain';
import { CoordinatorWorld, type PlannedExecution } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
afterEach(() => world.database.reset());

const slicesOf = async ({ execution }: PlannedExecution): Promise<readonly Slice[]> =>
  (await world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id)))
    .toSorted((one, other) => one.ordinal - other.ordinal)
    .map(({ slice }) => slice);

async function applyLast({ execution }: PlannedExecution): Promise<void> {
  const chunks = await world.tenant.transaction((tx) => tx.chunks.ofExecution(execution.id));
  const { id } = chunks.reduce((last, chunk) => (chunk.ordinal > last.ordinal ? chunk : last));
  await world.apply(id, { outcomes: {} });
  const message = { tenantId: DEFAULT_TENANT, executionId: execution.id, chunkId: id, pagesApplied: 1 };
  await world.onPageApplied().handle([message]);
  await world.onPageApplied().handle([message]);
}

const begin = (job: Partial<JobDefinition>) =>
  world.begin(1, { job: { recordType: `t${Math.random()}`, ...job } });

describe('a run of a job that goes both ways', () => {
  it('sends what was changed here once everything is read, delivered twice, and ends after that', async () => {
    const planned = await begin({ direction: 'bidirectional' });
    await applyLast(planned);
    expect(await slicesOf(planned)).toMatchObject([{ kind: 'whole' }, { kind: 'push', select: 'changed' }]);
    expect(await world.execution(planned.execution.id)).toMatchObject({ status: 'running' });
    await applyLast(planned);
    expect(await world.execution(planned.execution.id)).toMatchObject({ status: 'completed' });
    expect(await slicesOf(planned)).toHaveLength(2);
  });

  it('has records that were here before the job was to be sent, once', async () => {
    const recordType = `t${Math.random()}`;
    await world.database.rows(
      `insert into record (tenant_id, record_type, data) values ($1, $2, '{"name": "Ann"}')`,
      [DEFAULT_TENANT, recordType],
    );
    const planned = await begin({ direction: 'bidirectional', recordType });
    await applyLast(planned);
    const pending = () =>
      world.database.rows('select kind from local_change where job_id = $1', [planned.job.id]);
    expect(await pending()).toEqual([{ kind: 'changed' }]);
    await applyLast(planned);
    await world.database.rows('delete from local_change where job_id = $1', [planned.job.id]);
    const next = await world.planOf(planned.job);
    const { id: executionId } = next.execution;
    await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId }]);
    await applyLast(next);
    expect(await pending()).toEqual([]);
  });

  it('sends nothing where it breaks the contract of its job', async () => {
    const contract = { maxRejectedPercent: null, minRecords: 5, maxRecords: null };
    const planned = await begin({ direction: 'bidirectional', contract });
    await applyLast(planned);
    expect(await slicesOf(planned)).toHaveLength(1);
    expect(await world.execution(planned.execution.id)).toMatchObject({ status: 'failed' });
  });
});

it('a job that reads only has nothing to send', async () => {
  const planned = await begin({});
  await applyLast(planned);
  expect(await slicesOf(planned)).toEqual([{ kind: 'whole' }]);
});

describe('a run that finds out which records of both sides are one', () => {
  const planId = '00000000-0000-4000-8000-000000000048';

  async function pairing(): Promise<PlannedExecution> {
    const planned = await world.begin(1, {
      job: { direction: 'bidirectional', recordType: 'pair', pairBy: ['email'] },
      execution: { scope: { kind: 'full' }, plan: { kind: 'approval', planId, pairs: true } },
    });
    await world.database.rows('update chunk set slice = $2, plan = $3 where id = $1 returning id', [
      planned.chunks[0]!.id,
      JSON.stringify({ kind: 'push', select: 'keys' }),
      JSON.stringify({ role: 'make', planId, pairs: true }),
    ]);
    await world.tenant.transaction(async (tx) => {
      await tx.plans.insert(startPlan(planId, planned.execution, new Date()));
      await tx.pairings.save({ jobId: planned.job.id, planId, state: 'planned' });
      await tx.pairings.stage(planId, [
        { side: 'here', id: '1', key: 'a'.repeat(32) },
        { side: 'here', id: '2', key: 'b'.repeat(32) },
        { side: 'there', id: 'x1', key: 'a'.repeat(32), differs: true },
        { side: 'there', id: 'x2', key: 'b'.repeat(32) },
        { side: 'there', id: 'x3', key: 'b'.repeat(32) },
        { side: 'there', id: 'x4', key: null },
      ]);
      await tx.plans.addChanges(planId, [
        { externalId: 'x2', recordId: '2', bucket: 'paired', fields: [], problem: null },
      ]);
    });
    return planned;
  }
  const planOf = () => world.tenant.transaction((tx) => tx.plans.find(planId));
  const stateOf = async ({ job }: PlannedExecution) =>
    (await world.tenant.transaction((tx) => tx.pairings.find(job.id)))?.state;
  async function applyOf(planned: PlannedExecution, inputs: number): Promise<void> {
    const chunks = await world.tenant.transaction((tx) => tx.chunks.ofExecution(planned.execution.id));
    const { id } = chunks.reduce((last, chunk) => (chunk.ordinal > last.ordinal ? chunk : last));
    await world.apply(id, { outcomes: { planned: inputs } });
    const message = {
      tenantId: DEFAULT_TENANT,
      executionId: planned.execution.id,
      chunkId: id,
      pagesApplied: 1,
    };
    await world.onPageApplied().handle([message]);
  }

  it('looks at both sides, waits for an approval, and writes only after that', async () => {
    const planned = await pairing();
    for (const inputs of [0, 4, 1]) await applyOf(planned, inputs);
    expect(await slicesOf(planned)).toMatchObject([{ select: 'keys' }, { kind: 'whole' }, { select: 'all' }]);
    expect(await world.execution(planned.execution.id)).toMatchObject({ status: 'awaiting_approval' });
    expect(await planOf()).toMatchObject({
      state: 'awaiting_approval',
      summary: { pairs: true, counts: { new: 1, paired: 0, paired_differing: 1, ambiguous: 2 } },
    });
    // What a page took for a pair is ambiguous once everything is known.
    const changes = await world.tenant.transaction((tx) =>
      tx.plans.changes(planId, { after: null, limit: 9 }),
    );
    expect(changes.items).toMatchObject([{ externalId: 'x2', bucket: 'ambiguous' }]);
    expect(await stateOf(planned)).toBe('planned');
    await world.tenant.transaction(async (tx) => {
      const plan = (await tx.plans.lock(planId))!;
      await tx.plans.save(approvePlan(plan, { actor: 'ada', now: plan.createdAt }));
      await tx.executions.save({ ...(await tx.executions.lock(planned.execution.id))!, status: 'running' });
    });
    const due = { tenantId: DEFAULT_TENANT, executionId: planned.execution.id };
    await world.onExecutionDue().handle([due]);
    await world.onExecutionDue().handle([due]);
    expect(await stateOf(planned)).toBe('approved');
    await applyOf(planned, 4);
    expect((await slicesOf(planned)).slice(3)).toMatchObject([{ kind: 'whole' }, { select: 'changed' }]);
    await applyOf(planned, 1);
    expect(await world.execution(planned.execution.id)).toMatchObject({ status: 'completed' });
    expect(await stateOf(planned)).toBe('carried_out');
  });

  it('goes on by itself where the provider has nothing', async () => {
    const planned = await pairing();
    for (const inputs of [0, 0, 1]) await applyOf(planned, inputs);
    expect(await planOf()).toMatchObject({ state: 'approved', decidedBy: 'evenkeel' });
    expect(await world.execution(planned.execution.id)).toMatchObject({ status: 'running' });
    expect(await slicesOf(planned)).toHaveLength(4);
  });
});
