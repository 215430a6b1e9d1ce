import type { ConnectionId, Control, Controls, ControlState, JobId } from '@evenkeel/domain';

/** What people hold: connections, one by one. */
export interface ControlRepository {
  of(connectionId: ConnectionId): Promise<Control>;
  /** What holds for the runs of a job, by its connection and by the engine. */
  ofJob(jobId: JobId): Promise<Controls>;
  save(connectionId: ConnectionId, state: ControlState, actor: string): Promise<void>;
}
