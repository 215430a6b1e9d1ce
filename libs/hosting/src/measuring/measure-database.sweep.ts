import type { Postgres } from '@evenkeel/adapter-postgres';
import { Sweep, type Gauge, type Meter } from '@evenkeel/ports';

/** Shows what waits in the database, for all services: one of them looks, so that the others need not. */
export class MeasureDatabase extends Sweep {
  readonly everyMs = 5_000;
  private readonly outboxEntries: Gauge;
  private readonly outboxSeconds: Gauge;
  private readonly queuedExecutions: Gauge;
  private readonly queuedSeconds: Gauge;
  private readonly waitingTriggers: Gauge;
  private readonly triggerSeconds: Gauge;
  private readonly stuckMessages: Gauge;
  private readonly openConflicts: Gauge;

  constructor(
    private readonly postgres: Postgres,
    meter: Meter,
  ) {
    super();
    this.outboxEntries = meter.gauge('outbox_entries');
    this.outboxSeconds = meter.gauge('outbox_oldest_seconds');
    this.queuedExecutions = meter.gauge('queued_executions');
    this.queuedSeconds = meter.gauge('queued_oldest_seconds');
    this.waitingTriggers = meter.gauge('waiting_triggers');
    this.triggerSeconds = meter.gauge('waiting_triggers_oldest_seconds');
    this.stuckMessages = meter.gauge('stuck_messages');
    this.openConflicts = meter.gauge('open_conflicts');
  }

  async run(): Promise<void> {
    const health = await this.postgres.health();
    this.outboxEntries.set(health.outboxRows);
    this.outboxSeconds.set(health.oldestOutboxMs / 1000);
    this.queuedExecutions.set(health.queuedExecutions);
    this.queuedSeconds.set(health.oldestQueuedMs / 1000);
    this.waitingTriggers.set(health.waitingTriggers);
    this.triggerSeconds.set(health.oldestTriggerMs / 1000);
    this.stuckMessages.set(health.stuckMessages);
    for (const { kind, age, count } of await this.postgres.openConflicts())
      this.openConflicts.set(count, { kind, age });
  }
}
