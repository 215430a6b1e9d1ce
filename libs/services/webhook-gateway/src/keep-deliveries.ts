import type { TenantId } from '@evenkeel/domain';
import { Store, type Transaction, type WebhookAddress, type WebhookDelivery } from '@evenkeel/ports';
import { Together } from './together.js';

interface Kept {
  readonly delivery: WebhookDelivery;
  /** Deliveries to its address were refused before. */
  readonly refuses: boolean;
}

/** Stores deliveries, those of a tenant that come at the same time in one transaction. */
export class KeepDeliveries {
  private readonly ofTenant = new Map<TenantId, Together<Kept, boolean>>();

  constructor(private readonly store: Store) {}

  /** False where it is known already. Resolves once it is durable. */
  keep({ tenantId, refuses }: WebhookAddress, delivery: WebhookDelivery): Promise<boolean> {
    const together = this.ofTenant.get(tenantId) ?? new Together((kept) => this.keepAll(tenantId, kept));
    this.ofTenant.set(tenantId, together);
    return together.ask({ delivery, refuses });
  }

  private async keepAll(tenantId: TenantId, kept: readonly Kept[]): Promise<readonly boolean[]> {
    // All replicas lock in one order; of two that are the same the first one counts.
    const order = [...kept.keys()].sort((one, other) => compare(kept[one], kept[other]) || one - other);
    return this.store.of(tenantId).transaction(async (tx) => {
      const isNew = kept.map(() => false);
      for (const at of order) {
        const each = kept[at];
        if (each !== undefined) isNew[at] = await keepOne(tx, each);
      }
      return isNew;
    });
  }
}

async function keepOne(tx: Transaction, { delivery, refuses }: Kept): Promise<boolean> {
  if (refuses && delivery.state !== 'rejected') await tx.webhooks.forgetRefusals(delivery.endpointId);
  return tx.webhooks.takeDelivery(delivery);
}

function compare(one: Kept | undefined, other: Kept | undefined): number {
  const [left, right] = [keyOf(one), keyOf(other)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function keyOf(kept: Kept | undefined): string {
  return kept === undefined ? '' : `${kept.delivery.endpointId} ${kept.delivery.deliveryId}`;
}
