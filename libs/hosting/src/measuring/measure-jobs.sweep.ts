import type { JobFigures, Postgres } from '@evenkeel/adapter-postgres';
import { appliedUntil, scheduleLag, summarize, type Receipt } from '@evenkeel/domain';
import { Sweep, type Clock, type Gauge, type GaugeName, type Labels, type Meter } from '@evenkeel/ports';

/** Medians of seven days do not move from one look to the next. */
const DURATIONS_EVERY_MS = 60_000;
const FEWEST_RUNS = 3;
const WAITINGS = ['breaker', 'quota', 'ingestion'] as const;
const OF_JOBS = [
  'job_info',
  'job_freshness_seconds',
  'job_missed_slots',
  'job_last_execution_failed',
  'job_last_execution_error_ratio',
  'job_waiting_chunks',
  'retrying_records',
  'dead_letters',
  'job_oldest_conflict_seconds',
] as const satisfies readonly GaugeName[];

/** Shows of each job how it fares, for all services: one of them looks, so that the others need not. */
export class MeasureJobs extends Sweep {
  readonly everyMs = 10_000;
  private readonly ofJobs: Readonly<Record<(typeof OF_JOBS)[number], Gauge>>;
  private readonly late: Gauge;
  private readonly last: Gauge;
  private readonly median: Gauge;
  private durationsMs = -Infinity;

  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    meter: Meter,
  ) {
    super();
    const gauges = OF_JOBS.map((name) => [name, meter.gauge(name)] as const);
    this.ofJobs = Object.fromEntries(gauges) as typeof this.ofJobs;
    this.late = meter.gauge('schedule_late_seconds');
    this.last = meter.gauge('job_last_execution_duration_seconds');
    this.median = meter.gauge('job_median_execution_duration_seconds');
  }

  async run(): Promise<void> {
    const { jobs, now } = await this.postgres.jobFigures();
    // A job that was removed is not shown any more.
    for (const gauge of Object.values(this.ofJobs)) gauge.clear();
    for (const job of jobs) this.show(job, now);
    this.showSchedules(jobs, now);
    if (this.clock.monotonicMs() - this.durationsMs < DURATIONS_EVERY_MS) return;
    this.durationsMs = this.clock.monotonicMs();
    await this.showDurations();
  }

  private show(job: JobFigures, now: Date): void {
    const labels = labelsOf(job);
    const { ofJobs } = this;
    ofJobs.job_info.set(1, { ...labels, job_id: job.jobId, connection: job.connection });
    ofJobs.job_freshness_seconds.set(secondsSince(appliedUntil(job, now), now), labels);
    ofJobs.job_last_execution_failed.set(job.hasFailed ? 1 : 0, labels);
    ofJobs.job_last_execution_error_ratio.set(errorRatio(job.receipt), labels);
    ofJobs.retrying_records.set(job.retrying, labels);
    ofJobs.dead_letters.set(job.dead, labels);
    const since = job.conflictSince;
    ofJobs.job_oldest_conflict_seconds.set(since === null ? 0 : secondsSince(since, now), labels);
    for (const waitsFor of WAITINGS)
      ofJobs.job_waiting_chunks.set(job.waiting[waitsFor] ?? 0, { ...labels, waits_for: waitsFor });
  }

  /** After everything else: a schedule that cannot be read takes nothing of the others away. */
  private showSchedules(jobs: readonly JobFigures[], now: Date): void {
    const failures: unknown[] = [];
    let lateMs = 0;
    for (const job of jobs) {
      try {
        const lag = lagOf(job, now);
        this.ofJobs.job_missed_slots.set(lag.missedSlots, labelsOf(job));
        lateMs = Math.max(lateMs, lag.lateMs);
      } catch (error) {
        failures.push(error);
      }
    }
    this.late.set(lateMs / 1000);
    if (failures.length > 0) throw new AggregateError(failures, 'Schedules that cannot be read');
  }

  private async showDurations(): Promise<void> {
    const durations = await this.postgres.jobDurations();
    this.last.clear();
    this.median.clear();
    for (const { tenant, job, mode, last, median, runs } of durations) {
      const labels = { tenant, job_name: job, mode };
      this.last.set(last, labels);
      if (runs >= FEWEST_RUNS) this.median.set(median, labels);
    }
  }
}

function labelsOf({ tenant, job }: JobFigures): Labels {
  return { tenant, job_name: job };
}

function errorRatio(receipt: Receipt | null): number {
  if (receipt === null) return 0;
  const { created, updated, skipped, failed } = summarize(receipt);
  return failed === 0 ? 0 : failed / (created + updated + skipped + failed);
}

function lagOf({ schedule, isHeld, ...job }: JobFigures, now: Date) {
  if (schedule === null || isHeld) return { missedSlots: 0, lateMs: 0 };
  return scheduleLag({ ...job, schedule, key: job.jobId, appliedUntil: appliedUntil(job, now), now });
}

function secondsSince(moment: Date, now: Date): number {
  return Math.max(0, now.getTime() - moment.getTime()) / 1000;
}
