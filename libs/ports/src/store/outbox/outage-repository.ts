import type { Outage } from '@evenkeel/domain';

/** When the bus took no messages. At most one outage is open, also where several processes notice it. */
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
