import { DEFAULT_TENANT } from '@evenkeel/domain';
import { eventually } from '@evenkeel/conformance';
import { ExecutorWorld } from './testing/executor-world.js';
import { ListedProvider } from './testing/listed-provider.js';

const world = new ExecutorWorld();
beforeEach(() => {
  world.provider = ListedProvider.of(25);
  world.bus.onPage = world.apply;
});

describe('chunk-assigned', () => {
  it('delivered twice changes nothing the second time', async () => {
    const chunk = await world.assigned();
    const message = { tenantId: DEFAULT_TENANT, chunkId: chunk.id, executionId: chunk.executionId, epoch: 0 };
    const { onChunkAssigned } = world.worker();
    await onChunkAssigned.handle([message, message]);
    await eventually('the chunk is read', async () => (await world.stateOf(chunk)) === 'applied');
    const read = await world.chunk(chunk);
    expect(read).toMatchObject({ attempt: 1, pagesApplied: 3, fetched: 25 });
    await onChunkAssigned.handle([message]);
    expect(await world.chunk(chunk)).toEqual(read);
    expect(world.provider.requests).toHaveLength(3);
  });

  it('delivered to several workers at once is taken by one', async () => {
    const chunk = await world.assigned();
    await Promise.all(['a', 'b', 'c'].map((name) => world.startReading(chunk, { name })));
    await eventually('the chunk is read', async () => (await world.stateOf(chunk)) === 'applied');
    expect((await world.chunk(chunk)).attempt).toBe(1);
    expect(world.provider.requests).toHaveLength(3);
  });

  it('resolves without waiting for the provider', async () => {
    world.provider.answer = async (_, __, { http }) => {
      await http.json({ method: 'GET', url: 'http://127.0.0.1/never' });
      return undefined;
    };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    expect(await world.stateOf(chunk)).toBe('claimed');
  });

  it.each([
    ['was cancelled', { status: 'cancelled' }],
    ['goes on in a later epoch', { epoch: 1 }],
  ] as const)('takes nothing of an execution that %s', async (_, execution) => {
    const chunk = await world.assigned({ execution });
    await world.startReading(chunk);
    expect(await world.stateOf(chunk)).toBe('assigned');
    expect(world.provider.requests).toEqual([]);
  });
});
