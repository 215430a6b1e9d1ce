import { chunkAssigned, chunkFailed, executionDue } from '@evenkeel/contracts-messages';
import {
  CallPostponed,
  describeProblem,
  readingPhase,
  turnOf,
  type Chunk,
  type ErrorEntry,
} from '@evenkeel/domain';
import { Logger, Store, type ChunkClaim, type QueuedChunk, type Transaction } from '@evenkeel/ports';
import { ExecutorMetrics } from '../executor-metrics.js';
import { BudgetSpent, ClaimLost, Held, ShuttingDown, type ChunkLease } from './chunk-lease.js';

/** Ends the work on a claimed chunk that did not come to its end: gives it back, or says that it has failed. */
export class GiveUpChunk {
  constructor(
    private readonly store: Store,
    private readonly metrics: ExecutorMetrics,
    private readonly log: Logger,
  ) {}

  /** Never rejects: what cannot be said is found once the lease has ended. */
  async giveUp(claim: ChunkClaim, lease: ChunkLease, error: unknown): Promise<void> {
    try {
      await this.decide(claim, lease, error);
    } catch (second) {
      this.leaveToLease(claim.chunk, second);
    }
  }

  private async decide(claim: ChunkClaim, lease: ChunkLease, error: unknown): Promise<void> {
    if (error instanceof ClaimLost) return;
    const { tenantId, chunk, priority } = claim;
    if (error instanceof ShuttingDown || error instanceof Held)
      return this.giveBack({ ...chunk, tenantId }, () => Promise.resolve(undefined));
    if (error instanceof BudgetSpent)
      return this.giveBack({ ...chunk, tenantId }, async (tx) => turnOf(priority, await tx.now()));
    if (error instanceof CallPostponed) return this.postpone(claim, lease, error);
    // A database that was away for a while is no reason to end an execution: another claim goes on once the lease is over.
    if (describeProblem(error).code === 'system.database') return this.leaveToLease(chunk, error);
    return this.fail(claim, lease, error);
  }

  private async fail({ tenantId, chunk }: ChunkClaim, lease: ChunkLease, error: unknown): Promise<void> {
    const { id: chunkId, executionId, attempt } = chunk;
    const problem = describeProblem(error);
    this.metrics.countFailure(problem.errorClass);
    this.log.warn('chunk failed', { chunkId, executionId, code: problem.code, message: problem.message });
    const last = { phase: readingPhase(chunk), externalId: null, problem, attempt: lease.lastTry ?? attempt };
    const noted = [...lease.notes.take(), last];
    await this.store.of(tenantId).transaction(async (tx) => {
      if (!(await tx.chunkLeases.fail(chunkId, attempt, problem))) return;
      await tx.errorLog.add(executionId, noted);
      await tx.outbox.add(chunkFailed, [{ executionId, chunkId }]);
    });
  }

  /** The next call would have to wait: others get the place meanwhile. A wait that the run has no time for ends it. */
  private async postpone(
    { tenantId, chunk }: ChunkClaim,
    { notes }: ChunkLease,
    error: CallPostponed,
  ): Promise<void> {
    const { id: chunkId, executionId, attempt } = chunk;
    const { waitMs, waiting, tries, cause } = error.call;
    const problem = describeProblem(error);
    const { code, message } = problem;
    this.log.info('chunk postponed', { chunkId, executionId, waitMs, waiting, code, message });
    // A call that met the pause itself is news; one that was not made for it is none, and of one that failed the notes tell.
    const isNews = cause?.errorClass === 'rate_limit';
    const met: readonly ErrorEntry[] = isNews
      ? [{ phase: readingPhase(chunk), externalId: null, problem, attempt }]
      : [];
    const noted = [...notes.take(), ...met];
    await this.store.of(tenantId).transaction(async (tx) => {
      if (!(await tx.chunkLeases.postpone(chunkId, attempt, { waitMs, waiting, problem, tries }))) return;
      await tx.errorLog.add(executionId, noted);
      await tx.outbox.add(executionDue, [{ executionId }]);
    });
  }

  private async giveBack(
    { tenantId, id: chunkId, attempt, executionId, epoch }: QueuedChunk,
    turn: (tx: Transaction) => Promise<Date | undefined>,
  ): Promise<void> {
    await this.store.of(tenantId).transaction(async (tx) => {
      if (!(await tx.chunkLeases.release(chunkId, attempt, await turn(tx)))) return;
      await tx.outbox.add(chunkAssigned, [{ chunkId, executionId, epoch }]);
    });
  }

  private leaveToLease({ id: chunkId, executionId }: Chunk, error: unknown): void {
    const { message } = describeProblem(error);
    this.log.error('chunk left to its lease', { chunkId, executionId, error: message });
  }
}
