import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import type { SourcePage } from '@evenkeel/ports';
import { recordNamed } from '../testing/listed-provider.js';
import { ListingWatch } from './listing-watch.js';

const watch = (chunk: { cursor: string | null; fetched: number } = { cursor: null, fetched: 0 }) =>
  new ListingWatch(chunk, new Sha256Digest());
const page = (ids: readonly string[], next: string | null, more: Partial<SourcePage> = {}): SourcePage => ({
  records: ids.map(recordNamed),
  next,
  bound: null,
  ...more,
});

describe('a total that the provider tells', () => {
  it('is held against what the listing has given at its end', () => {
    const listing = watch();
    expect(listing.take(page(['a', 'b'], '1', { total: 4 }), 0).doubt).toBeUndefined();
    expect(listing.take(page(['c'], null, { total: 4 }), 1).doubt).toBe(
      'the provider says that there are 4 records, and listed 3',
    );
  });

  it('is reached by more than there were', () => {
    expect(watch().take(page(['a', 'b'], null, { total: 1 }), 0).doubt).toBeUndefined();
  });

  it('counts what an earlier worker has read, and begins anew with the listing', () => {
    expect(watch({ cursor: '1', fetched: 2 }).take(page(['c'], null, { total: 3 }), 1).doubt).toBeUndefined();
    expect(watch({ cursor: null, fetched: 2 }).take(page(['c'], null, { total: 3 }), 1).doubt).toBeDefined();
    const listing = watch();
    listing.take(page(['a', 'b'], '1'), 0);
    listing.startOver();
    expect(listing.take(page(['a'], null, { total: 3 }), 1).doubt).toContain('listed 1');
  });

  it('says nothing beside a doubt of the connector', () => {
    expect(watch().take(page(['a'], null, { total: 3, doubt: 'partial' }), 0).doubt).toBe('partial');
  });
});

describe('a page that repeats the one before', () => {
  const again = { repeatsAtEnd: true };

  it('is no end unless the stream says so', () => {
    const listing = watch();
    listing.take(page(['a'], '1'), 0);
    listing.take(page(['b'], '2'), 1);
    expect(() => listing.take(page(['b'], '3'), 2)).toThrow(
      expect.objectContaining({ code: 'provider.page_repeated' }) as Error,
    );
  });

  it('is the end where it says so, and gives no record twice', () => {
    const listing = watch();
    listing.take(page(['a'], '1', again), 0);
    listing.take(page(['b'], '2', again), 1);
    expect(listing.take(page(['b'], '3', again), 2)).toMatchObject({ records: [], next: null });
    expect(listing.take(page(['b'], '3', again), 2)).not.toHaveProperty('doubt');
  });

  it('proves nothing where it is the second: its parameter may be ignored', () => {
    const listing = watch();
    listing.take(page(['a'], '1', again), 0);
    expect(listing.take(page(['a'], '2', again), 1)).toMatchObject({
      records: [],
      next: null,
      doubt: expect.stringContaining('its page parameter may be ignored') as string,
    });
  });
});
