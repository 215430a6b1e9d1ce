import { seedJob, someExecution } from '@evenkeel/conformance';
import type { JobDefinition, Trigger } from '@evenkeel/domain';
import { ReconcilerWorld } from './testing/reconciler-world.js';

const world = new ReconcilerWorld();
const addJob = async (definition: Partial<JobDefinition> = {}) =>
  (await seedJob(world.tenant, definition)).job;

async function opened(definition: Partial<JobDefinition>, trigger: Partial<Trigger> = {}) {
  const job = await addJob(definition);
  return world.execution((await world.run(job.id, trigger)).executionId);
}

describe('an execution', () => {
  it('is as urgent as its job, unless a webhook or an event asked for it', async () => {
    expect(await opened({ priority: 'low' })).toMatchObject({ priority: 'low' });
    expect(await opened({ priority: 'low' }, { kind: 'webhook', externalIds: ['a'] })).toMatchObject({
      priority: 'high',
    });
  });

  it('takes the path that its job says', async () => {
    expect(await opened({ path: 'enterprise' })).toMatchObject({
      path: { kind: 'enterprise', why: 'as the job says' },
    });
  });

  it('by itself takes the enterprise path where the run before read many records', async () => {
    const { id } = await addJob();
    const before = someExecution(id, { status: 'completed' });
    await world.tenant.transaction(async (tx) => {
      await tx.executions.insert(before);
      const receipt = { fetched: 60_000, replayed: 0, outcomes: {} as never, balanced: true };
      await tx.receipts.save(before.id, receipt);
    });
    const { executionId } = await world.run(id, { mode: 'full' });
    expect(await world.execution(executionId)).toMatchObject({
      path: { kind: 'enterprise', why: '60000 records are more than 50000' },
      expected: null,
    });
  });

  it('by itself takes the enterprise path where the provider was in trouble within the hour', async () => {
    const { id, connectionId } = await addJob();
    const tally = world.database.postgres.callTally;
    await tally.add(connectionId, { calls: 60, troubled: 2, notModified: 0 });
    await tally.add(connectionId, { calls: 40, troubled: 4, notModified: 0 });
    const { executionId } = await world.run(id);
    expect(await world.execution(executionId)).toMatchObject({
      path: { kind: 'enterprise', why: '6 % of the calls within an hour were answered with 429 or 5xx' },
    });
  });

  it('of named records knows how many it is to read', async () => {
    expect(await opened({}, { externalIds: ['a', 'b'] })).toMatchObject({
      expected: 2,
      path: { kind: 'primary', why: expect.stringContaining('2 records') as string },
    });
  });
});
