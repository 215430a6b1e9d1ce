import { unpackSeen } from '@evenkeel/adapter-postgres/testing';
import { IngestionWorld, pageOf, saying } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const filter = { field: 'word', equals: 'yes' } as const;

describe('a job with a filter', () => {
  it('counts each record once, also if the page is delivered twice', async () => {
    const claimed = await world.claimed({ filter });
    const page = pageOf(claimed, 0, [saying('a', 'yes'), saying('b', 'no')], { cursorOut: null });
    await Promise.all([world.apply(page), world.apply(page)]);
    expect(await world.words(claimed)).toEqual({ a: 'yes' });
    expect(await world.chunk(claimed)).toMatchObject({ fetched: 2, outcomes: { created: 1, excluded: 1 } });
    expect(await world.pages(claimed)).toMatchObject([{ seen: 2 }]);
    expect(await world.outcomes(claimed)).toEqual([]);
  });

  it('leaves a record as it is that no longer passes, and has still seen it', async () => {
    const first = await world.claimed({ filter });
    await world.apply(pageOf(first, 0, [saying('a', 'yes')], { cursorOut: null }));
    const second = await world.claimedOf(first.job, { lane: 'single' });
    await world.apply(pageOf(second, 0, [saying('a', 'no')], { cursorOut: null }));
    expect(await world.words(second)).toEqual({ a: 'yes' });
    const [page] = await world.database.rows<{ entry: string }>(
      'select seen[1] as entry from page_result where chunk_id = $1',
      [second.chunk.id],
    );
    const seen = unpackSeen(page!.entry);
    expect(seen).toEqual({ referenceId: expect.stringMatching(/^\d+$/) as string, outcome: 'excluded' });
  });

  it('has no use any more for a failure of a record that it leaves out', async () => {
    const mapping = [{ source: 'email', target: 'email', required: true }];
    const first = await world.claimed({ filter, mapping });
    await world.apply(pageOf(first, 0, [saying('a', 'yes')], { cursorOut: null }));
    expect(await world.failures(first.job)).toMatchObject([{ state: 'retrying' }]);
    const second = await world.claimedOf(first.job, { lane: 'single' });
    await world.apply(pageOf(second, 0, [saying('a', 'no')], { cursorOut: null }));
    expect(await world.failures(first.job)).toMatchObject([{ state: 'resolved' }]);
  });
});

describe('a job with fields', () => {
  it('keeps only these, and a change of another is none', async () => {
    const claimed = await world.claimed({ fields: ['id'] });
    await world.apply(pageOf(claimed, 0, [saying('a', 'before')], { cursorOut: null }));
    expect(await world.contents(claimed)).toMatchObject([{ data: { id: 'a' } }]);
    const again = await world.claimedOf(claimed.job, { lane: 'single' });
    await world.apply(pageOf(again, 0, [saying('a', 'after')], { cursorOut: null }));
    expect(await world.chunk(again)).toMatchObject({ outcomes: { unchanged: 1 } });
  });
});

describe('a job with a write policy', () => {
  it.each([
    ['create_only', { a: 'before', b: 'new' }, { created: 1, excluded: 1 }],
    ['update_only', { a: 'after' }, { updated: 1, excluded: 1 }],
  ] as const)('%s writes nothing else', async (writePolicy, words, outcomes) => {
    const plain = await world.claimed();
    await world.apply(pageOf(plain, 0, [saying('a', 'before')], { cursorOut: null }));
    await world.database.rows(
      `update job_revision set definition = jsonb_set(definition, '{writePolicy}', $2::jsonb)
      where job_id = $1 returning revision`,
      [plain.job.id, JSON.stringify(writePolicy)],
    );
    const claimed = await world.claimedOf(plain.job, { lane: 'single' });
    const later = { observedAt: '2026-11-01T13:00:00.000Z', cursorOut: null };
    await world.apply(pageOf(claimed, 0, [saying('a', 'after'), saying('b', 'new')], later));
    expect(await world.words(claimed)).toEqual(words);
    expect(await world.chunk(claimed)).toMatchObject({ fetched: 2, outcomes });
  });
});
