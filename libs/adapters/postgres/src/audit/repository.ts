import { DEFAULT_TENANT, type AuditEntry } from '@evenkeel/domain';
import type {
  AuditChange,
  AuditEnd,
  AuditFilter,
  AuditNotes,
  AuditRepository,
  Listed,
  ListRequest,
  StoredAuditEvent,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { json } from '../table/columns.js';
import { listed } from '../table/keyset.js';

export class PostgresAuditNotes implements AuditNotes {
  constructor(protected readonly session: Session) {}

  async begin(requestId: string): Promise<void> {
    await this.session.write(`select set_config('evenkeel.audit', $1, true)`, [requestId]);
  }

  async note(entry: AuditEntry, { outcome, code }: AuditEnd, ifWritten: boolean): Promise<boolean> {
    const written = await this.session.write(
      `insert into audit_event (request_id, tenant_id, actor, claimed, address, operation, target, outcome, code)
       select $1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9 where not $10 or pg_current_xact_id_if_assigned() is not null
       on conflict (request_id, outcome) do nothing`,
      [
        ...[entry.requestId, entry.tenantId, entry.actor, entry.claimed, entry.address],
        ...[entry.operation, json(entry.target), outcome, code, ifWritten],
      ],
    );
    return written === 1;
  }
}

interface EventRow {
  id: string;
  at: Date;
  actor: string;
  claimed: string | null;
  address: string | null;
  operation: string;
  target: Readonly<Record<string, string>>;
  outcome: StoredAuditEvent['outcome'];
  code: string | null;
  changes: readonly AuditChange[];
}

/** What a request did, with what it changed; what was refused changed nothing. */
const CHANGES = `(select coalesce(json_agg(json_build_object('subject', c.subject, 'key', c.key, 'before', c.before, 'after', c.after)
    order by c.id), '[]') from audit_change c where c.request_id = e.request_id and e.outcome = 'done')`;

export class PostgresAuditRepository extends PostgresAuditNotes implements AuditRepository {
  async list(
    { actor, operation, outcome, since }: AuditFilter,
    request: ListRequest,
  ): Promise<Listed<StoredAuditEvent>> {
    const rows = await this.session.rows<EventRow>(
      `select e.id::text as id, e.at, e.actor, e.claimed, e.address, e.operation, e.target, e.outcome, e.code, ${CHANGES} as changes
       from audit_event e
       where (e.tenant_id = $1 or (e.tenant_id is null and $1 = $2)) and ($3::bigint is null or e.id < $3)
         and ($4::text is null or e.actor = $4) and ($5::text is null or e.operation = $5)
         and ($6::text is null or e.outcome = $6) and ($7::timestamptz is null or e.at >= $7)
       order by e.id desc limit $8`,
      [
        ...[this.session.tenant, DEFAULT_TENANT, request.after, actor, operation, outcome, since],
        request.limit + 1,
      ],
    );
    return listed(
      rows,
      request,
      ({ id }) => id,
      (row) => row,
    );
  }
}
