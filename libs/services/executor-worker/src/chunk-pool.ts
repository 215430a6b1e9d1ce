import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { chunkAssigned, chunkFailed } from '@evenkeel/contracts-messages';
import { describeProblem, type Chunk, type ChunkId } from '@evenkeel/domain';
import { Instance, Logger, Store, Timers, type ChunkClaim } from '@evenkeel/ports';
import { ChunkLease, ClaimLost, Held, ShuttingDown } from './chunk-lease.js';
import { ExecutorMetrics } from './executor-metrics.js';
import { ExecutorSettings } from './executor-settings.js';
import { ReadChunk } from './read-chunk.js';

/** The bounded set of chunks this process works on, outside the message handler that claimed them. */
@Injectable()
export class ChunkPool implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly leases = new Set<ChunkLease>();
  private readonly work = new Set<Promise<void>>();
  private taken = 0;
  private open = true;

  constructor(
    private readonly store: Store,
    private readonly timers: Timers,
    private readonly reader: ReadChunk,
    private readonly settings: ExecutorSettings,
    private readonly metrics: ExecutorMetrics,
    private readonly instance: Instance,
    private readonly log: Logger,
  ) {}

  /** What this worker held when it died is free at once, not only when the leases end. */
  async onApplicationBootstrap(): Promise<void> {
    await this.store.transaction(async (tx) => {
      const freed = await tx.chunks.expireLeasesOf(this.instance.name);
      await tx.outbox.add(
        chunkAssigned,
        freed.map(({ id: chunkId, executionId, epoch }) => ({ chunkId, executionId, epoch })),
      );
    });
  }

  /** Claims the chunk if there is room; resolves once that is decided. A chunk left alone is found when room comes. */
  async offer(chunkId: ChunkId): Promise<void> {
    await this.take((tx) => tx.chunks.claim(chunkId, this.instance.name, this.settings.leaseMs));
  }

  /** Takes no more, stops reading, and gives every chunk back so that another process may go on at once. */
  async onApplicationShutdown(): Promise<void> {
    this.open = false;
    for (const lease of this.leases) lease.shutDown();
    await Promise.all(this.work);
  }

  private async take(claim: Claiming): Promise<void> {
    if (!this.open || this.taken >= this.settings.concurrency) return;
    this.taken += 1;
    const claiming = this.store.transaction(claim);
    const work = this.carryOut(claiming);
    this.work.add(work);
    void work.finally(() => this.work.delete(work));
    await claiming;
  }

  /** Never rejects: whoever took the chunk hears itself of a claim that failed. */
  private async carryOut(claiming: Promise<ChunkClaim | undefined>): Promise<void> {
    const claim = await claiming.catch(() => undefined);
    if (claim !== undefined) await this.carry(claim);
    this.taken -= 1;
    if (claim !== undefined) await this.takeNext();
  }

  private async carry(claim: ChunkClaim): Promise<void> {
    const lease = new ChunkLease(claim.chunk, this.settings.leaseMs, this.store, this.timers);
    this.leases.add(lease);
    // Claimed while the process began to go down.
    if (!this.open) lease.shutDown();
    try {
      await this.reader.read(claim, lease);
    } catch (error) {
      await this.giveUp(claim.chunk, error).catch((second: unknown) =>
        this.leaveToLease(claim.chunk, second),
      );
    } finally {
      await lease.stop();
      this.leases.delete(lease);
    }
  }

  private async giveUp(chunk: Chunk, error: unknown): Promise<void> {
    if (error instanceof ClaimLost) return;
    const { id: chunkId, executionId, epoch, attempt } = chunk;
    if (error instanceof ShuttingDown || error instanceof Held) {
      await this.store.transaction(async (tx) => {
        if (!(await tx.chunks.release(chunkId, attempt))) return;
        await tx.outbox.add(chunkAssigned, [{ chunkId, executionId, epoch }]);
      });
      return;
    }
    const problem = describeProblem(error);
    // A database that was away for a while is no reason to end an execution: somebody goes on once the lease is over.
    if (problem.code === 'system.database') return this.leaveToLease(chunk, error);
    this.metrics.countFailure(problem.errorClass);
    this.log.warn('chunk failed', { chunkId, executionId, code: problem.code, message: problem.message });
    await this.store.transaction(async (tx) => {
      if (!(await tx.chunks.fail(chunkId, attempt, problem))) return;
      await tx.outbox.add(chunkFailed, [{ executionId, chunkId }]);
    });
  }

  private leaveToLease({ id: chunkId, executionId }: Chunk, error: unknown): void {
    const { message } = describeProblem(error);
    this.log.error('chunk left to its lease', { chunkId, executionId, error: message });
  }

  /** Room has come: takes the oldest chunk that was assigned and left alone. */
  private async takeNext(): Promise<void> {
    try {
      await this.take((tx) => tx.chunks.claimNext(this.instance.name, this.settings.leaseMs));
    } catch (error) {
      this.log.warn('no further chunk taken', { error: describeProblem(error).message });
    }
  }
}

type Claiming = Parameters<typeof Store.prototype.transaction<ChunkClaim | undefined>>[0];
