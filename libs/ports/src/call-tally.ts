import type { ConnectionId } from '@evenkeel/domain';

export interface CallCounts {
  readonly calls: number;
  /** Those that were answered with 429 or 5xx. */
  readonly troubled: number;
  /** Those that were answered with 304: nothing had changed, and nothing was sent again. */
  readonly notModified: number;
}

/** How the calls of connections went within the last hour, of all processes together. */
export abstract class CallTally {
  abstract add(connectionId: ConnectionId, counts: CallCounts): Promise<void>;
}
