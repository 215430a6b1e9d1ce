import { IngestionWorld, pageOf, saying } from '../testing/ingestion-world.js';

const world = new IngestionWorld();

describe('live-page-fetched', () => {
  it('delivered twice changes nothing the second time', async () => {
    const claimed = await world.claimed();
    const page = pageOf(claimed, 0, [saying('a', 'one')], { cursorOut: null });
    await world.onLivePageFetched().handle([page]);
    const first = await world.everything(claimed);
    expect(first).toMatchObject({ chunk: { state: 'applied', pagesApplied: 1, fetched: 1 } });
    await world.onLivePageFetched().handle([page, page]);
    expect(await world.everything(claimed)).toEqual(first);
  });
});
