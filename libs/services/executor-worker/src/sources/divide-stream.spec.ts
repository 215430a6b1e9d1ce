import { eventually } from '@evenkeel/conformance';
import { executionDue } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, type Chunk } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
const slicesOf = async ({ executionId }: Chunk) =>
  (await world.tenant.transaction((tx) => tx.chunks.ofExecution(executionId))).map(({ slice }) => slice);
const range = (from: number) => ({ kind: 'range', key: 'immutable', range: { from } });
const ended = (chunk: Chunk, state = 'applied') =>
  eventually(`the chunk is ${state}`, async () => (await world.stateOf(chunk)) === state);

beforeEach(() => {
  world.bus.onPage = world.apply;
  world.provider = ListedProvider.of(30);
  world.provider.cutEvery(12);
});

describe('a stream that can be cut', () => {
  it('is cut by whoever first holds the whole of it, who then reads the first slice', async () => {
    const chunk = await world.assigned({ processed: 0 });
    await world.startReading(chunk);
    await ended(chunk);
    expect(await slicesOf(chunk)).toMatchObject([range(0), range(12), range(24)]);
    expect(world.provider.requests.map(({ cursor, range: asked }) => [asked?.['from'], cursor])).toEqual([
      [0, null],
      [0, '10'],
    ]);
    expect(await world.published()).toContainEqual({
      topic: executionDue.topic,
      payload: { tenantId: DEFAULT_TENANT, executionId: chunk.executionId },
    });
  });

  it('tells its connector how large a slice should be', async () => {
    const chunk = await world.assigned({ processed: 0, job: { chunkSize: 700 } });
    await world.startReading(chunk);
    await ended(chunk);
    expect(world.provider.slicings).toMatchObject([{ stream: 'customers', sliceSize: 700, since: null }]);
  });

  it('is cut once, whoever goes on with a slice', async () => {
    world.bus.onPage = async () => undefined;
    const chunk = await world.assigned({ processed: 0 });
    const first = await world.startReading(chunk);
    await eventually('two pages are out', () => world.bus.pages.length === 2);
    await first.pool.onApplicationShutdown();
    world.bus.onPage = world.apply;
    await world.startReading(chunk, { name: 'another' });
    await ended(chunk);
    expect(world.provider.slicings).toHaveLength(1);
    expect(await slicesOf(chunk)).toHaveLength(3);
  });

  it('is read as a whole where a page of the whole was applied', async () => {
    const chunk = await world.assigned({ processed: 0, chunk: { cursor: '10', pagesApplied: 1 } });
    await world.startReading(chunk);
    await ended(chunk);
    expect(await slicesOf(chunk)).toEqual([{ kind: 'whole' }]);
  });

  it('is not cut for a run that was cancelled meanwhile', async () => {
    const chunk = await world.assigned({ processed: 0 });
    world.provider.beforeSlicing = () => world.cancel(chunk);
    await world.startReading(chunk);
    await eventually('it was to be cut', () => world.provider.slicings.length === 1);
    await ended(chunk, 'abandoned');
    expect(await slicesOf(chunk)).toEqual([{ kind: 'whole' }]);
    expect(world.provider.requests).toEqual([]);
  });
});
