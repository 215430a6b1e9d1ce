import { smallerPage, SyncError } from '@evenkeel/domain';
import type { ChunkPage, ChunkSource, PageSizes } from '../sources/source-needs.js';
import type { ChunkLease } from './chunk-lease.js';

/** The page that failed can only come in smaller pages, and those only from the start of the listing. */
export class PagesTooLarge extends Error {
  constructor(
    readonly failure: SyncError,
    readonly pageSize: number,
    /** What is said of it where the listing starts over. */
    readonly told: string,
  ) {
    super(failure.message, { cause: failure });
  }
}

type SizesLease = Pick<ChunkLease, 'shrinkPages' | 'tellOnce'>;

/** The pages of a source. Where one is too large or too slow, it and those behind it have half the records, until the run has ended. */
export class SteppedPages {
  /** Undefined: as the source means it. */
  private pageSize: number | undefined;

  constructor(
    private readonly source: ChunkSource,
    kept: number | null | undefined,
    private readonly lease: SizesLease,
  ) {
    this.pageSize = kept ?? undefined;
  }

  /** Rejects with {@link PagesTooLarge} where the listing has to start over; the next page asked for is then smaller. */
  async page(cursor: string | null): Promise<ChunkPage> {
    const { sizes } = this.source;
    if (sizes === undefined) return this.source.page(cursor);
    for (;;) {
      try {
        return await this.source.page(cursor, this.sizeOf(sizes));
      } catch (error) {
        await this.stepDown(error, cursor, sizes);
      }
    }
  }

  /** A job that was given smaller pages meanwhile has those. */
  private sizeOf({ meant }: PageSizes): number {
    return Math.min(this.pageSize ?? meant, meant);
  }

  private async stepDown(failure: unknown, cursor: string | null, sizes: PageSizes): Promise<void> {
    const size = this.sizeOf(sizes);
    const next = smallerPage(failure, size);
    if (next === undefined || !(failure instanceof SyncError)) throw failure;
    const from = sizes.resizes(cursor);
    if (from === 'never') throw untold(failure);
    const what = `A page of ${size} records failed (${failure.message})`;
    this.pageSize = next;
    if (from === 'from_start' && cursor !== null)
      throw new PagesTooLarge(failure, next, `${what}: the listing starts over with ${next} a page`);
    await this.lease.shrinkPages(next);
    this.lease.tellOnce('provider.page_too_large', `${what}: the listing goes on with ${next} a page`);
  }
}

/** Why it was not tried with smaller pages. */
function untold(failure: SyncError): SyncError {
  const { code, status, message } = failure;
  const why = 'it is not tried with fewer records, for the provider is not told how many a page is to have';
  return new SyncError(code, `${message}; ${why}`, {
    ...(status !== undefined && { status }),
    cause: failure,
  });
}
