import type { TenantId } from '@evenkeel/domain';
import { attemptEach } from '@evenkeel/operations';
import { Store, Sweep, type NotificationCursor, type Transaction } from '@evenkeel/ports';
import { NewsOfTenant } from './news-of-tenant.js';
import { PlaceNews } from './place-news.js';

const WATCHED_EVERY_MS = 15_000;
const EVENTS_AT_ONCE = 200;

/**
 * Decides what people are told: of events as they come, and of what only time brings about. What is decided and how far events were looked at is one
 * transaction under the lock of the tenant, so that each event is decided once, by whichever scheduler and however often one dies.
 */
export class DecideNotifications extends Sweep {
  readonly everyMs = 250;

  constructor(
    private readonly store: Store,
    private readonly placeNews: PlaceNews,
  ) {
    super();
  }

  async run(): Promise<void> {
    const tenants = await this.store.system.read((tx) => tx.due.unwatched(WATCHED_EVERY_MS));
    await attemptEach(tenants, (tenantId) => this.decide(tenantId));
  }

  private async decide(tenantId: TenantId): Promise<void> {
    let comesMore = true;
    while (comesMore)
      comesMore = await this.store.of(tenantId).transaction(async (tx) => {
        const cursor = await tx.notifications.lockCursor();
        return cursor !== undefined && this.decideBehind(tx, cursor);
      });
  }

  /** Gives whether there may be more. */
  private async decideBehind(tx: Transaction, cursor: NotificationCursor): Promise<boolean> {
    const channels = await tx.channels.list();
    const news = new NewsOfTenant(tx);
    const seen = await news.behind(cursor.position, EVENTS_AT_ONCE);
    const now = await tx.now();
    const isWatched = now.getTime() - cursor.watchedAt.getTime() >= WATCHED_EVERY_MS;
    const found = [...seen.news, ...(isWatched ? await news.ofWatch(now) : [])];
    await this.placeNews.place(tx, { news: found, channels, now });
    await tx.notifications.moveCursor({
      position: seen.position,
      watchedAt: isWatched ? now : cursor.watchedAt,
    });
    return seen.comesMore;
  }
}
