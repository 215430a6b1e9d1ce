import { createPostgres, type StatementGate } from '@evenkeel/adapter-postgres';
import { eventually } from '@evenkeel/conformance';
import { chunkAssigned } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, type Chunk } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
const assignedMessage = ({ id: chunkId, executionId }: { id: string; executionId: string }) => ({
  topic: chunkAssigned.topic,
  payload: { tenantId: DEFAULT_TENANT, chunkId, executionId, epoch: 0 },
});

describe('a worker', () => {
  it('takes no more chunks than it was told to, and the next as soon as it has room', async () => {
    world.provider = ListedProvider.of(10);
    const chunks: Chunk[] = [];
    for (let nth = 0; nth < 4; nth += 1) chunks.push(await world.assigned());
    const { onChunkAssigned } = world.worker({ settings: { concurrency: 2 } });
    for (const { id: chunkId, executionId } of chunks)
      await onChunkAssigned.handle([{ tenantId: DEFAULT_TENANT, chunkId, executionId, epoch: 0 }]);
    const states = () => Promise.all(chunks.map((chunk) => world.stateOf(chunk)));
    await eventually('two are taken', async () => (await states())[1] === 'claimed');
    expect(await states()).toEqual(['claimed', 'claimed', 'assigned', 'assigned']);
    await eventually('both are read', () => world.bus.pages.length === 2);
    await world.apply(world.bus.pages.find(({ chunkId }) => chunkId === chunks[0]!.id)!);
    await eventually('the third is taken', async () => (await states())[2] === 'claimed');
    expect(await states()).toEqual(['applied', 'claimed', 'claimed', 'assigned']);
    world.bus.onPage = world.apply;
    for (const page of [...world.bus.pages]) await world.apply(page);
    await eventually('all are read', async () => (await states()).every((state) => state === 'applied'));
  });

  it('keeps its lease for as long as it works on the chunk', async () => {
    world.provider = ListedProvider.of(10);
    const chunk = await world.assigned();
    await world.startReading(chunk, { settings: { leaseMs: 300 } });
    const { leaseUntil } = await world.chunk(chunk);
    await eventually(
      'the lease is extended twice over',
      async () => (await world.chunk(chunk)).leaseUntil!.getTime() > leaseUntil!.getTime() + 300,
    );
    await expect(world.system.transaction((tx) => tx.chunkQueue.expireLeases())).resolves.toEqual([]);
  });

  it('that goes down gives its chunk back, and another one goes on from the last applied page', async () => {
    world.provider = ListedProvider.of(50);
    world.bus.onPage = async (page) => (page.pageNo < 2 ? world.apply(page) : undefined);
    const chunk = await world.assigned();
    const { pool } = await world.startReading(chunk, { settings: { windowRecords: 10 } });
    await eventually('two pages are applied', async () => (await world.chunk(chunk)).pagesApplied === 2);
    await pool.onApplicationShutdown();
    expect(await world.chunk(chunk)).toMatchObject({ state: 'assigned', leaseUntil: null, cursor: '20' });
    expect(await world.published()).toEqual([assignedMessage(chunk)]);
    world.bus.onPage = world.apply;
    const asked = world.provider.requests.length;
    await world.startReading(chunk, { name: 'another' });
    await eventually('the chunk is read', async () => (await world.stateOf(chunk)) === 'applied');
    expect(world.provider.requests.slice(asked).map(({ cursor }) => cursor)).toEqual(['20', '30', '40']);
    expect(await world.chunk(chunk)).toMatchObject({ attempt: 2, pagesApplied: 5, fetched: 50 });
  });

  it('that goes down cuts off a provider that does not answer', async () => {
    world.provider = ListedProvider.of(10);
    world.provider.answer = async (_, __, { http }) => {
      await http.json({ method: 'GET', url: 'http://127.0.0.1/never' });
      return undefined;
    };
    const chunk = await world.assigned();
    const { pool } = await world.startReading(chunk);
    await eventually('the provider is asked', () => world.provider.requests.length === 1);
    await pool.onApplicationShutdown();
    expect(await world.stateOf(chunk)).toBe('assigned');
    expect(await world.published()).toEqual([assignedMessage(chunk)]);
  });

  it('that goes down while it claims a chunk gives that one back too', async () => {
    world.provider = ListedProvider.of(10);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let claims = 0;
    const gate: StatementGate = {
      before: async (_, sql) => {
        if (!sql.includes(`state = 'claimed', attempt`)) return;
        claims += 1;
        await held;
      },
    };
    const slow = createPostgres({ url: world.database.url, gate });
    const chunk = await world.assigned();
    const { pool, onChunkAssigned } = world.worker({ store: slow.store });
    const handling = onChunkAssigned.handle([
      { tenantId: DEFAULT_TENANT, chunkId: chunk.id, executionId: chunk.executionId, epoch: 0 },
    ]);
    await eventually('the claim is under way', () => claims === 1);
    const stopped = pool.onApplicationShutdown();
    letGo();
    await stopped;
    expect(await world.stateOf(chunk)).toBe('assigned');
    expect(world.provider.requests).toEqual([]);
    await handling;
    await slow.close();
  });

  it('that goes down takes nothing any more', async () => {
    const chunk = await world.assigned();
    const { pool, onChunkAssigned } = world.worker();
    await pool.onApplicationShutdown();
    await onChunkAssigned.handle([
      { tenantId: DEFAULT_TENANT, chunkId: chunk.id, executionId: chunk.executionId, epoch: 0 },
    ]);
    expect(await world.stateOf(chunk)).toBe('assigned');
  });

  it('that was killed frees its chunks when it is back, and those of no other', async () => {
    const [mine, theirs] = [await world.assigned(), await world.assigned()];
    const claim = (chunk: typeof mine, name: string) =>
      world.system.transaction((tx) => tx.chunkQueue.claim(chunk.id, name, 60_000));
    await claim(mine, 'killed');
    await claim(theirs, 'alive');
    await world.worker({ name: 'killed' }).pool.onApplicationBootstrap();
    expect(await world.stateOf(mine)).toBe('assigned');
    expect(await world.stateOf(theirs)).toBe('claimed');
    expect(await world.published()).toEqual([assignedMessage(mine)]);
  });
});

describe('places', () => {
  it('that are reserved are left to the single lane', async () => {
    world.provider = ListedProvider.of(10);
    const bulk = [await world.assigned(), await world.assigned()];
    const single = await world.assigned({
      execution: { lane: 'single' },
      chunk: { slice: { kind: 'ids', externalIds: ['c1'] } },
    });
    const { onChunkAssigned } = world.worker({ settings: { concurrency: 2, reserved: 1 } });
    for (const { id: chunkId, executionId } of [...bulk, single])
      await onChunkAssigned.handle([{ tenantId: DEFAULT_TENANT, chunkId, executionId, epoch: 0 }]);
    await eventually('the single one is taken', async () => (await world.stateOf(single)) === 'claimed');
    expect(await Promise.all(bulk.map((chunk) => world.stateOf(chunk)))).toEqual(['claimed', 'assigned']);
  });

  it('are shared: a chunk whose budget is spent makes room for one that waits', async () => {
    world.provider = ListedProvider.of(60);
    world.bus.onPage = world.apply;
    const chunks = [await world.assigned(), await world.assigned()];
    const budget = { records: 20, pages: 100, bytes: 1_000_000, ms: 60_000 };
    const { onChunkAssigned } = world.worker({ settings: { concurrency: 1, budget } });
    for (const { id: chunkId, executionId } of chunks)
      await onChunkAssigned.handle([{ tenantId: DEFAULT_TENANT, chunkId, executionId, epoch: 0 }]);
    await eventually('both are read', async () =>
      (await Promise.all(chunks.map((chunk) => world.stateOf(chunk)))).every((state) => state === 'applied'),
    );
    const order = world.bus.pages.map(({ chunkId }) => chunks.findIndex(({ id }) => id === chunkId));
    // They take turns, and no page is read twice.
    expect(order.slice(0, 6)).toEqual([0, 0, 1, 1, 0, 0]);
    expect(world.provider.requests).toHaveLength(12);
  });

  it('are kept by a chunk whose budget is spent while nobody waits', async () => {
    world.provider = ListedProvider.of(60);
    world.bus.onPage = world.apply;
    const chunk = await world.assigned();
    const budget = { records: 10, pages: 1, bytes: 1, ms: 0 };
    await world.startReading(chunk, { settings: { budget } });
    await eventually('it is read', async () => (await world.stateOf(chunk)) === 'applied');
    expect(await world.chunk(chunk)).toMatchObject({ attempt: 1, pagesApplied: 6 });
  });
});
