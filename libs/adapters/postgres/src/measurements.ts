import {
  CONFLICT_KIND_NAMES,
  type ConcernFacts,
  type ConflictKind,
  type EngineOutlook,
} from '@evenkeel/domain';
import type { Transactor } from './database/transactor.js';
import { loadConcernFacts } from './engine/concern-repository.js';
import { PostgresEngineRepository } from './engine/repository.js';

/** What waits. Ages in milliseconds; 0 where nothing waits. */
export interface DatabaseHealth {
  readonly outboxRows: number;
  readonly oldestOutboxMs: number;
  readonly queuedExecutions: number;
  readonly oldestQueuedMs: number;
  readonly waitingTriggers: number;
  readonly oldestTriggerMs: number;
  readonly stuckMessages: number;
}

/** What may ask for a person, in all tenants. */
export interface AllConcernFacts {
  readonly engine: EngineOutlook;
  readonly facts: ConcernFacts;
  readonly now: Date;
}

/** For how long a conflict has waited for a decision, in steps. */
export const CONFLICT_AGES = ['under_1h', 'under_1d', 'under_7d', 'over_7d'] as const;

export interface OpenConflicts {
  readonly kind: ConflictKind;
  readonly age: (typeof CONFLICT_AGES)[number];
  readonly count: number;
}

const ageMs = (column: string) =>
  `greatest(0, coalesce(extract(epoch from (select engine_now()) - min(${column})) * 1000, 0))::float8`;

const HEALTH = `
  select o.rows as "outboxRows", o.age as "oldestOutboxMs",
    q.rows as "queuedExecutions", q.age as "oldestQueuedMs", t.rows as "waitingTriggers", t.age as "oldestTriggerMs",
    s.rows as "stuckMessages"
  from (select count(*)::int as rows, ${ageMs('added_at')} as age from outbox) o,
    (select count(*)::int as rows, ${ageMs('requested_at')} as age from execution where status = 'queued') q,
    (select count(*)::int as rows, ${ageMs('accepted_at')} as age from trigger where state = 'accepted') t,
    (select count(*)::int as rows from stuck_message) s`;

export async function measureHealth(transactor: Transactor): Promise<DatabaseHealth> {
  return transactor.run('health', async (session) => (await session.row<DatabaseHealth>(HEALTH))!);
}

const CONFLICTS = `
  select kind, age, count(*)::int as count from (
    select f.kind, case when f.opened_at > n.now - interval '1 hour' then 'under_1h' when f.opened_at > n.now - interval '1 day' then 'under_1d'
      when f.opened_at > n.now - interval '7 days' then 'under_7d' else 'over_7d' end as age
    from conflict f cross join (select engine_now() as now) n where f.state in ('open', 'proposing')) f
  group by kind, age`;

export async function measureConflicts(transactor: Transactor): Promise<readonly OpenConflicts[]> {
  const found = await transactor.run('conflicts', (session) =>
    session.rows<OpenConflicts & Record<string, unknown>>(CONFLICTS),
  );
  return CONFLICT_KIND_NAMES.flatMap((kind) =>
    CONFLICT_AGES.map(
      (age) => found.find((one) => one.kind === kind && one.age === age) ?? { kind, age, count: 0 },
    ),
  );
}

export async function measureSize(transactor: Transactor): Promise<number> {
  const sizing = 'select pg_database_size(current_database())::float8 as bytes';
  return transactor.run('size', async (session) => (await session.row<{ bytes: number }>(sizing))!.bytes);
}

export async function measureConcerns(transactor: Transactor): Promise<AllConcernFacts> {
  return transactor.run('concerns', async (session) => ({
    engine: await new PostgresEngineRepository(session).outlook(),
    facts: await loadConcernFacts(session, null),
    now: await session.now(),
  }));
}
