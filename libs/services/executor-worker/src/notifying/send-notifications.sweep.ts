import { decideDelivery, SyncError, describeProblem, type TenantId } from '@evenkeel/domain';
import { attemptEach } from '@evenkeel/operations';
import { Random, Store, Sweep, type StoredChannel, type StoredNotification } from '@evenkeel/ports';
import { NotificationMetrics } from './notification-metrics.js';
import { SendNotification } from './send-notification.js';

const AT_ONCE = 20;
const LONGEST_MESSAGE = 500;
/** Longer than an attempt can take: what a process that died had under way is sent again after it, under the same id. */
const LEASE_MS = 2 * 60_000;
const LONGEST_ATTEMPT_MS = 60_000;

/** Sends what people are to be told. Each attempt is claimed before it is made, so that of several executors one makes it. */
export class SendNotifications extends Sweep {
  readonly everyMs = 500;

  constructor(
    private readonly store: Store,
    private readonly sender: SendNotification,
    private readonly random: Random,
    private readonly metrics: NotificationMetrics,
  ) {
    super();
  }

  async run(): Promise<void> {
    const tenants = await this.store.system.read((tx) => tx.due.notifications());
    await attemptEach(tenants, (tenantId) => this.sendOf(tenantId));
  }

  private async sendOf(tenantId: TenantId): Promise<void> {
    const { claimed, channels } = await this.store.of(tenantId).transaction(async (tx) => ({
      claimed: await tx.notificationDeliveries.claim(AT_ONCE, LEASE_MS),
      channels: new Map((await tx.channels.list()).map((channel) => [channel.id, channel])),
    }));
    const sent = await Promise.allSettled(
      claimed.map((each) => this.attempt(tenantId, each, channels.get(each.channelId))),
    );
    const failed = sent.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private async attempt(
    tenantId: TenantId,
    notification: StoredNotification,
    channel: StoredChannel | undefined,
  ): Promise<void> {
    // It was removed, and what it was to be told with it.
    if (channel === undefined) return;
    const { id, channelId, attempts } = notification;
    const attempt = { id, channelId, attempt: attempts };
    try {
      await this.sender.send(channel, notification, AbortSignal.timeout(LONGEST_ATTEMPT_MS));
    } catch (error) {
      await this.keepFailure(tenantId, notification, error);
      this.metrics.attempted(channel.kind, 'failed');
      return;
    }
    this.metrics.attempted(channel.kind, 'sent');
    await this.store.of(tenantId).transaction((tx) => tx.notificationDeliveries.saveSent(attempt));
  }

  private async keepFailure(
    tenantId: TenantId,
    { id, channelId, attempts, firstAttemptAt }: StoredNotification,
    error: unknown,
  ): Promise<void> {
    const { code, message } = describeProblem(error);
    const waitMs = error instanceof SyncError ? (error.waitMs ?? null) : null;
    await this.store.of(tenantId).transaction(async (tx) => {
      const now = await tx.now();
      const decided = decideDelivery({
        ...{ attempt: attempts, firstAt: firstAttemptAt ?? now, now, waitMs },
        chance: this.random.next(),
      });
      await tx.notificationDeliveries.saveFailed(
        { id, channelId, attempt: attempts },
        { code, message: message.slice(0, LONGEST_MESSAGE) },
        decided.kind === 'again' ? decided.at : null,
      );
    });
  }
}
