import type { TenantId } from '@evenkeel/domain';
import { Store, type Transaction, type WebhookAddress, type WebhookDelivery } from '@evenkeel/ports';
import { Together } from './together.js';

interface Kept {
  readonly delivery: WebhookDelivery;
  readonly address: WebhookAddress;
}

/** `stale`: its address is not what it was when the delivery was verified. Nothing is stored then. */
export type Keeping = 'new' | 'known' | 'stale';

/** Stores deliveries, those of a tenant that come at the same time in one transaction. */
export class KeepDeliveries {
  private readonly ofTenant = new Map<TenantId, Together<Kept, Keeping>>();

  constructor(private readonly store: Store) {}

  /** Resolves once it is durable. */
  keep(address: WebhookAddress, delivery: WebhookDelivery): Promise<Keeping> {
    const { tenantId } = address;
    const together = this.ofTenant.get(tenantId) ?? new Together((kept) => this.keepAll(tenantId, kept));
    this.ofTenant.set(tenantId, together);
    return together.ask({ delivery, address });
  }

  private async keepAll(tenantId: TenantId, kept: readonly Kept[]): Promise<readonly Keeping[]> {
    // All replicas lock in one order; of two that are the same the first one counts.
    const order = [...kept].sort((one, other) => compare(keyOf(one), keyOf(other)));
    return this.store.of(tenantId).transaction(async (tx) => {
      const ids = [...new Set(kept.map(({ delivery }) => delivery.endpointId))];
      const revisions = await tx.webhooks.revisions(ids);
      const became = new Map<Kept, Keeping>();
      const isStale = ({ address, delivery }: Kept) =>
        revisions.get(delivery.endpointId) !== address.revision;
      for (const each of order.filter(isStale)) became.set(each, 'stale');
      for (const round of roundsOf(order.filter((each) => !isStale(each)))) {
        const isNew = await takeAll(tx, round);
        for (const [at, each] of round.entries()) became.set(each, isNew[at] === true ? 'new' : 'known');
      }
      return kept.map((each) => became.get(each) ?? 'stale');
    });
  }
}

async function takeAll(tx: Transaction, round: readonly Kept[]): Promise<readonly boolean[]> {
  const mended = round.filter(({ address, delivery }) => address.refuses && delivery.state !== 'rejected');
  for (const id of new Set(mended.map(({ delivery }) => delivery.endpointId)))
    await tx.webhooks.forgetRefusals(id);
  return tx.webhooks.takeDeliveries(round.map(({ delivery }) => delivery));
}

/** A statement takes no more characters than these, beside its first delivery. */
const MOST_TEXT = 4_000_000;

/** So that no two of a round have the same name, in their order. */
function roundsOf(order: readonly Kept[]): readonly (readonly Kept[])[] {
  const rounds: Kept[][] = [];
  let text = 0;
  let before = '';
  for (const each of order) {
    const { length } = each.delivery.body;
    const last = rounds.at(-1);
    if (last === undefined || keyOf(each) === before || text + length > MOST_TEXT) {
      rounds.push([each]);
      text = length;
    } else {
      last.push(each);
      text += length;
    }
    before = keyOf(each);
  }
  return rounds;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function keyOf({ delivery: { endpointId, deliveryId } }: Kept): string {
  return `${endpointId} ${deliveryId}`;
}
