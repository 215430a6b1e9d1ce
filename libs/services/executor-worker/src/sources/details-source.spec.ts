import { eventually } from '@evenkeel/conformance';
import type { Chunk } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
const LISTING = '0196f5a0-0000-7000-8000-000000000001';
const ended = (state: string, chunk: Chunk) =>
  eventually(`the chunk is ${state}`, async () => (await world.stateOf(chunk)) === state);

/** A chunk that reads what two pages of an inventory want. */
async function detailsOf(...pages: readonly (readonly string[])[]): Promise<Chunk> {
  const slice = { kind: 'details', listing: LISTING, fromPage: 0, untilPage: 2 } as const;
  const chunk = await world.assigned({ chunk: { slice } });
  const { executionId } = chunk;
  await world.tenant.transaction((tx) =>
    tx.inventories.add(
      pages.map((wanted, pageNo) => ({
        ...{ executionId, chunkId: LISTING, pageNo, wanted },
        entries: new Uint8Array(0),
      })),
    ),
  );
  return chunk;
}

describe('the details of an inventory', () => {
  beforeEach(() => {
    world.provider = ListedProvider.of(250);
    world.provider.stream = { ...world.provider.stream, shape: 'inventory' };
    world.bus.onPage = world.apply;
  });

  it('are read by id, a hundred to a page, from page to page of the inventory', async () => {
    const { ids } = world.provider;
    const chunk = await detailsOf(ids.slice(0, 130), ids.slice(200, 205));
    await world.startReading(chunk);
    await ended('applied', chunk);
    expect(world.bus.pages).toMatchObject([
      { pageNo: 0, cursorIn: null, cursorOut: '0:100' },
      { pageNo: 1, cursorIn: '0:100', cursorOut: '1:0' },
      { pageNo: 2, cursorIn: '1:0', cursorOut: null },
    ]);
    expect([...world.provider.readIds].sort()).toEqual([...ids.slice(0, 130), ...ids.slice(200, 205)].sort());
    expect(world.provider.requests).toEqual([]);
  });

  it('go on from the cursor of their chunk, whoever reads them', async () => {
    const { ids } = world.provider;
    const chunk = await detailsOf(ids.slice(0, 130), []);
    await world.database.rows(
      `update chunk set cursor = '0:100', pages_applied = 1 where id = $1 returning id`,
      [chunk.id],
    );
    await world.startReading(chunk);
    await ended('applied', chunk);
    expect(world.provider.readIds).toHaveLength(30);
  });

  it('that are not there where they are read are no proof that they are gone: the inventory names them', async () => {
    const [first] = world.provider.ids;
    const chunk = await detailsOf([first!, 'gone'], []);
    await world.startReading(chunk);
    await ended('applied', chunk);
    expect(world.bus.pages[0]!.records).toMatchObject([
      { externalId: first },
      { externalId: 'gone', refusal: { code: 'provider.record_gone' } },
    ]);
  });

  it('say so when they are no longer kept', async () => {
    const chunk = await detailsOf(['c1']);
    await world.startReading(chunk);
    await ended('failed', chunk);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'run.inventory_expired' });
  });

  it('need a stream of which one record can be read', async () => {
    world.provider.readsOne = false;
    const chunk = await world.assigned();
    await world.startReading(chunk);
    await ended('failed', chunk);
    expect(await world.problemOf(chunk)).toMatchObject({ code: 'config.read_one_unsupported' });
  });
});
