import { IngestionWorld, pageOf, saying, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const ROUNDS = 8;
const ids = Array.from({ length: 40 }, (_, nth) => `r${nth}`);
const [before, after] = ['2026-11-01T12:00:00.000Z', '2026-11-01T12:00:01.000Z'];

/** A bulk and a single execution of one job. */
async function seedRace() {
  const bulk = await world.claimed();
  const single = await world.claimedOf(bulk.job, { lane: 'single' });
  return { bulk, single };
}

const wordsOf = async (claimed: Claimed) => [...new Set(Object.values(await world.words(claimed)))];

describe('a bulk and a single execution that write the same records at once', () => {
  it('leave the later observation, whoever comes first', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { bulk, single } = await seedRace();
      const old = pageOf(
        bulk,
        0,
        ids.map((id) => saying(id, 'old')),
        { observedAt: before },
      );
      // In another order: they meet in the middle.
      const recent = pageOf(single, 0, ids.map((id) => saying(id, 'recent')).reverse(), {
        observedAt: after,
        cursorOut: null,
      });
      await Promise.all([world.apply(old), world.apply(recent)]);
      expect(await wordsOf(bulk)).toEqual(['recent']);
      const next = await world.claimedOf(bulk.job, { lane: 'single' });
      const newer = pageOf(
        next,
        0,
        ids.map((id) => saying(id, 'newer')),
        { observedAt: after },
      );
      const older = await world.claimedOf(bulk.job, { lane: 'single' });
      const late = pageOf(older, 0, ids.map((id) => saying(id, 'old')).reverse(), { observedAt: before });
      await Promise.all([world.apply(newer), world.apply(late)]);
      expect(await wordsOf(bulk)).toEqual(['newer']);
    }
  });

  it('leave the higher version, whenever it was read', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { bulk, single } = await seedRace();
      const versioned = (version: number) =>
        ids.map((id) => saying(id, version, { version: String(version) }));
      const old = pageOf(bulk, 0, versioned(1), { observedAt: after });
      const recent = pageOf(single, 0, versioned(2).reverse(), { observedAt: before });
      await Promise.all([world.apply(recent), world.apply(old)]);
      expect(await wordsOf(bulk)).toEqual([2]);
    }
  });

  it('keep out a late page of a version between two that say the same', async () => {
    const { bulk, single } = await seedRace();
    const versioned = (word: string, version: number) =>
      ids.map((id) => saying(id, word, { version: String(version) }));
    await world.apply(pageOf(bulk, 0, versioned('first', 1), { observedAt: before }));
    await world.apply(pageOf(single, 0, versioned('first', 3), { observedAt: after, cursorOut: null }));
    const late = await world.claimedOf(bulk.job, { lane: 'single' });
    await world.apply(pageOf(late, 0, versioned('between', 2), { observedAt: after, cursorOut: null }));
    expect(await wordsOf(bulk)).toEqual(['first']);
    expect((await world.chunk(late)).outcomes).toMatchObject({ superseded: ids.length });
  });

  it('each give every record one outcome, and no record is written twice', async () => {
    const { bulk, single } = await seedRace();
    const page = (claimed: Claimed) =>
      pageOf(
        claimed,
        0,
        ids.map((id) => saying(id, 'same')),
        { cursorOut: null },
      );
    await Promise.all([world.apply(page(bulk)), world.apply(page(single))]);
    expect(await world.contents(bulk)).toHaveLength(ids.length);
    const [one, other] = [await world.chunk(bulk), await world.chunk(single)];
    expect(one.outcomes.created + other.outcomes.created).toBe(ids.length);
    expect(one.outcomes.unchanged + other.outcomes.unchanged).toBe(ids.length);
  });
});
