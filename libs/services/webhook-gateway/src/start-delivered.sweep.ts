import { coalesceDeliveries, type ConnectionId, type JobId, type TenantId } from '@evenkeel/domain';
import { acceptTriggers } from '@evenkeel/operations';
import {
  Ids,
  Store,
  Sweep,
  type SettledDelivery,
  type StoredDelivery,
  type Transaction,
} from '@evenkeel/ports';

/** Deliveries that one transaction takes. */
const BATCH = 1_000;
const MOST_TENANTS = 100;
/** The rest has its turn with the next round. */
const MOST_BATCHES = 20;

/**
 * Turns deliveries that wait into runs: those of a quarter of a second together, so that a burst for one record is few runs. A record is
 * read after the delivery that named it was taken, for a run begins after this transaction.
 */
export class StartDelivered extends Sweep {
  readonly everyMs = 250;

  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
  ) {
    super();
  }

  async run(): Promise<void> {
    const tenants = await this.store.system.transaction((tx) => tx.due.deliveries(MOST_TENANTS));
    for (const tenantId of tenants) await this.ofTenant(tenantId);
  }

  private async ofTenant(tenantId: TenantId): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const taken = await this.store.of(tenantId).transaction((tx) => this.take(tx));
      if (taken < BATCH) return;
    }
  }

  private async take(tx: Transaction): Promise<number> {
    const waiting = await tx.webhooks.lockWaiting(BATCH);
    const jobs = await jobsOf(tx, waiting);
    const runs = coalesceDeliveries(
      waiting,
      (connectionId, stream) => jobs.get(`${connectionId} ${stream}`) ?? [],
    );
    const triggers = runs.map(({ from, ...asked }) => ({
      from,
      trigger: { id: this.ids.next(), kind: 'webhook', mode: null, ...asked } as const,
    }));
    await acceptTriggers(
      tx,
      triggers.map(({ trigger }) => trigger),
    );
    const became = waiting.map((): string[] => []);
    for (const { from, trigger } of triggers) for (const at of from) became[at]?.push(trigger.id);
    await tx.webhooks.saveDeliveryEnds(
      waiting.map(({ endpointId, id }, at): SettledDelivery => {
        const triggerIds = became[at] ?? [];
        return { endpointId, id, state: triggerIds.length > 0 ? 'accepted' : 'ignored', triggerIds };
      }),
    );
    return waiting.length;
  }
}

async function jobsOf(
  tx: Transaction,
  waiting: readonly StoredDelivery[],
): Promise<ReadonlyMap<string, readonly JobId[]>> {
  const found = new Map<string, readonly JobId[]>();
  for (const { connectionId, stream } of waiting) {
    const key = `${connectionId} ${stream}`;
    if (!found.has(key)) found.set(key, await idsOf(tx, connectionId, stream));
  }
  return found;
}

async function idsOf(tx: Transaction, connectionId: ConnectionId, stream: string): Promise<readonly JobId[]> {
  return (await tx.jobs.listForWebhook(connectionId, stream)).map(({ id }) => id);
}
