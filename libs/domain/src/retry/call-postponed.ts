import { SyncError } from '../errors/sync-error.js';
import type { Waiting } from '../execution/waiting.js';

/** What a call that is to be made again has behind it. */
export interface CallTries {
  /** Attempts that failed. */
  readonly failures: number;
  /** Rate limits that were waited for. */
  readonly waits: number;
}

export const NO_TRIES: CallTries = { failures: 0, waits: 0 };

/** What a call is postponed for. */
export type PostponedFor = Extract<Waiting, 'quota' | 'breaker' | 'retry'>;

export interface PostponedCall {
  /** After which it is to be made again, in milliseconds. */
  readonly waitMs: number;
  readonly waiting: PostponedFor;
  readonly tries: CallTries;
  /** The failure or rate limit that this very call met; left out: it was not made at all. */
  readonly cause?: SyncError | undefined;
}

/** A call would have had to wait for longer than its caller is patient. Code and message say why. */
export class CallPostponed extends SyncError {
  override readonly waitMs: number;

  constructor(
    { code, message }: Pick<SyncError, 'code' | 'message'>,
    readonly call: PostponedCall,
  ) {
    super(code, message, { cause: call.cause });
    this.name = 'CallPostponed';
    this.waitMs = call.waitMs;
  }
}
