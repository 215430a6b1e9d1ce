import { once } from 'node:events';
import { eventually } from '@evenkeel/conformance';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';
import { Waits } from './waits.js';

const world = new ExecutorWorld();
const often = { settings: { leaseMs: 300 } };
const tells = (waiting: string, chunk: Parameters<typeof world.chunk>[0]) =>
  eventually(`the row tells ${waiting}`, async () => (await world.chunk(chunk)).waiting === waiting);

describe('what reading a chunk waits for', () => {
  it('is ingestion while the pages that were read are not applied, and nothing once they are', async () => {
    world.provider = ListedProvider.of(100);
    const chunk = await world.assigned();
    await world.startReading(chunk, { settings: { ...often.settings, windowRecords: 10 } });
    await tells('ingestion', chunk);
    const asked = new AbortController();
    world.provider.answer = async () => {
      await once(asked.signal, 'abort');
      return undefined;
    };
    for (const page of [...world.bus.pages]) await world.apply(page);
    await tells('none', chunk);
    world.provider.answer = async () => undefined;
    world.bus.onPage = world.apply;
    asked.abort();
  });

  it('is what its calls wait for', async () => {
    world.provider = ListedProvider.of(30);
    world.provider.answer = async (_, __, { http }) => {
      await http.json({ method: 'GET', url: 'https://provider.example' });
      return undefined;
    };
    const chunk = await world.assigned();
    await world.startReading(chunk, often);
    await tells('quota', chunk);
  });

  it('is told with what its calls go through, once the chunk is over at the latest', async () => {
    world.provider = ListedProvider.of(5);
    world.bus.onPage = world.apply;
    world.provider.answer = async (_, __, { http }) => {
      void http.json({ method: 'GET', url: 'https://provider.example' }).catch(() => undefined);
      return undefined;
    };
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await eventually('the log has it', async () => (await world.errorsOf(chunk)).length > 0);
    expect(await world.errorsOf(chunk)).toMatchObject([
      { phase: 'fetching', externalId: null, attempt: 1, problem: { code: 'provider.timeout' } },
    ]);
  });

  it('is the least common thing while several of its calls wait', () => {
    const waits = new Waits();
    const [quota, again, breaker] = [waits.begin('quota'), waits.begin('quota'), waits.begin('breaker')];
    expect(waits.current).toBe('breaker');
    breaker();
    quota();
    expect(waits.current).toBe('quota');
    again();
    expect(waits.current).toBe('none');
  });
});
