import type { JobId, TriggerId } from '@evenkeel/domain';

export type SlotVerdict =
  { readonly kind: 'fired'; readonly triggerId: TriggerId } | { readonly kind: 'missed' };

export interface ScheduleSlotRepository {
  /** The last slot of the job that was decided; undefined before the first. */
  lastDecided(jobId: JobId): Promise<Date | undefined>;
  /** Decides a due slot; false if another scheduler has decided it. */
  decide(jobId: JobId, dueAt: Date, decision: SlotVerdict): Promise<boolean>;
  /** When slots of this job started to count: when it was given the schedule that it has. */
  countsFrom(jobId: JobId): Promise<Date>;
}
