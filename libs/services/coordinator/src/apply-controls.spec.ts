import { chunkAssigned } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, type ControlState, type Execution } from '@evenkeel/domain';
import { CoordinatorWorld, type PlannedExecution } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const set = (connectionId: string | null, state: ControlState) => world.setControl(connectionId, state);
const coordinate = ({ execution }: PlannedExecution) =>
  world.onExecutionDue().handle([{ tenantId: DEFAULT_TENANT, executionId: execution.id }]);
const found = ({ execution }: PlannedExecution): Promise<Execution> => world.execution(execution.id);
const assigned = async () => (await world.published()).filter(({ topic }) => topic === chunkAssigned.topic);
const startedAt = new Date('2026-11-21T12:00:00Z');
const minutesLater = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000);
const clock = { startedAt, clockSince: startedAt, deadline: minutesLater(60) };

beforeEach(async () => {
  world.now = startedAt;
  await world.published();
});
afterEach(async () => {
  world.now = undefined;
  await set(null, 'running');
  await world.database.reset();
});

describe('an execution whose connection is paused', () => {
  it('delivered twice, is held once, with the time it had left', async () => {
    const planned = await world.begin(2, { execution: clock });
    await set(planned.job.connectionId, 'paused');
    world.now = minutesLater(15);
    await coordinate(planned);
    world.now = minutesLater(40);
    await coordinate(planned);
    expect(await found(planned)).toMatchObject({
      status: 'paused',
      heldBy: 'connection',
      epoch: 0,
      deadline: null,
      timeLeftMs: 45 * 60_000,
    });
  });

  it('still takes the pages that were under way', async () => {
    const planned = await world.begin(1);
    const { id } = planned.chunks[0]!;
    await world.apply(id, { outcomes: { created: 1 }, isLast: false });
    await set(planned.job.connectionId, 'paused');
    await coordinate(planned);
    expect(await found(planned)).toMatchObject({ status: 'paused' });
    const chunk = (await world.tenant.transaction((tx) => tx.chunks.lock(id)))!;
    expect(chunk).toMatchObject({ state: 'claimed', pagesApplied: 1 });
  });

  it('goes on by itself once the connection does, with every chunk assigned anew at once', async () => {
    const planned = await world.begin(2, { execution: clock });
    await set(planned.job.connectionId, 'stopped');
    await coordinate(planned);
    await set(planned.job.connectionId, 'running');
    world.now = minutesLater(300);
    await world.lookAfterExecutions().run();
    expect(await found(planned)).toMatchObject({
      status: 'running',
      heldBy: null,
      deadline: minutesLater(360),
      timeLeftMs: null,
    });
    expect(await assigned()).toHaveLength(2);
  });

  it('is left alone where a person paused it', async () => {
    const planned = await world.begin(1, { execution: { status: 'paused', heldBy: 'user' } });
    await world.lookAfterExecutions().run();
    await coordinate(planned);
    expect(await found(planned)).toMatchObject({ status: 'paused', heldBy: 'user' });
  });

  it('is not timed out, however long that lasts', async () => {
    const planned = await world.begin(1, { execution: clock });
    await set(null, 'paused');
    await coordinate(planned);
    world.now = minutesLater(10_000);
    await world.lookAfterExecutions().run();
    expect(await found(planned)).toMatchObject({ status: 'paused', heldBy: 'engine' });
  });
});
