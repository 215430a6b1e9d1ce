import { Injectable } from '@nestjs/common';
import { livePageFetched, pageFetched, type PageFetched } from '@evenkeel/contracts-messages';
import {
  fingerprintText,
  isStorable,
  MOST_EMPTY_PAGES,
  startPageWatch,
  SyncError,
  watchPage,
  type Chunk,
  type Lane,
  type PageVerdict,
  type PageWatch,
} from '@evenkeel/domain';
import { Clock, Digest, MessageBus, type ChunkClaim, type SourcePage } from '@evenkeel/ports';
import { BudgetUse } from './budget-use.js';
import { BudgetSpent, ChunkLease } from './chunk-lease.js';
import type { ChunkPage, ChunkSource } from './source-parts.js';
import { ExecutorMetrics } from './executor-metrics.js';
import { ExecutorSettings } from './executor-settings.js';
import { OpenChunkSource } from './open-chunk-source.js';
import { PageWindow } from './page-window.js';

const FIRST_POLL_MS = 5;
const LAST_POLL_MS = 250;
/** How long pages under way are waited for once the execution is paused; then they are read again when it goes on. */
const HELD_PATIENCE_MS = 10_000;

/**
 * Reads a chunk from where its row says it stands, page after page, and keeps each page until ingestion has applied it.
 * What stops it early is thrown: by the provider, or as the reason of the lease's signal.
 */
@Injectable()
export class ReadChunk {
  /** Chunks that are read now: they share the window. */
  private readers = 0;

  constructor(
    private readonly sources: OpenChunkSource,
    private readonly bus: MessageBus,
    private readonly clock: Clock,
    private readonly digest: Digest,
    private readonly settings: ExecutorSettings,
    private readonly metrics: ExecutorMetrics,
  ) {}

  /** Resolves when the last page is applied. */
  async read(claim: ChunkClaim, lease: ChunkLease): Promise<void> {
    // Before anything else takes time: every page is dated by what has passed since the claim.
    const claimedAtMs = this.clock.monotonicMs();
    const { windowRecords: records, windowBytes: bytes, republishMs } = this.settings;
    const window = new PageWindow({ records, bytes, republishMs }, claimedAtMs);
    this.readers += 1;
    try {
      await this.readPages(claim, lease, { window, claimedAtMs });
    } catch (error) {
      // A call that was cut off says many things; only the signal says why.
      lease.signal.throwIfAborted();
      // What the provider did give is applied first, so that a resume need not fetch it again.
      await this.drain(window, lease);
      lease.reading.throwIfAborted();
      throw error;
    } finally {
      this.readers -= 1;
    }
    await this.drain(window, lease);
    if (!window.isEmpty) lease.reading.throwIfAborted();
  }

  /** Waits until every page that was read is applied; while the execution is paused, only so long. */
  private async drain(window: PageWindow, lease: ChunkLease): Promise<void> {
    let heldSinceMs: number | undefined;
    const isTooLong = (): boolean => {
      if (!lease.reading.aborted) return false;
      heldSinceMs ??= this.clock.monotonicMs();
      return this.clock.monotonicMs() - heldSinceMs >= HELD_PATIENCE_MS;
    };
    await this.waitUntil(() => window.isEmpty || isTooLong(), window, lease);
  }

  private async readPages(
    claim: ChunkClaim,
    lease: ChunkLease,
    { window, claimedAtMs }: { readonly window: PageWindow; readonly claimedAtMs: number },
  ): Promise<void> {
    const source = await this.sources.open(claim.chunk, lease);
    let { cursor, pagesApplied: pageNo } = claim.chunk;
    const budget = new BudgetUse(this.settings.budget, this.clock.monotonicMs());
    let watch = startPageWatch();
    let isProven = false;
    for (;;) {
      lease.reading.throwIfAborted();
      const observedAt = new Date(claim.claimedAt.getTime() + (this.clock.monotonicMs() - claimedAtMs));
      const page = await this.pageOrNewStart(source, cursor, { window, lease });
      if (page === undefined) {
        cursor = null;
        watch = startPageWatch();
        continue;
      }
      // Pages of candidates may be without a record for long, and are as many as were frozen.
      if (page.candidates === undefined) watch = this.watch(watch, page, pageNo);
      const message = toMessage(claim.chunk, page, { pageNo, cursor, observedAt });
      await this.waitUntil(() => window.hasRoom(this.readers) || lease.reading.aborted, window, lease);
      lease.reading.throwIfAborted();
      budget.addPage(page.records.length, window.add(message));
      this.metrics.countPage(page.records.length);
      await this.publish(claim.lane, [message]);
      if (page.next === null) return;
      isProven ||= await this.prove(window, lease);
      cursor = page.next;
      pageNo += 1;
      await this.makeRoom(budget, lease);
      if (source.delayMs > 0) await lease.pause(source.delayMs);
    }
  }

  /** Throws where others wait for a place and this chunk has had its share. */
  private async makeRoom(budget: BudgetUse, lease: ChunkLease): Promise<void> {
    if (!budget.isSpent(this.clock.monotonicMs())) return;
    if (await lease.isWanted()) throw new BudgetSpent('Others wait for a place');
    budget.startAnew(this.clock.monotonicMs());
  }

  /** Undefined: the provider no longer knows the cursor, and the row says that the listing starts over. */
  private async pageOrNewStart(
    source: ChunkSource,
    cursor: string | null,
    { window, lease }: { readonly window: PageWindow; readonly lease: ChunkLease },
  ): Promise<ChunkPage | undefined> {
    try {
      return await source.page(cursor);
    } catch (error) {
      if (cursor === null || !isExpired(error)) throw error;
      // What was read before has its place in the chain that ends here.
      await this.drain(window, lease);
      lease.reading.throwIfAborted();
      if (await lease.startOver()) return undefined;
      throw error;
    }
  }

  /** Until so much is processed that the run can be judged, one page is under way. */
  private async prove(window: PageWindow, lease: ChunkLease): Promise<boolean> {
    if (await lease.isProven()) return true;
    await this.waitUntil(() => window.isEmpty || lease.reading.aborted, window, lease);
    return lease.isProven();
  }

  /** Throws where going on would never end. */
  private watch(watch: PageWatch, page: SourcePage, pageNo: number): PageWatch {
    if (!isStorable(page.next ?? '') || !isStorable(page.bound?.value ?? '')) {
      throw new SyncError(
        'provider.unexpected_shape',
        `The cursor that page ${pageNo + 1} gives holds NUL or half of a surrogate pair`,
      );
    }
    const watched = watchPage(watch, {
      cursorOut: page.next,
      fingerprint: this.digest.of(fingerprintText(page.records)),
      recordCount: page.records.length,
    });
    if (watched.verdict !== 'fine') throw neverEnding(watched.verdict, pageNo);
    return watched.watch;
  }

  /** Asks the row how far ingestion has come until `reached`, publishing again what seems lost. */
  private async waitUntil(reached: () => boolean, window: PageWindow, lease: ChunkLease): Promise<void> {
    if (reached()) return;
    await lease.waits.during('ingestion', this.pollUntil(reached, window, lease));
  }

  private async pollUntil(reached: () => boolean, window: PageWindow, lease: ChunkLease): Promise<void> {
    let pollMs = FIRST_POLL_MS;
    while (!reached()) {
      const { pagesApplied } = await lease.position();
      window.settle(pagesApplied, this.clock.monotonicMs());
      if (reached()) return;
      const overdue = window.takeOverdue(this.clock.monotonicMs());
      if (overdue.length > 0) await this.publish(lease.lane, overdue);
      await lease.pause(pollMs);
      pollMs = Math.min(pollMs * 1.5, LAST_POLL_MS);
    }
  }

  /** A bus that is away is waited for: the pages stay in the window and are published again. */
  private async publish(lane: Lane, pages: readonly PageFetched[]): Promise<void> {
    try {
      await this.bus.publish(lane === 'single' ? livePageFetched : pageFetched, pages);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'system.broker') throw error;
      this.metrics.countUnpublished(pages.length);
    }
  }
}

function toMessage(
  chunk: Chunk,
  page: ChunkPage,
  place: { readonly pageNo: number; readonly cursor: string | null; readonly observedAt: Date },
): PageFetched {
  return {
    executionId: chunk.executionId,
    chunkId: chunk.id,
    epoch: chunk.epoch,
    attempt: chunk.attempt,
    pageNo: place.pageNo,
    cursorIn: place.cursor,
    cursorOut: page.next,
    observedAt: place.observedAt.toISOString(),
    bound: page.bound,
    records: [...page.records],
    ...(page.candidates === undefined ? {} : { candidates: [...page.candidates] }),
  };
}

function isExpired(error: unknown): boolean {
  return error instanceof SyncError && error.code === 'provider.cursor_expired';
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
