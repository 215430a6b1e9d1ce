import { believeBound, type Watermark } from '@evenkeel/domain';
import { Clock, Digest, type ChunkClaim } from '@evenkeel/ports';
import { BudgetUse } from './budget-use.js';
import { BudgetSpent, ChunkLease } from './chunk-lease.js';
import type { ChunkPage } from '../sources/source-needs.js';
import { ExecutorSettings } from '../executor-settings.js';
import { OpenChunkSource } from '../sources/open-chunk-source.js';
import { ListingWatch } from './listing-watch.js';
import { readPlace } from './read-place.js';
import { toMessage } from './page-message.js';
import { PagePauses } from './page-pauses.js';
import { Backlog, PageWindow } from './page-window.js';
import { PublishPages } from './publish-pages.js';
import { SteppedPages } from './stepped-pages.js';

interface OpenWindow {
  readonly window: PageWindow;
  /** When the chunk was claimed, by the clock that only goes forward. */
  readonly claimedAtMs: number;
}

/** Where in the listing a page is asked for. */
interface PagePlace {
  readonly window: PageWindow;
  readonly lease: ChunkLease;
  readonly listing: ListingWatch;
  readonly pageNo: number;
}

const FIRST_POLL_MS = 5;
const LAST_POLL_MS = 250;
/** How long pages under way are waited for once the execution is paused; then they are read again when it goes on. */
const HELD_PATIENCE_MS = 10_000;

/**
 * Reads a chunk from where its row says it stands, page after page, and keeps each page until ingestion has applied it.
 * What stops it early is thrown: by the provider, or as the reason of the lease's signal.
 */
export class ReadChunk {
  private readonly backlog = new Backlog();

  constructor(
    private readonly sources: OpenChunkSource,
    private readonly pages: PublishPages,
    private readonly clock: Clock,
    private readonly digest: Digest,
    private readonly settings: ExecutorSettings,
  ) {}

  /** Resolves when the last page is applied. */
  async read(claim: ChunkClaim, lease: ChunkLease): Promise<void> {
    // Before anything else takes time: every page is dated by what has passed since the claim.
    const claimedAtMs = this.clock.monotonicMs();
    const { windowRecords: records, windowBytes: bytes, republishMs } = this.settings;
    // Pages of the single lane do not wait for bulk pages.
    const backlog = claim.lane === 'single' ? new Backlog() : this.backlog;
    const window = new PageWindow({ records, bytes, republishMs }, claimedAtMs, backlog);
    try {
      await this.readAll(claim, lease, { window, claimedAtMs });
      await this.drain(window, lease);
      if (!window.isEmpty) lease.reading.throwIfAborted();
    } finally {
      window.letGo();
    }
  }

  private async readAll(claim: ChunkClaim, lease: ChunkLease, open: OpenWindow): Promise<void> {
    const { window } = open;
    try {
      await this.readPages(claim, lease, open);
    } catch (error) {
      // A call that was cut off says many things; only the signal says why.
      lease.signal.throwIfAborted();
      // What the provider did give is applied first, so that a resume need not fetch it again.
      await this.drain(window, lease);
      lease.reading.throwIfAborted();
      throw error;
    } finally {
      window.endReading();
    }
  }

  /** Waits until every page that was read is applied; while the execution is paused, only so long. */
  private async drain(window: PageWindow, lease: ChunkLease): Promise<void> {
    let heldSinceMs: number | undefined;
    const isTooLong = (): boolean => {
      if (!lease.reading.aborted) return false;
      heldSinceMs ??= this.clock.monotonicMs();
      return this.clock.monotonicMs() - heldSinceMs >= HELD_PATIENCE_MS;
    };
    await this.waitForPages(() => window.isEmpty || isTooLong(), window, lease);
  }

  private async readPages(
    claim: ChunkClaim,
    lease: ChunkLease,
    { window, claimedAtMs }: OpenWindow,
  ): Promise<void> {
    const source = await this.sources.open(claim, lease);
    const steps = new SteppedPages(source, claim.chunk.pageSize, lease);
    let { cursor, pagesApplied: pageNo } = claim.chunk;
    const budget = new BudgetUse(this.settings.budget, this.clock.monotonicMs());
    const listing = new ListingWatch(claim.chunk, this.digest, source.limits);
    const pauses = new PagePauses(source.delays, lease);
    let isArmed = false;
    for (;;) {
      await this.waitUntil(() => window.hasRoom() || lease.reading.aborted, window, lease);
      lease.reading.throwIfAborted();
      const observedAt = new Date(claim.claimedAt.getTime() + (this.clock.monotonicMs() - claimedAtMs));
      const given = await this.pageOrNewStart(steps, cursor, { window, lease, listing, pageNo });
      if (given === undefined) {
        cursor = null;
        listing.startOver();
        continue;
      }
      // Pages of candidates and of pushes may be without a record for long, and are as many as there are.
      const isListed = given.candidates === undefined && given.pushed === undefined;
      const page = isListed ? await listing.take(given, pageNo) : given;
      if (page.doubt !== undefined) await lease.doubt(page.doubt);
      const bound = boundOf(page, observedAt, lease);
      const message = toMessage(claim, { ...page, bound }, { pageNo, cursor, observedAt });
      budget.addPage(page.records.length, window.add(message));
      await this.pages.publishNew(claim.lane, message);
      if (page.next === null) return;
      isArmed ||= await this.armBreaker(window, lease);
      cursor = page.next;
      pageNo += 1;
      await this.makeRoom(budget, lease);
      await pauses.beforeNext();
    }
  }

  /** Throws where others wait for a place and this chunk has had its share. */
  private async makeRoom(budget: BudgetUse, lease: ChunkLease): Promise<void> {
    if (!budget.isSpent(this.clock.monotonicMs())) return;
    if (await lease.isWanted()) throw new BudgetSpent('Others wait for a place');
    budget.startAnew(this.clock.monotonicMs());
  }

  /** Undefined: the provider no longer knows the cursor, or its rows moved, and the row says that the listing starts over. */
  private async pageOrNewStart(
    source: SteppedPages,
    cursor: string | null,
    { window, lease, listing, pageNo }: PagePlace,
  ): Promise<ChunkPage | undefined> {
    const { page, breaks, told, pageSize } = await readPlace(source, {
      cursor,
      pageNo,
      pagesTaken: listing.pagesTaken,
    });
    if (breaks === undefined) return page();
    // What was read before has its place in the chain that ends here.
    await this.drain(window, lease);
    lease.reading.throwIfAborted();
    if (!(await lease.startOver(breaks, pageSize))) return page();
    if (told !== undefined) lease.tellOnce(told.code, told.message);
    return undefined;
  }

  /** Until the execution breaker is armed, one page is under way. */
  private async armBreaker(window: PageWindow, lease: ChunkLease): Promise<boolean> {
    if (await lease.isExecutionBreakerArmed()) return true;
    await this.waitForPages(() => window.isEmpty || lease.reading.aborted, window, lease);
    return lease.isExecutionBreakerArmed();
  }

  /** As {@link waitUntil}, where a page was published only now: it is not applied yet, and asking costs the database. */
  private async waitForPages(reached: () => boolean, window: PageWindow, lease: ChunkLease): Promise<void> {
    if (!reached()) await lease.pause(FIRST_POLL_MS);
    await this.waitUntil(reached, window, lease);
  }

  /** Asks the row how far ingestion has come until `reached`, publishing again what seems lost. */
  private async waitUntil(reached: () => boolean, window: PageWindow, lease: ChunkLease): Promise<void> {
    if (reached()) return;
    await lease.waits.during('ingestion', this.pollUntil(reached, window, lease));
  }

  private async pollUntil(reached: () => boolean, window: PageWindow, lease: ChunkLease): Promise<void> {
    let pollMs = FIRST_POLL_MS;
    while (!reached()) {
      if (window.isEmpty) {
        // What it waits for are pages of others: they know.
        await lease.pause(FIRST_POLL_MS);
        continue;
      }
      const { pagesApplied } = await lease.position();
      window.forgetApplied(pagesApplied, this.clock.monotonicMs());
      if (reached()) return;
      const overdue = window.takeOverdue(this.clock.monotonicMs());
      if (overdue.length > 0) await this.pages.publish(lease.lane, overdue);
      await lease.pause(pollMs);
      pollMs = Math.min(pollMs * 1.5, LAST_POLL_MS);
    }
  }
}

/** Where the job may read on. A clock that is far ahead would hide what changes before it: that is told, once a listing. */
function boundOf({ bound }: ChunkPage, observedAt: Date, lease: ChunkLease): Watermark | null {
  const believed = believeBound(bound, observedAt);
  if (believed === bound || bound === null) return bound;
  const aheadMs = Date.parse(bound.value) - observedAt.getTime();
  lease.tellOnce(
    'provider.clock_ahead',
    `The provider's clock is ${Math.round(aheadMs / 1000)} s ahead of ours: later runs read from our time on`,
  );
  return believed;
}
