import { eventually } from '@evenkeel/conformance';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';

const world = new ExecutorWorld();

describe('the session of a chunk', () => {
  it('is opened once for each claim, however many pages are read', async () => {
    world.provider = ListedProvider.of(40);
    const settings = { windowRecords: 20 };
    const chunk = await world.assigned();
    const first = await world.startReading(chunk, { settings });
    await eventually('two pages are out', () => world.bus.pages.length === 2);
    expect(world.provider.opened).toBe(1);
    await first.pool.onApplicationShutdown();

    world.bus.onPage = world.apply;
    await world.startReading(chunk, { name: 'another' });
    await eventually('it ends', async () => (await world.stateOf(chunk)) === 'applied');
    expect(world.provider.requests.length).toBeGreaterThan(4);
    expect(world.provider.opened).toBe(2);
  });
});
