import type {
  GroupMember,
  GroupRun,
  GroupRunId,
  JobId,
  SyncGroup,
  SyncGroupId,
  TriggerId,
} from '@evenkeel/domain';

export interface GroupRepository {
  /** Rejects with `request.already_exists` if the name is taken. */
  insert(group: SyncGroup): Promise<void>;
  /** Other jobs, in this order. A run that goes on keeps those it began with. */
  saveJobs(id: SyncGroupId, jobIds: readonly JobId[]): Promise<void>;
  /** With its runs; those of its jobs stay. False if there is none. */
  remove(id: SyncGroupId): Promise<boolean>;
  find(id: SyncGroupId): Promise<SyncGroup | undefined>;
  findByName(name: string): Promise<SyncGroup | undefined>;
  /** By name. */
  list(): Promise<readonly SyncGroup[]>;
  /** Locks the group against another run of it, then gives its latest. */
  lockLatestRun(id: SyncGroupId): Promise<GroupRun | undefined>;
  latestRun(id: SyncGroupId): Promise<GroupRun | undefined>;
  insertRun(run: GroupRun, jobIds: readonly JobId[]): Promise<void>;
  /** The run, locked; undefined also where a later run of its group has taken its place. */
  lockRun(id: GroupRunId): Promise<GroupRun | undefined>;
  /**
   * In the order in which the group names its jobs. Without those that were removed before their request was answered: it never
   * will be.
   */
  members(id: GroupRunId): Promise<readonly GroupMember[]>;
  saveTrigger(id: GroupRunId, jobId: JobId, triggerId: TriggerId): Promise<void>;
  /** The latest runs of groups in which jobs have not had their turn. */
  listUnfinished(): Promise<readonly GroupRunId[]>;
}
