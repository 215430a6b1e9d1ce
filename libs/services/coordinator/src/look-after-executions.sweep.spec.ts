import { chunkAssigned, executionClosed } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, describeProblem, SyncError } from '@evenkeel/domain';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const inMs = (ms: number) => new Date(Date.now() + ms);
const sweep = () => world.lookAfterExecutions().run();

/** What was published about one execution. */
async function publishedOf(executionId: string) {
  const entries = await world.published();
  return entries.filter(({ payload }) => (payload as { executionId: string }).executionId === executionId);
}

beforeEach(async () => void (await world.published()));
afterEach(async () => {
  world.now = undefined;
  // What one test leaves running is not what the next one looks after.
  await world.database.reset();
});

describe('the sweep that looks after executions', () => {
  it('assigns what nobody was told to assign', async () => {
    const { execution, chunks } = await world.plan(1);
    await sweep();
    expect(await publishedOf(execution.id)).toEqual([
      {
        topic: chunkAssigned.topic,
        payload: { tenantId: DEFAULT_TENANT, chunkId: chunks[0]!.id, executionId: execution.id, epoch: 0 },
      },
    ]);
  });

  it('tells again of a chunk that nobody took, though not before somebody had time to', async () => {
    const { execution } = await world.begin(1);
    await sweep();
    expect(await publishedOf(execution.id)).toEqual([]);
    world.now = inMs(6_000);
    await sweep();
    expect(await publishedOf(execution.id)).toMatchObject([{ topic: chunkAssigned.topic }]);
  });

  it('offers a chunk whose lease has ended at once to whoever hears it first, and no other', async () => {
    const { execution, chunks } = await world.begin(2);
    await world.claim(chunks[0]!.id);
    world.now = inMs(29_000);
    await world.tenant.transaction((tx) => tx.chunkLeases.release(chunks[1]!.id, 0));
    await world.database.rows('update chunk set assigned_at = $2 where id = $1', [chunks[1]!.id, world.now]);
    world.now = inMs(31_000);
    await sweep();
    expect(await world.chunkStates(execution.id)).toEqual(['assigned', 'assigned']);
    expect(await publishedOf(execution.id)).toMatchObject([{ payload: { chunkId: chunks[0]!.id } }]);
    await expect(world.claim(chunks[0]!.id)).resolves.toMatchObject({ attempt: 2 });
  });

  it('closes an execution although nobody told that its last page was applied', async () => {
    const { execution, chunks } = await world.begin(1);
    await world.apply(chunks[0]!.id, { outcomes: { created: 1 } });
    await sweep();
    expect(await world.execution(execution.id)).toMatchObject({ status: 'completed' });
  });

  it('gives up an execution although nobody told that a chunk of it failed', async () => {
    const { execution, chunks } = await world.begin(1);
    await world.fail(chunks[0]!.id, describeProblem(new SyncError('provider.timeout', 'Too slow')));
    await sweep();
    expect(await world.execution(execution.id)).toMatchObject({ status: 'failed' });
  });

  it('of two replicas at once closes each execution once', async () => {
    const executions = await Promise.all(Array.from({ length: 4 }, () => world.begin(1)));
    for (const { chunks } of executions) await world.apply(chunks[0]!.id, { outcomes: { created: 1 } });
    await world.published();
    await Promise.all([sweep(), sweep()]);
    for (const { execution } of executions) {
      expect(await world.execution(execution.id)).toMatchObject({ status: 'completed', epoch: 1 });
    }
    const closed = (await world.published()).filter(({ topic }) => topic === executionClosed.topic);
    expect(closed).toHaveLength(executions.length);
  });

  it('goes on past an execution that it cannot look after', async () => {
    const [broken, whole] = [await world.begin(1), await world.plan(1)];
    await world.fail(broken.chunks[0]!.id, describeProblem(new Error('oh')));
    await world.database.rows(`update chunk set problem = null where id = $1`, [broken.chunks[0]!.id]);
    await expect(sweep()).rejects.toThrow('failed without a problem');
    expect(await world.chunkStates(whole.execution.id)).toEqual(['assigned']);
  });
});

describe('an execution at its deadline', () => {
  const startedAt = new Date(Date.now() - 1000);
  const inAMinute = { startedAt, deadline: new Date(startedAt.getTime() + 60_000) };

  it('times out, with the receipt of what was applied until then', async () => {
    const { execution, chunks } = await world.begin(2, { execution: inAMinute, job: { timeoutMinutes: 1 } });
    await world.apply(chunks[0]!.id, { outcomes: { created: 4 }, isLast: false });
    await sweep();
    expect(await world.execution(execution.id)).toMatchObject({ status: 'running' });
    world.now = inMs(60_000);
    await sweep();
    expect(await world.execution(execution.id)).toMatchObject({
      status: 'timed_out',
      epoch: 1,
      finishedAt: world.now,
      reason: { kind: 'timeout', message: 'The execution did not end within its 1 min' },
    });
    expect(await world.receipt(execution.id)).toMatchObject({ fetched: 4, balanced: true });
    expect(await world.chunkStates(execution.id)).toEqual(['abandoned', 'abandoned']);
    expect(await publishedOf(execution.id)).toContainEqual({
      topic: executionClosed.topic,
      payload: { tenantId: DEFAULT_TENANT, executionId: execution.id, jobId: execution.jobId },
    });
  });

  it('names the time it was given, not the time since it was begun long before it was resumed', async () => {
    const longAgo = new Date(Date.now() - 5 * 3_600_000);
    const { execution } = await world.begin(1, {
      execution: { epoch: 2, startedAt: longAgo, deadline: new Date(Date.now() - 1) },
      job: { timeoutMinutes: 30 },
    });
    expect((await world.execution(execution.id)).reason?.message).toContain('within its 30 min');
  });

  it('is completed all the same if its last page was applied', async () => {
    const { execution, chunks } = await world.begin(1, { execution: inAMinute });
    await world.apply(chunks[0]!.id, { outcomes: { created: 1 } });
    world.now = inMs(120_000);
    await sweep();
    expect(await world.execution(execution.id)).toMatchObject({ status: 'completed' });
  });
});
