import {
  fingerprintText,
  isStorable,
  MOST_EMPTY_PAGES,
  startPageWatch,
  SyncError,
  watchPage,
  type Chunk,
  type PageVerdict,
} from '@evenkeel/domain';
import type { Digest, SourcePage } from '@evenkeel/ports';

/** Watches the pages of a listing: whether it would never end, and what speaks against its having given everything. */
export class ListingWatch {
  private watch = startPageWatch();
  private pages = 0;
  private entries: number;

  /** A chunk that goes on where another worker has left it counts from there. */
  constructor(
    { cursor, fetched }: Pick<Chunk, 'cursor' | 'fetched'>,
    private readonly digest: Digest,
  ) {
    this.entries = cursor === null ? 0 : fetched;
  }

  startOver(): void {
    this.watch = startPageWatch();
    this.pages = 0;
    this.entries = 0;
  }

  /** The page as it counts, with what speaks against the listing. Throws a SyncError where it cannot go on, or would never end. */
  take<Page extends SourcePage>(page: Page, pageNo: number): Page {
    if (!isStorable(page.next ?? '') || !isStorable(page.bound?.value ?? '')) {
      throw new SyncError(
        'provider.unexpected_shape',
        `The cursor that page ${pageNo + 1} gives holds NUL or half of a surrogate pair`,
      );
    }
    const watched = watchPage(this.watch, {
      cursorOut: page.next,
      fingerprint: this.digest.of(fingerprintText(page.records)),
      recordCount: page.records.length,
    });
    this.watch = watched.watch;
    this.pages += 1;
    if (watched.verdict === 'page_repeated' && page.repeatsAtEnd === true) return this.lastOf(page);
    if (watched.verdict !== 'fine') throw neverEnding(watched.verdict, pageNo);
    this.entries += page.records.length;
    return withDoubt(page, page.doubt ?? this.doubtOf(page));
  }

  /** The listing has ended with the page before. Where that was the first one, its parameter may as well be ignored. */
  private lastOf<Page extends SourcePage>(page: Page): Page {
    const ended = { ...page, records: [], next: null };
    return withDoubt(
      ended,
      this.pages === 2
        ? 'its second page is the same as its first, so its page parameter may be ignored'
        : this.doubtOf(ended),
    );
  }

  private doubtOf({ total, next }: SourcePage): string | undefined {
    if (next !== null || total === undefined || this.entries >= total) return undefined;
    return `the provider says that there are ${total} records, and listed ${this.entries}`;
  }
}

function withDoubt<Page extends SourcePage>(page: Page, doubt: string | undefined): Page {
  return doubt === undefined ? page : { ...page, doubt };
}

function neverEnding(verdict: Exclude<PageVerdict, 'fine'>, pageNo: number): SyncError {
  const page = `Page ${pageNo + 1} of the listing`;
  switch (verdict) {
    case 'cursor_loop':
      return new SyncError('provider.page_loop', `${page} leads back to an earlier page`);
    case 'page_repeated':
      return new SyncError('provider.page_repeated', `${page} has the same records as an earlier one`);
    case 'only_empty':
      return new SyncError(
        'provider.page_empty',
        `${page} and the ${MOST_EMPTY_PAGES - 1} before it are empty`,
      );
  }
}
