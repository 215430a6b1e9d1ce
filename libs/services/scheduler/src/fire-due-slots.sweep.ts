import { decideSlots, nextDueAt, type Job } from '@evenkeel/domain';
import { acceptTrigger, attemptEach } from '@evenkeel/operations';
import { Ids, Logger, Store, Sweep, type ConnectionPause } from '@evenkeel/ports';

/** Turns due slots into triggers. Each slot is decided by one row, so any number of schedulers fire it once. */
export class FireDueSlots extends Sweep {
  readonly everyMs = 1_000;

  constructor(
    private readonly store: Store,
    private readonly ids: Ids,
    private readonly log: Logger,
  ) {
    super();
  }

  async run(): Promise<void> {
    const jobs = await this.store.system.transaction((tx) => tx.due.schedules());
    // A schedule that cannot be used any more must not keep the other jobs from running.
    await attemptEach(jobs, (job) => this.fire(job));
  }

  private async fire(job: Job): Promise<void> {
    const { schedule, misfirePolicy, timeoutMinutes } = job.definition;
    if (schedule === null) return;
    const fired = await this.store.of(job.tenantId).transaction(async (tx) => {
      const countsFrom = await tx.scheduleSlots.countsFrom(job.id);
      const lastDecided = await tx.scheduleSlots.lastDecided(job.id);
      const since = laterOf(countsFrom, lastDecided);
      const now = await tx.now();
      const isDue = (nextDueAt(schedule, since) ?? now) <= now;
      const paused = isDue ? await tx.scheduleSlots.pauseOf(job.connectionId) : undefined;
      const pause = paused && { until: paused.until, patienceMs: timeoutMinutes * 60_000 };
      const slots = decideSlots({ schedule, misfirePolicy, since, now, pause, key: job.id });
      for (const missed of slots.missed) await tx.scheduleSlots.decide(job.id, missed, { kind: 'missed' });
      if (slots.skipped !== null && paused !== undefined)
        await tx.scheduleSlots.decide(job.id, slots.skipped, { kind: 'skipped', reason: reasonOf(paused) });
      if (slots.fire === null) return null;
      const triggerId = this.ids.next();
      if (!(await tx.scheduleSlots.decide(job.id, slots.fire, { kind: 'fired', triggerId }))) return null;
      const actor = `schedule ${slots.fire.toISOString()}`;
      const named = { externalIds: null, mode: null } as const;
      await acceptTrigger(tx, { id: triggerId, jobId: job.id, kind: 'schedule', actor, ...named });
      return slots.fire;
    });
    if (fired !== null) this.log.info('schedule slot fired', { jobId: job.id, dueAt: fired.toISOString() });
  }
}

/** For people who ask why no run began. */
function reasonOf({ until, why }: ConnectionPause): string {
  return (
    why?.message ??
    `No call is made before ${until.toISOString()}: the limits that the provider told are used up`
  );
}

/** A slot that was decided for an earlier schedule of the job says nothing of those that this one missed. */
function laterOf(countsFrom: Date, lastDecided: Date | undefined): Date {
  return lastDecided !== undefined && lastDecided > countsFrom ? lastDecided : countsFrom;
}
