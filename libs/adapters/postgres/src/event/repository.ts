import type { LifecycleEvent } from '@evenkeel/contracts-messages';
import type { EventFact, TenantId } from '@evenkeel/domain';
import type { EventFilter, EventHead, EventRepository, SystemEventRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { EVENT_COLUMNS, eventFromRow, type EventRow } from './row.js';

const KEEP = 'insert into event_fact (tenant_id, kind, facts) values ($1, $2, $3)';

function keep(session: Session, tenantId: TenantId, { kind, facts }: EventFact): Promise<number> {
  return session.write(KEEP, [tenantId, kind, JSON.stringify(facts)]);
}

export class PostgresEventRepository implements EventRepository {
  constructor(private readonly session: Session) {}

  async keep(fact: EventFact): Promise<void> {
    await keep(this.session, this.session.tenant, fact);
  }

  async after(
    position: number,
    { subject, jobId }: EventFilter,
    limit: number,
  ): Promise<readonly LifecycleEvent[]> {
    const rows = await this.session.rows<EventRow>(
      `select ${EVENT_COLUMNS} from lifecycle_event
       where position > $1 and tenant_id = $2 ${subject === undefined ? 'and $3::text is null' : 'and subject = $3'}
         and ($4::uuid is null or job_id = $4)
       order by position limit $5`,
      [position, this.session.tenant, subject ?? null, jobId ?? null, limit],
    );
    return rows.map(eventFromRow);
  }
}

export class PostgresSystemEventRepository implements SystemEventRepository {
  constructor(private readonly session: Session) {}

  async head(): Promise<EventHead> {
    const row = await this.session.row<{ position: string; forgotten: string }>(
      `select coalesce((select position from event_cursor where name = 'numbered'), 0) as position,
         coalesce((select position from event_cursor where name = 'forgotten'), 0) as forgotten`,
    );
    return { position: Number(row?.position), forgotten: Number(row?.forgotten) };
  }

  async after(position: number, limit: number): Promise<readonly LifecycleEvent[]> {
    const rows = await this.session.rows<EventRow>(
      `select ${EVENT_COLUMNS} from lifecycle_event where position > $1 order by position limit $2`,
      [position, limit],
    );
    return rows.map(eventFromRow);
  }

  async keep(tenantId: TenantId, fact: EventFact): Promise<void> {
    await keep(this.session, tenantId, fact);
  }
}
