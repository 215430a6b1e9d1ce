import type { Caller } from '@evenkeel/administration';
import { spendRequest, SyncError } from '@evenkeel/domain';

/** Callers that are remembered before those are forgotten who have worked off what they asked. */
const REMEMBERED = 10_000;

/** How much each caller has asked of this process lately. */
export class RequestBudget {
  private readonly spentUntil = new Map<string, number>();

  /** Throws `request.too_many`, with how long to wait. Without a rate everything is taken. */
  spend({ tenantId, actor }: Caller, perMinute: number | undefined, now: Date): void {
    if (perMinute === undefined) return;
    const caller = `${tenantId} ${actor}`;
    const { spentUntil, waitMs } = spendRequest(this.spentUntil.get(caller), perMinute, now);
    if (this.spentUntil.size >= REMEMBERED) this.forget(now);
    this.spentUntil.set(caller, spentUntil);
    if (waitMs === 0) return;
    throw new SyncError(
      'request.too_many',
      `${actor} may send ${perMinute} requests a minute, and has sent more`,
      {
        waitMs,
      },
    );
  }

  private forget(now: Date): void {
    for (const [caller, until] of this.spentUntil) if (until <= now.getTime()) this.spentUntil.delete(caller);
  }
}
