import { seedJob } from '@evenkeel/conformance';
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

  it('takes the path of its connection where its job says none', async () => {
    const { id, connectionId } = await addJob();
    await world.tenant.transaction((tx) =>
      tx.connections.saveLimits(connectionId, { quota: null, retry: null, path: 'enterprise' }),
    );
    const { executionId } = await world.run(id);
    expect(await world.execution(executionId)).toMatchObject({
      path: { kind: 'enterprise', why: 'as the connection says' },
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
      path: { kind: 'primary', why: 'no trouble with the provider' },
    });
  });
});
