import type { LifecycleEvent } from '@evenkeel/contracts-messages';
import type { EventFact, TenantId } from '@evenkeel/domain';

/** Left out: whatever it is. */
export interface EventFilter {
  readonly subject?: string | undefined;
  readonly jobId?: string | undefined;
}

/** What happened, and what is told of it. */
export interface EventRepository {
  /** Is told once this unit of work is committed, and only then. Most facts the store writes down by itself, with the row that changes. */
  keep(fact: EventFact): Promise<void>;
  /** Those behind a position, in their order; at most `limit`. */
  after(position: number, filter: EventFilter, limit: number): Promise<readonly LifecycleEvent[]>;
}

/** How far events have come. */
export interface EventHead {
  /** Of the last that has a place. */
  readonly position: number;
  /** Of the last that is no longer kept; 0: all are. */
  readonly forgotten: number;
}

export interface SystemEventRepository {
  head(): Promise<EventHead>;
  /** Of all tenants, in their order; at most `limit`. */
  after(position: number, limit: number): Promise<readonly LifecycleEvent[]>;
  /** A fact of a tenant that is known by other means than a unit of work of it. */
  keep(tenantId: TenantId, fact: EventFact): Promise<void>;
}
