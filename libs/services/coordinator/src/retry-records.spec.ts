import { counts } from '@evenkeel/conformance';
import { chunkAssigned, executionClosed, executionDue } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, type Chunk, type ExecutionId } from '@evenkeel/domain';
import { CoordinatorWorld } from './testing/coordinator-world.js';

const world = new CoordinatorWorld();
const START = new Date('2026-11-01T12:00:00.000Z');
const after = (ms: number) => new Date(START.getTime() + ms);

beforeEach(async () => {
  await world.published();
  world.now = START;
});
afterEach(async () => {
  world.now = undefined;
  await world.database.reset();
});

const look = (executionId: ExecutionId) =>
  world.onPageApplied().handle([{ tenantId: DEFAULT_TENANT, executionId, chunkId: '', pagesApplied: 1 }]);
const chunksOf = (id: ExecutionId) => world.tenant.transaction((tx) => tx.chunks.ofExecution(id));
const lastOf = async (id: ExecutionId): Promise<Chunk> => (await chunksOf(id)).at(-1)!;
const topics = async () => (await world.published()).map(({ topic }) => topic);

/** A run of named records of which one, `c`, got no answer. */
async function runThatFailed({ externalIds = ['a', 'b', 'c'], created = 2 } = {}) {
  const { execution, chunks, job } = await world.begin(1, {
    execution: { lane: 'single', scope: { kind: 'single', externalIds }, startedAt: START },
  });
  await world.database.rows(`update chunk set slice = $2 where id = $1`, [
    chunks[0]!.id,
    JSON.stringify({ kind: 'ids', externalIds }),
  ]);
  await world.apply(chunks[0]!.id, { outcomes: { created }, retried: ['c'] });
  await look(execution.id);
  return { id: execution.id, job };
}

/** The wait before the next try is over, and somebody notices. */
async function passWait(ms: number): Promise<void> {
  world.now = new Date((world.now?.getTime() ?? 0) + ms);
  await world.handOutRetries().run();
}

/** Three more tries, none of which gets an answer. */
async function failAgain(id: ExecutionId): Promise<void> {
  for (const ms of [1_000, 2_000, 4_000]) {
    const { id: chunkId, notBefore } = await lastOf(id);
    expect(notBefore?.getTime()).toBe((world.now?.getTime() ?? 0) + ms);
    await passWait(ms);
    await world.apply(
      chunkId,
      ms === 4_000 ? { outcomes: { errored: 1 } } : { outcomes: {}, retried: ['c'] },
    );
    await look(id);
  }
}

describe('a run with records that failed in a way that may pass', () => {
  it('told twice, by two replicas, plans one more try and does not end', async () => {
    const { id } = await runThatFailed();
    await Promise.all([look(id), look(id)]);
    expect(await topics()).toEqual([executionDue.topic]);
    expect(await chunksOf(id)).toHaveLength(2);
    expect(await lastOf(id)).toMatchObject({
      state: 'planned',
      notBefore: after(1_000),
      slice: { kind: 'retry', round: 1, judged: true, externalIds: ['c'] },
    });
    expect(await world.execution(id)).toMatchObject({ status: 'running', phase: 'retrying' });
  });

  it('hands the try out when its wait is over, told of or not', async () => {
    await runThatFailed();
    await world.published();
    await passWait(999);
    await world.lookAfterExecutions().run();
    expect(await topics()).toEqual([]);
    await passWait(1);
    expect(await topics()).toEqual([chunkAssigned.topic]);
  });

  it('completes if a later try applies them, and each record has one outcome that counts', async () => {
    const { id } = await runThatFailed();
    await passWait(1_000);
    await world.apply((await lastOf(id)).id, { outcomes: { created: 1 } });
    await look(id);
    expect(await world.execution(id)).toMatchObject({ status: 'completed', phase: 'finalizing' });
    expect(await world.receipt(id)).toMatchObject({
      fetched: 3,
      replayed: 1,
      outcomes: counts({ created: 3, retried: 1 }),
      balanced: true,
    });
  });

  it('completes with errors if three more tries fail, after 1, 2 and 4 s', async () => {
    const { id } = await runThatFailed();
    await failAgain(id);
    expect(await world.execution(id)).toMatchObject({ status: 'completed_with_errors' });
    expect(await world.receipt(id)).toMatchObject({
      fetched: 3,
      replayed: 3,
      outcomes: counts({ created: 2, retried: 3, errored: 1 }),
      balanced: true,
    });
  });

  it('has failed if none of its records could be applied in the end', async () => {
    const { id } = await runThatFailed({ externalIds: ['c'], created: 0 });
    await failAgain(id);
    expect(await world.execution(id)).toMatchObject({ status: 'failed', reason: { kind: 'all_failed' } });
  });

  it('goes on with the try after a lost message, as after a replica that died', async () => {
    const { id } = await runThatFailed();
    await world.published();
    world.now = after(1_000);
    await world.lookAfterExecutions().run();
    expect(await topics()).toEqual([chunkAssigned.topic]);
    expect(await lastOf(id)).toMatchObject({ state: 'assigned' });
  });

  it('times out while it waits, and keeps the try that was left for whoever resumes it', async () => {
    const { id } = await runThatFailed();
    await world.database.rows(`update execution set deadline = $2, clock_since = $3 where id = $1`, [
      id,
      after(500),
      START,
    ]);
    world.now = after(600);
    await world.lookAfterExecutions().run();
    expect(await world.execution(id)).toMatchObject({ status: 'timed_out' });
    expect(await lastOf(id)).toMatchObject({ state: 'abandoned' });
    expect(await world.receipt(id)).toMatchObject({ balanced: true, fetched: 3 });
    expect(await topics()).toContain(executionClosed.topic);
  });

  it('waits on while it is paused', async () => {
    const { id, job } = await runThatFailed();
    await world.tenant.transaction((tx) => tx.controls.save(job.connectionId, 'paused', 'ada'));
    await world.published();
    await passWait(5_000);
    expect(await topics()).toEqual([]);
    await world.tenant.transaction((tx) => tx.controls.save(job.connectionId, 'running', 'ada'));
    await passWait(1);
    expect(await topics()).toEqual([chunkAssigned.topic]);
    expect(await lastOf(id)).toMatchObject({ state: 'assigned' });
  });
});
