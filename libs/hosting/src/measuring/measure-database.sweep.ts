import type { Postgres } from '@evenkeel/adapter-postgres';
import { Sweep, type Clock, type Gauge, type Meter } from '@evenkeel/ports';

/** Shows what waits in the database, for all services: one of them looks, so that the others need not. */
export class MeasureDatabase extends Sweep {
  readonly everyMs = 5_000;
  private readonly outboxEntries: Gauge;
  private readonly outboxSeconds: Gauge;
  private readonly queuedExecutions: Gauge;
  private readonly queuedSeconds: Gauge;
  private readonly stuckMessages: Gauge;
  private readonly freshness: Gauge;
  private readonly retryingRecords: Gauge;
  private readonly deadLetters: Gauge;
  private readonly openConflicts: Gauge;

  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    meter: Meter,
  ) {
    super();
    const gauge = (name: string, help: string, labels: readonly string[] = []) =>
      meter.gauge({ name, help, labels });
    this.outboxEntries = gauge('outbox_entries', 'Committed messages that are not published yet');
    this.outboxSeconds = gauge(
      'outbox_oldest_seconds',
      'Age of the oldest message that is not published yet',
    );
    this.queuedExecutions = gauge('queued_executions', 'Executions that wait for their turn');
    this.queuedSeconds = gauge(
      'queued_oldest_seconds',
      'How long the first of the queued executions has waited',
    );
    this.stuckMessages = gauge('stuck_messages', 'Messages that no handler could take');
    this.freshness = gauge(
      'job_freshness_seconds',
      'Time since a page of the job was last applied, before the first since the job is there',
      ['job'],
    );
    this.retryingRecords = gauge('retrying_records', 'Records that failed and are tried again', ['job']);
    this.deadLetters = gauge('dead_letters', 'Records that failed as often as their job allows', ['job']);
    this.openConflicts = gauge('open_conflicts', 'Conflicts that wait for a decision, by how long', [
      'kind',
      'age',
    ]);
  }

  async run(): Promise<void> {
    const health = await this.postgres.health();
    this.outboxEntries.set(health.outboxRows);
    this.outboxSeconds.set(health.oldestOutboxMs / 1000);
    this.queuedExecutions.set(health.queuedExecutions);
    this.queuedSeconds.set(health.oldestQueuedMs / 1000);
    this.stuckMessages.set(health.stuckMessages);
    for (const { kind, age, count } of await this.postgres.openConflicts())
      this.openConflicts.set(count, { kind, age });
    await this.measureJobs();
  }

  private async measureJobs(): Promise<void> {
    const failures = await this.postgres.openFailures();
    const freshness = await this.postgres.freshness();
    // A job that was removed is not shown any more.
    for (const ofJobs of [this.retryingRecords, this.deadLetters, this.freshness]) ofJobs.clear();
    for (const { job, retrying, dead } of failures) {
      this.retryingRecords.set(retrying, { job });
      this.deadLetters.set(dead, { job });
    }
    for (const { job, since } of freshness) {
      const ageMs = this.clock.now().getTime() - since.getTime();
      this.freshness.set(Math.max(0, ageMs) / 1000, { job });
    }
  }
}
