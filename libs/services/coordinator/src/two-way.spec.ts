import { DEFAULT_TENANT, type JobDefinition, type Slice } from '@evenkeel/domain';
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
