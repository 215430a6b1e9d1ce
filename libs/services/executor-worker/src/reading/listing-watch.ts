import {
  countListed,
  findEndless,
  fingerprintText,
  isStorable,
  mayBeEndless,
  MOST_EMPTY_PAGES,
  startPageWatch,
  SyncError,
  watchPage,
  type Chunk,
  type PageVerdict,
} from '@evenkeel/domain';
import type { Digest, SourcePage } from '@evenkeel/ports';
import type { ListingLimits } from '../sources/source-needs.js';

/** How long the current generation of the listing is so far. */
type Counted = Required<Pick<Chunk, 'listed' | 'total'>>;

const NOTHING: Counted = { listed: 0, total: null };

/** Watches the pages of a listing: whether it would never end, and what speaks against its having given everything. */
export class ListingWatch {
  private watch = startPageWatch();
  private pages = 0;
  private counted: Counted;
  private here: number | null = null;

  /** A chunk that goes on where another worker has left it counts from what its committed pages gave. */
  constructor(
    { listed = 0, total = null }: Pick<Chunk, 'listed' | 'total'>,
    private readonly digest: Digest,
    private readonly limits?: ListingLimits,
  ) {
    this.counted = { listed, total };
  }

  startOver(): void {
    this.watch = startPageWatch();
    this.pages = 0;
    this.counted = NOTHING;
  }

  /** How many pages came since the listing began, or began anew. */
  get pagesTaken(): number {
    return this.pages;
  }

  /** The page as it counts, with what speaks against the listing. Rejects with a SyncError where it cannot go on, or would never end. */
  async take<Page extends SourcePage>(page: Page, pageNo: number): Promise<Page> {
    if (!isStorable(page.next ?? '') || !isStorable(page.bound?.value ?? '')) {
      throw new SyncError(
        'provider.unexpected_shape',
        `The cursor that page ${pageNo + 1} gives holds NUL or half of a surrogate pair`,
      );
    }
    const fingerprint = this.digest.of(fingerprintText(page.records));
    const isLikeBefore = fingerprint === this.watch.latestContent;
    const watched = watchPage(this.watch, {
      cursorOut: page.next,
      fingerprint,
      recordCount: page.records.length,
    });
    this.watch = watched.watch;
    this.pages += 1;
    if (watched.verdict === 'page_repeated' && page.repeatsAtEnd === true) return this.lastOf(page);
    if (watched.verdict !== 'fine') throw neverEnding(watched.verdict, { pageNo, isLikeBefore });
    this.count(page);
    if (page.next !== null) await this.assertEnds(pageNo);
    return withDoubt(page, page.doubt ?? this.doubtOf(page));
  }

  private count({ records, total }: SourcePage): void {
    const before = this.counted;
    this.counted = {
      listed: before.listed + countListed(records),
      total: total ?? before.total,
    };
  }

  /** How many are here is asked for once, and only of a listing that is long. */
  private async assertEnds(pageNo: number): Promise<void> {
    if (this.limits === undefined) return;
    const { listed: records, total } = this.counted;
    const { maxRecords } = this.limits;
    const length = { pages: pageNo + 1, records, total };
    if (maxRecords === null && mayBeEndless(length)) this.here ??= await this.limits.here();
    const endless = findEndless(length, { maxRecords, here: this.here });
    if (endless !== undefined) throw endless;
  }

  /** The listing has ended with the page before. Where that was the first one, its parameter may as well be ignored. */
  private lastOf<Page extends SourcePage>(page: Page): Page {
    const ended = { ...page, records: [], next: null };
    this.count(ended);
    return withDoubt(
      ended,
      this.pages === 2
        ? 'its second page is the same as its first, so its page parameter may be ignored'
        : this.doubtOf(ended),
    );
  }

  private doubtOf({ next }: SourcePage): string | undefined {
    const { listed, total } = this.counted;
    if (next !== null || total === null || listed >= total) return undefined;
    return `the provider says that there are ${total} records, and listed ${listed}`;
  }
}

function withDoubt<Page extends SourcePage>(page: Page, doubt: string | undefined): Page {
  return doubt === undefined ? page : { ...page, doubt };
}

function neverEnding(
  verdict: Exclude<PageVerdict, 'fine'>,
  { pageNo, isLikeBefore }: { readonly pageNo: number; readonly isLikeBefore: boolean },
): SyncError {
  const page = `Page ${pageNo + 1} of the listing`;
  switch (verdict) {
    case 'cursor_loop':
      return new SyncError('provider.page_loop', `${page} leads back to an earlier page`);
    case 'page_repeated':
      return new SyncError('provider.page_repeated', `${page} ${sayWhichComesAgain(pageNo, isLikeBefore)}`);
    case 'only_empty':
      return new SyncError(
        'provider.page_empty',
        `${page} and the ${MOST_EMPTY_PAGES - 1} before it are empty`,
      );
  }
}

/** Page 2 that is page 1 was asked for in vain; a later page that is the one before may be how the end is told. */
function sayWhichComesAgain(pageNo: number, isLikeBefore: boolean): string {
  if (!isLikeBefore) return 'has the same records as pages before it: the listing goes round in circles';
  if (pageNo === 1) return 'has the same records as page 1: its page or offset parameter is ignored';
  return `has the same records as page ${pageNo}: is page ${pageNo} the last one?`;
}
