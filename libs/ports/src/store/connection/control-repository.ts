import type { ConnectionId, Control, Controls, ControlState, JobId } from '@evenkeel/domain';

/** What people hold: connections one by one, and the whole engine (`null`). */
export interface ControlRepository {
  of(connectionId: ConnectionId | null): Promise<Control>;
  /** What holds for the runs of a job. */
  ofJob(jobId: JobId): Promise<Controls>;
  save(connectionId: ConnectionId | null, state: ControlState, actor: string): Promise<void>;
}
