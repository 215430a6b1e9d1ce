import type { AuditEventView, ListView, RequestOf } from '@evenkeel/contracts-admin';
import { Store, type StoredAuditEvent } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';

/** Who asked for what. */
export class ListAuditLog {
  constructor(private readonly store: Store) {}

  async list(
    { tenantId }: Caller,
    { actor, operation, outcome, since, ...query }: RequestOf<'listAuditLog'>,
  ): Promise<ListView<AuditEventView>> {
    const request = toListRequest('audit-log', query);
    const filter = {
      ...{ actor: actor ?? null, operation: operation ?? null, outcome: outcome ?? null },
      since: since === undefined ? null : new Date(since),
    };
    const listed = await this.store.of(tenantId).read((tx) => tx.audit.list(filter, request));
    return toListView('audit-log', listed, viewOf);
  }
}

function viewOf({ at, target, changes, ...event }: StoredAuditEvent): AuditEventView {
  return {
    ...event,
    at: at.toISOString(),
    target: { ...target },
    changes: changes.map(({ subject, key, before, after }) => ({ subject, key, before, after })),
  };
}
