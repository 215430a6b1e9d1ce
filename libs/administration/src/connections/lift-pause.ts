import { executionDue } from '@evenkeel/contracts-messages';
import type { ConnectionId, TenantId } from '@evenkeel/domain';
import { QuotaLedger, Store } from '@evenkeel/ports';

/** Ends what keeps a connection from being called: the pause that its provider asked for, and the waits of chunks for it. */
export class LiftPause {
  constructor(
    private readonly store: Store,
    private readonly ledger: QuotaLedger,
  ) {}

  /** Gives how many executions go on at once. */
  async lift(tenantId: TenantId, connectionId: ConnectionId): Promise<number> {
    await this.ledger.open(connectionId);
    return this.recall(tenantId, connectionId);
  }

  /** The same where the ledger is open already: only the chunks are to hear of it. */
  async recall(tenantId: TenantId, connectionId: ConnectionId): Promise<number> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const executions = await tx.chunks.recall(connectionId);
      const due = executions.map((executionId) => ({ executionId }));
      await tx.outbox.add(executionDue, due);
      return due.length;
    });
  }
}
