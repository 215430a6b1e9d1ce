import type { TenantId } from '@evenkeel/domain';
import type { AuditScope } from '../audit-scope.js';
import type { AuditNotes } from './audit/audit-repository.js';
import { Store, type SystemTransaction, type Transaction, type Transactions } from './store.js';

const DONE = { outcome: 'done', code: null } as const;

/** A store in which each transaction that changes something for a request writes that down, or is not committed. */
export class AuditedStore extends Store {
  readonly system: Transactions<SystemTransaction>;

  constructor(
    private readonly store: Store,
    private readonly scope: AuditScope,
  ) {
    super();
    this.system = this.audited(store.system);
  }

  of(tenantId: TenantId): Transactions<Transaction> {
    return this.audited(this.store.of(tenantId));
  }

  private audited<Tx extends { readonly audit: AuditNotes }>(units: Transactions<Tx>): Transactions<Tx> {
    return {
      read: (work) => units.read(work),
      transaction: async (work) => {
        const request = this.scope.current();
        if (request === undefined) return units.transaction(work);
        let isNoted = false;
        const answer = await units.transaction(async (tx) => {
          await tx.audit.begin(request.entry.requestId);
          const worked = await work(tx);
          isNoted = await tx.audit.note(request.entry, DONE, true);
          return worked;
        });
        if (isNoted) request.isNoted = true;
        return answer;
      },
    };
  }
}
