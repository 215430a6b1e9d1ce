import type { ConnectionId, Control, Controls, ControlState, JobId, Outage } from '@evenkeel/domain';

/** What people hold: connections one by one, and the whole engine (`null`). */
export interface ControlRepository {
  of(connectionId: ConnectionId | null): Promise<Control>;
  /** What holds for the runs of a job. */
  ofJob(jobId: JobId): Promise<Controls>;
  save(connectionId: ConnectionId | null, state: ControlState, actor: string): Promise<void>;
}

/** When the bus took no messages. At most one outage is open, whoever notices it. */
export interface OutageRepository {
  /** Those that had not ended at this time, the open one included. */
  since(time: Date): Promise<readonly Outage[]>;
  open(): Promise<Outage | undefined>;
  lastEndedAt(): Promise<Date | null>;
  /** Does nothing where one is open. */
  begin(at: Date): Promise<void>;
  /** Ends the open one. */
  end(at: Date): Promise<void>;
  /** Since when the oldest committed message waits to be published; null: none does. */
  waitingSince(): Promise<Date | null>;
}
