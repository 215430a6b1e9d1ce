import type { AuditEntry } from '@evenkeel/domain';

/** A request that is being carried out. */
export interface AuditedRequest {
  readonly entry: AuditEntry;
  /** Whether a transaction that was committed has written it down. */
  isNoted: boolean;
}

/** For which request something is done, however deep below it. */
export abstract class AuditScope {
  abstract within<T>(request: AuditedRequest, work: () => Promise<T>): Promise<T>;
  /** Undefined where no request asks: in sweeps and handlers of messages, and in what goes on once `work` has ended. */
  abstract current(): AuditedRequest | undefined;
}
