import { chunkAssigned, chunkFailed } from '@evenkeel/contracts-messages';
import {
  describeProblem,
  LANES,
  readingPhase,
  turnOf,
  type Chunk,
  type ChunkId,
  type Lane,
} from '@evenkeel/domain';
import { tellOfChunks } from '@evenkeel/operations';
import {
  Instance,
  Logger,
  Store,
  Timers,
  type ChunkClaim,
  type Hooks,
  type QueuedChunk,
  type SystemTransaction,
  type Transaction,
} from '@evenkeel/ports';
import { BudgetSpent, ChunkLease, ClaimLost, Held, ShuttingDown } from './chunk-lease.js';
import { ExecutorMetrics } from '../executor-metrics.js';
import { ExecutorSettings } from '../executor-settings.js';
import { ReadChunk } from './read-chunk.js';

/** A place in the pool. Until a claim tells the lane, it counts for each that it may turn out to be. */
interface PoolPlace {
  lanes: readonly Lane[];
}

/** The bounded set of chunks this process works on, outside the message handler that claimed them. */
export class ChunkPool implements Hooks {
  private readonly leases = new Set<ChunkLease>();
  private readonly work = new Set<Promise<void>>();
  private readonly places = new Set<PoolPlace>();
  /** A chunk was left alone although a claim under way may yet come to nothing. */
  private turnedAway = false;
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
    await this.store.system.transaction(async (tx) => {
      const freed = await tx.chunkQueue.expireLeasesOf(this.instance.name);
      await tellOfChunks(tx, freed);
    });
  }

  /** Claims the chunk if there is room; resolves once that is decided. A chunk left alone is found when room comes. */
  async offer(chunkId: ChunkId): Promise<void> {
    const { name } = this.instance;
    await this.take((tx, lanes) => tx.chunkQueue.claim(chunkId, name, this.settings.leaseMs, lanes));
  }

  /** Takes no more, stops reading, and gives every chunk back so that another process may go on at once. */
  async onApplicationShutdown(): Promise<void> {
    this.open = false;
    for (const lease of this.leases) lease.shutDown();
    await Promise.all(this.work);
  }

  private async take(claim: Claiming): Promise<void> {
    const lanes = this.lanesWithRoom();
    if (!this.open || lanes.length === 0) {
      this.turnedAway = true;
      return;
    }
    const place: PoolPlace = { lanes };
    this.places.add(place);
    const claiming = this.store.system.transaction((tx) => claim(tx, lanes));
    const work = this.carryOut(claiming, place);
    this.work.add(work);
    void work.finally(() => this.work.delete(work));
    await claiming;
  }

  /** Only the single lane takes the reserved places. */
  private lanesWithRoom(): readonly Lane[] {
    const { concurrency, reserved } = this.settings;
    if (this.places.size >= concurrency) return [];
    const others = [...this.places].filter(({ lanes }) => lanes.some((lane) => lane !== 'single')).length;
    return others < Math.max(1, concurrency - reserved) ? LANES : ['single'];
  }

  /** Never rejects: a claim that fails rejects in {@link take}. */
  private async carryOut(claiming: Promise<ChunkClaim | undefined>, place: PoolPlace): Promise<void> {
    const claim = await claiming.catch(() => undefined);
    if (claim === undefined) {
      this.places.delete(place);
      if (this.turnedAway) await this.takeNext();
      return;
    }
    place.lanes = [claim.lane];
    // There may be more where this one was.
    const filling = this.takeNext();
    await this.carry(claim);
    this.places.delete(place);
    await filling;
    await this.takeNext();
  }

  private async carry(claim: ChunkClaim): Promise<void> {
    const lease = new ChunkLease(claim, this.settings.leaseMs, this.store, this.timers);
    this.leases.add(lease);
    // Claimed while the process began to go down.
    if (!this.open) lease.shutDown();
    try {
      await this.reader.read(claim, lease);
    } catch (error) {
      await this.giveUp(claim, lease, error).catch((second: unknown) =>
        this.leaveToLease(claim.chunk, second),
      );
    } finally {
      await lease.stop();
      this.leases.delete(lease);
    }
  }

  private async giveUp(
    { tenantId, chunk, priority }: ChunkClaim,
    { notes }: ChunkLease,
    error: unknown,
  ): Promise<void> {
    if (error instanceof ClaimLost) return;
    const { id: chunkId, executionId, attempt } = chunk;
    if (error instanceof ShuttingDown || error instanceof Held)
      return this.giveBack({ ...chunk, tenantId }, () => Promise.resolve(undefined));
    if (error instanceof BudgetSpent)
      return this.giveBack({ ...chunk, tenantId }, async (tx) => turnOf(priority, await tx.now()));
    const problem = describeProblem(error);
    // A database that was away for a while is no reason to end an execution: another claim goes on once the lease is over.
    if (problem.code === 'system.database') return this.leaveToLease(chunk, error);
    this.metrics.countFailure(problem.errorClass);
    this.log.warn('chunk failed', { chunkId, executionId, code: problem.code, message: problem.message });
    const noted = [...notes.take(), { phase: readingPhase(chunk), externalId: null, problem, attempt }];
    await this.store.of(tenantId).transaction(async (tx) => {
      if (!(await tx.chunkLeases.fail(chunkId, attempt, problem))) return;
      await tx.errorLog.add(executionId, noted);
      await tx.outbox.add(chunkFailed, [{ executionId, chunkId }]);
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

  /** Room may have come: takes the chunk whose turn it is of those that were assigned and left alone. */
  private async takeNext(): Promise<void> {
    this.turnedAway = false;
    try {
      const { name } = this.instance;
      await this.take((tx, lanes) => tx.chunkQueue.claimNext(name, this.settings.leaseMs, lanes));
    } catch (error) {
      this.log.warn('no further chunk taken', { error: describeProblem(error).message });
    }
  }
}

type Claiming = (tx: SystemTransaction, lanes: readonly Lane[]) => Promise<ChunkClaim | undefined>;
