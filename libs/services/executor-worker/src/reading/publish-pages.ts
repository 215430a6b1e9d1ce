import { livePageFetched, pageFetched, type PageFetched } from '@evenkeel/contracts-messages';
import { SyncError, type Lane } from '@evenkeel/domain';
import { MessageBus } from '@evenkeel/ports';
import { ExecutorMetrics } from '../executor-metrics.js';

/** Sends pages to ingestion, those of the single lane on a topic of their own. */
export class PublishPages {
  constructor(
    private readonly bus: MessageBus,
    private readonly metrics: ExecutorMetrics,
  ) {}

  async publishNew(lane: Lane, page: PageFetched): Promise<void> {
    this.metrics.countPage(page.records.length);
    await this.publish(lane, [page]);
  }

  /** A bus that is away is waited for: the pages stay in the window and are published again. */
  async publish(lane: Lane, pages: readonly PageFetched[]): Promise<void> {
    try {
      await this.bus.publish(lane === 'single' ? livePageFetched : pageFetched, pages);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'system.broker') throw error;
      this.metrics.countUnpublished(pages.length);
    }
  }
}
