import type { QuotaUseView, RequestOf } from '@evenkeel/contracts-admin';
import { BreakerBoard, QuotaLedger, Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { findConnection } from './find-connection.js';

/** What a connection may call its provider, what it does, and what keeps it from calling. */
export class ShowQuota {
  constructor(
    private readonly store: Store,
    private readonly ledger: QuotaLedger,
    private readonly board: BreakerBoard,
  ) {}

  async show({ tenantId }: Caller, { connection: reference }: RequestOf<'showQuota'>): Promise<QuotaUseView> {
    const { id, quota, lastHour } = await this.store.of(tenantId).transaction(async (tx) => {
      const found = await findConnection(tx, reference);
      return { ...found, lastHour: await tx.connections.callsOfHour(found.id) };
    });
    const { learnt, ...use } = await this.ledger.describe(id, quota);
    const told =
      learnt === null
        ? null
        : {
            limit: learnt.limit,
            remaining: Math.max(0, learnt.remaining),
            resetAt: new Date(learnt.resetMs).toISOString(),
          };
    return { quota, ...use, learnt: told, lastHour, breaker: await this.board.look(id) };
  }
}
