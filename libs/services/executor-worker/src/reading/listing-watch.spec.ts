import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import type { SourcePage } from '@evenkeel/ports';
import { recordNamed } from '../testing/listed-provider.js';
import type { ListingLimits } from '../sources/source-needs.js';
import { ListingWatch } from './listing-watch.js';

const watch = (chunk: ConstructorParameters<typeof ListingWatch>[0] = {}, limits?: ListingLimits) =>
  new ListingWatch(chunk, new Sha256Digest(), limits);
const doubtOf = async (taken: Promise<SourcePage>) => (await taken).doubt;
const page = (ids: readonly string[], next: string | null, more: Partial<SourcePage> = {}): SourcePage => ({
  records: ids.map(recordNamed),
  next,
  bound: null,
  ...more,
});

describe('a total that the provider tells', () => {
  it('is held against what the listing has given at its end', async () => {
    const listing = watch();
    expect(await doubtOf(listing.take(page(['a', 'b'], '1', { total: 4 }), 0))).toBeUndefined();
    expect(await doubtOf(listing.take(page(['c'], null, { total: 4 }), 1))).toBe(
      'the provider says that there are 4 records, and listed 3',
    );
  });

  it('counts also where only an earlier page has told it', async () => {
    const listing = watch();
    await listing.take(page(['a', 'b'], '1', { total: 4 }), 0);
    expect(await doubtOf(listing.take(page(['c'], null), 1))).toContain('listed 3');
    expect(await doubtOf(watch({ listed: 2, total: 4 }).take(page(['c'], null), 1))).toContain('listed 3');
  });

  it('is reached with entries that tell that a record is gone, and by more than there were', async () => {
    const withGone = { ...page(['a', 'b'], null, { total: 2 }) };
    const [first] = withGone.records;
    const gone = { ...first!, data: null, gone: 'announced' } as const;
    expect(
      await doubtOf(watch().take({ ...withGone, records: [gone, withGone.records[1]!] }, 0)),
    ).toBeUndefined();
    expect(await doubtOf(watch().take(page(['a', 'b'], null, { total: 1 }), 0))).toBeUndefined();
  });

  it('counts what earlier workers have read, and begins anew with the listing', async () => {
    const last = () => page(['c'], null, { total: 5 });
    expect(await doubtOf(watch({ listed: 4 }).take(last(), 1))).toBeUndefined();
    expect(await doubtOf(watch({ listed: 3 }).take(last(), 1))).toContain('listed 4');
    const listing = watch({ listed: 4, total: 9 });
    await listing.take(page(['a', 'b'], '1'), 0);
    listing.startOver();
    expect(await doubtOf(listing.take(page(['a'], null, { total: 3 }), 1))).toContain('listed 1');
  });

  it('says nothing beside a doubt of the connector', async () => {
    expect(await doubtOf(watch().take(page(['a'], null, { total: 3, doubt: 'partial' }), 0))).toBe('partial');
  });
});

describe('a listing that goes on and on', () => {
  const many = (count: number) => Array.from({ length: count }, (_, nth) => `r${nth}`);
  const unknown = { maxRecords: null, here: () => Promise.resolve(0) };
  const endless = expect.objectContaining({ code: 'provider.listing_endless' }) as Error;

  it('is stopped at the page that goes too far beyond its total, also by the worker that takes over', async () => {
    const listing = watch({ listed: 60, total: 60 }, unknown);
    await listing.take(page(many(60), 'next'), 1);
    const far = page([...many(60), 'x'], 'on');
    await expect(listing.take(far, 2)).rejects.toEqual(endless);
    await expect(
      watch({ listed: 60, total: 60 }, unknown).take(page(many(101), null), 1),
    ).resolves.toBeDefined();
  });

  it('asks how many are here once, and only once it is long', async () => {
    let asked = 0;
    const here = () => Promise.resolve(++asked);
    const listing = watch({ listed: 9_998 }, { maxRecords: null, here });
    await listing.take(page(['a', 'b'], '1'), 0);
    expect(asked).toBe(0);
    await expect(listing.take(page(['c'], '2'), 1)).rejects.toMatchObject({
      message: 'The listing does not end: 2 pages, 10,001 records, 1 are here',
    });
    const allowed = watch({ listed: 20_000 }, { maxRecords: 30_000, here });
    await allowed.take(page(['a'], '1'), 0);
    expect(asked).toBe(1);
    const empty = watch({ listed: 20_000 }, { maxRecords: null, here: () => Promise.resolve(0) });
    await expect(empty.take(page(['a'], '1'), 0)).resolves.toBeDefined();
  });

  it('is stopped while it is read where it gives more than the job allows', async () => {
    const listing = watch({}, { ...unknown, maxRecords: 2 });
    await listing.take(page(['a', 'b'], '1'), 0);
    await expect(listing.take(page(['c'], '2'), 1)).rejects.toMatchObject({ code: 'run.contract_broken' });
  });
});

describe('a listing that comes again', () => {
  const failure = async (...pages: readonly (readonly string[])[]) => {
    const listing = watch();
    try {
      for (const [pageNo, ids] of pages.entries()) await listing.take(page(ids, String(pageNo + 1)), pageNo);
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  };

  it('is told by the pages that are alike', async () => {
    expect(await failure(['a'], ['a'])).toBe(
      'Page 2 of the listing has the same records as page 1: its page or offset parameter is ignored',
    );
    expect(await failure(['a'], ['b'], ['c'], ['c'])).toBe(
      'Page 4 of the listing has the same records as page 3: is page 3 the last one?',
    );
    expect(await failure(...Array.from({ length: 40 }, (_, index) => [index % 2 === 0 ? 'a' : 'b']))).toMatch(
      /^Page \d+ of the listing has the same records as pages before it: the listing goes round in circles$/,
    );
  });
});

describe('a page that repeats the one before', () => {
  const again = { repeatsAtEnd: true };

  it('is no end unless the stream says so', async () => {
    const listing = watch();
    await listing.take(page(['a'], '1'), 0);
    await listing.take(page(['b'], '2'), 1);
    await expect(listing.take(page(['b'], '3'), 2)).rejects.toThrow(
      expect.objectContaining({ code: 'provider.page_repeated' }) as Error,
    );
  });

  it('is the end where it says so, and gives no record twice', async () => {
    const listing = watch();
    await listing.take(page(['a'], '1', again), 0);
    await listing.take(page(['b'], '2', again), 1);
    expect(await listing.take(page(['b'], '3', again), 2)).toMatchObject({ records: [], next: null });
    expect(await listing.take(page(['b'], '3', again), 2)).not.toHaveProperty('doubt');
  });

  it('proves nothing where it is the second: its parameter may be ignored', async () => {
    const listing = watch();
    await listing.take(page(['a'], '1', again), 0);
    expect(await listing.take(page(['a'], '2', again), 1)).toMatchObject({
      records: [],
      next: null,
      doubt: expect.stringContaining('its page parameter may be ignored') as string,
    });
  });
});
