import { eventually } from '@evenkeel/conformance';
import { DEFAULT_TENANT, type Chunk, type Execution } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
const settings = { leaseMs: 150, windowRecords: 20, republishMs: 50 };

async function setStatus({ executionId }: Chunk, status: Execution['status']): Promise<void> {
  await world.tenant.transaction(async (tx) => {
    const execution = (await tx.executions.lock(executionId))!;
    await tx.executions.save({ ...execution, status, heldBy: status === 'paused' ? 'user' : null });
  });
}

/** The worker has looked at its chunk since: twice, for the first look may have been under way. */
async function noticed(chunk: Chunk): Promise<void> {
  for (let look = 0; look < 2; look += 1) {
    const { leaseUntil } = await world.chunk(chunk);
    await eventually(
      'the lease is renewed',
      async () => (await world.chunk(chunk)).leaseUntil?.getTime() !== leaseUntil?.getTime(),
    );
  }
}

const givenBack = (chunk: Chunk) =>
  eventually('the chunk is given back', async () => (await world.stateOf(chunk)) === 'assigned');

describe('a worker whose execution is paused', () => {
  it('reads nothing more, sees its pages applied, and gives the chunk back', async () => {
    world.provider = ListedProvider.of(100);
    const chunk = await world.assigned();
    const { onChunkAssigned } = await world.startReading(chunk, { settings });
    await eventually('two pages', () => new Set(world.bus.pageNumbers).size === 2);
    await setStatus(chunk, 'paused');
    await noticed(chunk);
    world.bus.onPage = world.apply;
    for (const page of [...world.bus.pages]) await world.apply(page);
    await givenBack(chunk);
    const asked = world.provider.requests.length;
    expect(await world.chunk(chunk)).toMatchObject({ leaseUntil: null, attempt: 1 });
    const { pagesApplied } = await world.chunk(chunk);
    expect(pagesApplied).toBe(new Set(world.bus.pageNumbers).size);
    await onChunkAssigned.handle([
      { tenantId: DEFAULT_TENANT, chunkId: chunk.id, executionId: chunk.executionId, epoch: 0 },
    ]);
    expect(await world.stateOf(chunk)).toBe('assigned');
    expect(world.provider.requests).toHaveLength(asked);
    await setStatus(chunk, 'running');
    await onChunkAssigned.handle([
      { tenantId: DEFAULT_TENANT, chunkId: chunk.id, executionId: chunk.executionId, epoch: 0 },
    ]);
    await eventually('it is read to its end', async () => (await world.stateOf(chunk)) === 'applied');
    expect(await world.chunk(chunk)).toMatchObject({ fetched: 100, attempt: 2 });
    expect(world.provider.requests[asked]?.cursor).toBe(String(pagesApplied * 10));
  });

  it('cuts off a provider that does not answer', async () => {
    world.provider = ListedProvider.of(10);
    world.provider.answer = async (_, __, { http }) => {
      await http.json({ method: 'GET', url: 'http://127.0.0.1/never' });
      return undefined;
    };
    const chunk = await world.assigned();
    await world.startReading(chunk, { settings });
    await eventually('the provider is asked', () => world.provider.requests.length === 1);
    await setStatus(chunk, 'paused');
    await givenBack(chunk);
  });

  it('gives the chunk back too while its connection or the engine is', async () => {
    world.provider = ListedProvider.of(100);
    const chunk = await world.assigned();
    await world.startReading(chunk, { settings });
    await eventually('two pages', () => new Set(world.bus.pageNumbers).size === 2);
    await world.system.transaction((tx) => tx.engine.saveControl('paused', 'ada'));
    await noticed(chunk);
    world.bus.onPage = world.apply;
    for (const page of [...world.bus.pages]) await world.apply(page);
    await givenBack(chunk);
    await world.system.transaction((tx) => tx.engine.saveControl('running', 'ada'));
  });
});
