import { counts } from '@evenkeel/conformance';
import { IngestionWorld, pageOf, saying, sourceRecord } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const again = { overlap: true };

describe('a record with which a page begins again', () => {
  it('is replayed: counted beside what was fetched, written by nothing, and no second entry', async () => {
    const claimed = await world.claimed();
    await world.apply(
      pageOf(claimed, 0, [saying('a', 'one'), saying('b', 'one')]),
      pageOf(claimed, 1, [saying('b', 'other', again), saying('c', 'one')]),
    );
    await world.apply(pageOf(claimed, 2, [saying('c', 'other', again)], { cursorOut: null }));
    const chunk = await world.chunk(claimed);
    expect(chunk).toMatchObject({ state: 'applied', fetched: 3, replayed: 2, listed: 3, doubt: null });
    expect(chunk.outcomes).toEqual(counts({ created: 3, unchanged: 2 }));
    expect(await world.words(claimed)).toEqual({ a: 'one', b: 'one', c: 'one' });
    const { id } = claimed.execution;
    const repeats = await world.tenant.transaction((tx) => tx.closeOuts.repeats(id));
    expect(repeats).toEqual({ records: 0, examples: [] });
  });

  it('neither fails again nor closes its failure', async () => {
    const mapping = [{ source: 'word', target: 'word', required: true }];
    const claimed = await world.claimed({ mapping });
    await world.apply(pageOf(claimed, 0, [saying('a', 'one'), sourceRecord('b')]));
    await world.apply(
      pageOf(claimed, 1, [sourceRecord('b', again), saying('c', 'one')], { cursorOut: null }),
    );
    expect((await world.chunk(claimed)).outcomes).toEqual(counts({ created: 2, rejected: 1, unchanged: 1 }));
    expect(await world.failures(claimed.job)).toMatchObject([
      { key: 'id:b', state: 'retrying', executions: 1 },
    ]);
  });
});
