import type { ConnectionId, JobId, Problem, TriggerId } from '@evenkeel/domain';

export type SlotVerdict =
  | { readonly kind: 'fired'; readonly triggerId: TriggerId }
  | { readonly kind: 'missed' }
  | { readonly kind: 'skipped'; readonly reason: string };

/** No call is made to a provider: it asked for that. */
export interface ConnectionPause {
  readonly until: Date;
  /** Null: only its headers did. */
  readonly why: Problem | null;
}

/** A slot for which no run began, and why. */
export interface SkippedSlot {
  readonly dueAt: Date;
  readonly reason: string;
}

export interface ScheduleSlotRepository {
  /** The last slot of the job that was decided; undefined before the first. */
  lastDecided(jobId: JobId): Promise<Date | undefined>;
  /** Decides a due slot; false if another scheduler has decided it. */
  decide(jobId: JobId, dueAt: Date, decision: SlotVerdict): Promise<boolean>;
  /** Of the provider that its runs would call; undefined: there is none. */
  pauseOf(connectionId: ConnectionId): Promise<ConnectionPause | undefined>;
  /** The slot that was decided last, if it was skipped. */
  lastSkipped(jobId: JobId): Promise<SkippedSlot | undefined>;
  /** When slots of this job started to count: when it was given the schedule that it has. */
  countsFrom(jobId: JobId): Promise<Date>;
}
