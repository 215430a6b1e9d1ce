import { describeProblem, LANES, type ChunkId, type Lane } from '@evenkeel/domain';
import { tellOfChunks } from '@evenkeel/operations';
import {
  Instance,
  Logger,
  Store,
  type ChunkClaim,
  type Hooks,
  type SystemTransaction,
} from '@evenkeel/ports';
import { CarryChunk } from './carry-chunk.js';
import { ExecutorSettings } from '../executor-settings.js';

/** A place in the pool. Until a claim tells the lane, it counts for each that it may turn out to be. */
interface PoolPlace {
  lanes: readonly Lane[];
}

/** The bounded set of chunks this process works on, outside the message handler that claimed them. */
export class ChunkPool implements Hooks {
  private readonly work = new Set<Promise<void>>();
  private readonly places = new Set<PoolPlace>();
  /** A chunk was left alone although a claim under way may yet come to nothing. */
  private turnedAway = false;
  private open = true;

  constructor(
    private readonly store: Store,
    private readonly chunks: CarryChunk,
    private readonly settings: ExecutorSettings,
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
    this.chunks.shutDown();
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
    await this.chunks.carry(claim);
    this.places.delete(place);
    await filling;
    await this.takeNext();
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
