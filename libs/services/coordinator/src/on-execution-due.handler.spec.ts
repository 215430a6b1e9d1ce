import { DEFAULT_TENANT } from '@evenkeel/domain';
import { chunkAssigned } from '@evenkeel/contracts-messages';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
beforeEach(async () => void (await world.published()));
afterEach(async () => {
  world.windows = {};
  // What one test leaves to be read is not what the next one hands out.
  await world.database.reset();
});

describe('execution-due', () => {
  it('delivered twice changes nothing the second time', async () => {
    const { execution } = await world.plan(3);
    const message = { tenantId: DEFAULT_TENANT, executionId: execution.id };
    await world.onExecutionDue().handle([message]);
    expect(await world.published()).toHaveLength(3);
    await world.onExecutionDue().handle([message, message]);
    expect(await world.chunkStates(execution.id)).toEqual(['assigned', 'assigned', 'assigned']);
    expect(await world.published()).toEqual([]);
  });

  it('delivered to two replicas at once assigns each chunk once', async () => {
    const { execution } = await world.plan(5);
    const deliver = () =>
      world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id }]);
    await Promise.all([deliver(), deliver()]);
    expect(await world.published()).toHaveLength(5);
  });

  it('assigns as many chunks as may be under way, in their order, and tells the executors of each', async () => {
    const path = { kind: 'enterprise', why: 'as the job says' } as const;
    const { execution, chunks } = await world.plan(6, { execution: { epoch: 2, path } });
    await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id }]);
    const states = await world.chunkStates(execution.id);
    expect(states).toEqual([...Array<string>(4).fill('assigned'), 'planned', 'planned']);
    expect(await world.published()).toEqual(
      chunks.slice(0, 4).map(({ id: chunkId }) => ({
        topic: chunkAssigned.topic,
        payload: { tenantId: DEFAULT_TENANT, chunkId, executionId: execution.id, epoch: 2 },
      })),
    );
  });

  it.each(['queued', 'cancelled', 'completed'] as const)(
    'of an execution that is %s assigns nothing',
    async (status) => {
      const { execution } = await world.plan(1, { execution: { status } });
      await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id }]);
      expect(await world.chunkStates(execution.id)).toEqual(['planned']);
      expect(await world.published()).toEqual([]);
    },
  );

  it('of an execution that has nothing to read closes it', async () => {
    const { execution } = await world.plan(0, { execution: { lane: 'single' } });
    await world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id }]);
    expect(await world.execution(execution.id)).toMatchObject({ status: 'completed' });
  });
});
