import type { JobId, TenantId } from '@evenkeel/domain';

/** How a job goes. */
export interface JobRemoval {
  readonly actor: string;
  /** Whether the references of its stream are dropped. */
  readonly detach: boolean;
}

export interface UnclearedJob {
  readonly tenantId: TenantId;
  readonly id: JobId;
  /** Who removed it. */
  readonly actor: string;
  /** It was removed with its connection. */
  readonly withConnection: boolean;
}

/** The removal of a job, step by step: marked at once, then everything that it leads to. */
export interface JobRemovalRepository {
  /**
   * Marks it as removed, which it stays; it must be locked. Rejects with `request.wrong_state` where references are to be
   * dropped that belong to another job by now.
   */
  begin(id: JobId, removal: JobRemoval): Promise<void>;
  /** Takes it off every group, and out of the runs of groups in which it has not had its turn. */
  leaveGroups(id: JobId): Promise<void>;
  /** Drops references of a job that is detaching; how many, at most `limit`. Its records stay. It must be locked. */
  dropReferences(id: JobId, limit: number): Promise<number>;
  /** Nothing is left to do for this removed job. */
  markCleared(id: JobId): Promise<void>;
}
