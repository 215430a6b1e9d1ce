import { eventually } from '@evenkeel/conformance';
import { SyncError, type Execution, type JobDefinition, type Quota } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
const enterprise = { kind: 'enterprise', why: 'as the job says' } as const;

async function read(
  job: Partial<JobDefinition>,
  execution: Partial<Execution> = {},
  quota: Quota | null = null,
) {
  world.bus.onPage = world.apply;
  const chunk = await world.assigned({ job, execution });
  await world.limit(chunk, quota);
  await world.startReading(chunk);
  await eventually('it is read', async () => (await world.stateOf(chunk)) === 'applied');
  return chunk;
}

/** Milliseconds from each request to the next. */
const gaps = () =>
  world.provider.requestedAt
    .slice(1)
    .map((at, nth) => at.getTime() - world.provider.requestedAt[nth]!.getTime());

describe('the path of an execution', () => {
  it('paces its pages as the job says', async () => {
    world.provider = ListedProvider.of(30);
    await read({ delayBetweenBatchesMs: 150 });
    expect(gaps()).toHaveLength(2);
    for (const gap of gaps()) expect(gap).toBeGreaterThanOrEqual(145);
  });

  it('waits for nothing on the enterprise path where no quota asks for it and no call fails', async () => {
    world.provider = ListedProvider.of(60);
    await read({}, { path: enterprise });
    expect(Math.max(...gaps())).toBeLessThan(450);
  });

  it('spreads the calls of the enterprise path over the time of the quota', async () => {
    world.provider = ListedProvider.of(30);
    await read(
      {},
      { path: enterprise },
      { rate: { calls: 100, perSeconds: 10 }, concurrency: null, reservedShare: 0 },
    );
    for (const gap of gaps()) expect(gap).toBeGreaterThanOrEqual(95);
    expect(gaps()).toHaveLength(2);
  });

  it('puts half a second after a failed call of the enterprise path', async () => {
    world.provider = ListedProvider.of(20);
    world.onSession = ({ watch }) => watch?.failed(new SyncError('provider.server_error', 'answered 503'), 1);
    await read({}, { path: enterprise });
    world.onSession = () => undefined;
    expect(gaps()[0]).toBeGreaterThanOrEqual(495);
  });

  it('asks for smaller pages on the enterprise path, and gives the same records', async () => {
    world.provider = ListedProvider.of(600);
    await read({ pageSize: 1000, delayBetweenBatchesMs: 0 }, { path: enterprise });
    expect(world.provider.requests.map(({ pageSize }) => pageSize)).toEqual([500, 500]);
    const ids = world.bus.pages.flatMap(({ records }) => records.map(({ externalId }) => externalId));
    expect(ids).toEqual(world.provider.ids);
  });

  it('is not slowed down by its size', async () => {
    world.provider = ListedProvider.of(30);
    world.provider.cutEvery(12);
    world.provider.records = 60_000;
    const chunk = await read({ path: 'auto' });
    const execution = await world.tenant.transaction((tx) => tx.executions.find(chunk.executionId));
    expect(execution).toMatchObject({ expected: 60_000, path: { kind: 'primary' } });
  });
});
