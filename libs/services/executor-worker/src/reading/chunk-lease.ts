import {
  describeProblem,
  LANES,
  LONGEST_WAIT_IN_PLACE_MS,
  PROCESSED_BEFORE_ARMED,
  readingPhase,
  triesOf,
  SyncError,
  type ErrorCode,
  type ErrorEntry,
  type Lane,
} from '@evenkeel/domain';
import type {
  CallPatience,
  CallWatch,
  ChunkClaim,
  ChunkPosition,
  Repeating,
  Store,
  Timers,
  Transaction,
  Transactions,
} from '@evenkeel/ports';
import { ErrorNotes } from './error-notes.js';
import { Waits } from './waits.js';

/** How soon it is noticed, while a provider is slow to answer, that the execution was cancelled. */
const LOOK_EVERY_MS = 1_000;
/** Waits up to this are spent in place also where other chunks wait: giving a chunk back takes as long. */
const SHORT_WAIT_MS = 200;

/**
 * A listing whose cursors expire again and again would never end, nor would one whose rows move all the time. Pages become smaller each time
 * that it starts over for them.
 */
export const MOST_GENERATIONS = { expired: 5, shifted: 2, resized: 20 } as const;

/** Why a listing cannot go on where it stands. */
export type ListingBreak = keyof typeof MOST_GENERATIONS;

/** The execution was cancelled or timed out, or another worker has the chunk. Nothing is left to do. */
export class ClaimLost extends Error {}

/** This process shuts down; the chunk is to be given back. */
export class ShuttingDown extends Error {}

/** The execution is paused: what was read is still applied, and the chunk is then given back. */
export class Held extends Error {}

/** It was worked on for long enough, and others wait for a place; the chunk is to be given back until its next turn. */
export class BudgetSpent extends Error {}

/** A chunk of a lane gives its place up when a chunk of one of these lanes waits. */
const WAITING_FOR: Readonly<Record<Lane, readonly Lane[]>> = {
  bulk: LANES,
  preview: LANES,
  repair: LANES,
  single: ['single'],
};

/** Renews the lease of a claimed chunk while this process works on it, and aborts {@link signal} when the claim is lost. */
export class ChunkLease {
  private readonly ending = new AbortController();
  private readonly holding = new AbortController();
  /** Aborted also when nothing more is to be read, with a {@link Held}. */
  readonly reading = AbortSignal.any([this.ending.signal, this.holding.signal]);
  /** What the chunk waits for; each renewal stores it in the chunk's row. */
  readonly waits = new Waits();
  /** Errors that did not end the reading; each renewal of the lease stores them, as does the pool when it gives the chunk up. */
  readonly notes = new ErrorNotes();
  private readonly told = new Set<ErrorCode>();
  private failedCalls: number;
  /** Is told of the waits and the failed attempts of this chunk's calls. */
  readonly watch: CallWatch = {
    waits: this.waits.begin,
    failed: (error, attempt) => {
      this.failedCalls += 1;
      this.note(error, attempt);
    },
  };
  /** A place is not kept to sleep in: a chunk whose next call has to wait is given back. */
  readonly patience: CallPatience;
  private readonly renewal: Repeating;
  private readonly tenant: Transactions<Transaction>;

  constructor(
    private readonly claim: ChunkClaim,
    private readonly leaseMs: number,
    private readonly store: Store,
    private readonly timers: Timers,
  ) {
    this.tenant = store.of(claim.tenantId);
    this.failedCalls = triesOf(claim.chunk).failures;
    this.patience = { mayWait: (ms) => this.mayWait(ms), tries: triesOf(claim.chunk) };
    this.renewal = timers.every(Math.min(LOOK_EVERY_MS, leaseMs / 3), () => this.renew());
  }

  /** Aborted when the claim is lost; its reason is a {@link ClaimLost} or {@link ShuttingDown}. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  get lane(): Lane {
    return this.claim.lane;
  }

  /** How many pages ingestion has applied. Rejects with {@link ClaimLost} when the claim is lost. */
  async position(): Promise<ChunkPosition> {
    this.signal.throwIfAborted();
    const position = await this.tenant.read((tx) =>
      tx.chunkLeases.position(this.claim.chunk.id, this.claim.chunk.attempt),
    );
    if (position === undefined) throw this.lose();
    return position;
  }

  /** How many calls have failed since this was asked last, with those before the chunk was postponed. */
  takeFailedCalls(): number {
    const { failedCalls } = this;
    this.failedCalls = 0;
    return failedCalls;
  }

  /** Which try of its call ends the chunk; undefined where no call has failed. */
  get lastTry(): number | undefined {
    return this.failedCalls === 0 ? undefined : this.failedCalls + 1;
  }

  /** Whether another chunk could be worked on in this one's place. */
  async isWanted(): Promise<boolean> {
    return this.store.system.read((tx) => tx.chunkQueue.isAnyUnclaimed(WAITING_FOR[this.claim.lane]));
  }

  /** Begins the listing anew; what was applied stays. False if it has begun anew too often. */
  async startOver(why: ListingBreak, pageSize?: number): Promise<boolean> {
    this.signal.throwIfAborted();
    const { id, attempt } = this.claim.chunk;
    return this.tenant.transaction((tx) =>
      tx.chunkLeases.startOver(id, attempt, MOST_GENERATIONS[why], pageSize),
    );
  }

  /** Keeps that pages are smaller from here on. Rejects with {@link ClaimLost} when the claim is lost. */
  async shrinkPages(pageSize: number): Promise<void> {
    this.signal.throwIfAborted();
    const { id, attempt } = this.claim.chunk;
    const isOurs = await this.tenant.transaction((tx) => tx.chunkLeases.shrinkPages(id, attempt, pageSize));
    if (!isOurs) throw this.lose();
  }

  /** Keeps what speaks against the listing, before its page is applied. */
  async doubt(reason: string): Promise<void> {
    const { id, attempt } = this.claim.chunk;
    await this.tenant.transaction((tx) => tx.chunkLeases.doubt(id, attempt, reason));
  }

  /** Whether so much of the execution was processed that its pages need not go one by one. */
  async isExecutionBreakerArmed(): Promise<boolean> {
    const { processed } = await this.tenant.read((tx) =>
      tx.pages.breakerCounts(this.claim.chunk.executionId),
    );
    return processed >= PROCESSED_BEFORE_ARMED;
  }

  async pause(ms: number): Promise<void> {
    await this.timers.sleep(ms, this.signal);
  }

  shutDown(): void {
    this.ending.abort(new ShuttingDown());
  }

  async stop(): Promise<void> {
    await this.renewal.stop();
    // Errors of the last calls.
    if (!this.signal.aborted) await this.writeDown(this.notes.take()).catch(() => undefined);
  }

  private async mayWait(ms: number): Promise<boolean> {
    if (ms <= SHORT_WAIT_MS) return true;
    return ms <= LONGEST_WAIT_IN_PLACE_MS && !(await this.isWanted());
  }

  /** For the log of errors: something that every page of the listing would say again. */
  tellOnce(code: ErrorCode, message: string): void {
    if (this.told.has(code)) return;
    this.told.add(code);
    this.note(new SyncError(code, message), this.claim.chunk.attempt);
  }

  private note(error: SyncError, attempt: number): void {
    const phase = readingPhase(this.claim.chunk);
    this.notes.add({ phase, externalId: null, problem: describeProblem(error), attempt });
  }

  private async renew(): Promise<void> {
    const { id, attempt } = this.claim.chunk;
    const noted = this.notes.take();
    const position = await this.tenant
      .transaction(async (tx) => {
        const renewed = await tx.chunkLeases.renew(id, attempt, this.leaseMs, this.waits.current);
        if (renewed !== undefined) await tx.errorLog.add(this.claim.chunk.executionId, noted);
        return renewed;
      })
      .catch(() => null);
    // A database that does not answer is no reason to stop: the row decides once it is back.
    if (position === null) this.notes.add(...noted);
    else if (position === undefined) this.lose();
    else if (position.isHeld) this.holding.abort(new Held(`The execution of chunk ${id} is paused`));
  }

  private async writeDown(noted: readonly ErrorEntry[]): Promise<void> {
    if (noted.length === 0) return;
    const { id, attempt, executionId } = this.claim.chunk;
    await this.tenant.transaction(async (tx) => {
      if ((await tx.chunkLeases.position(id, attempt)) !== undefined)
        await tx.errorLog.add(executionId, noted);
    });
  }

  private lose(): ClaimLost {
    const lost = new ClaimLost(`Chunk ${this.claim.chunk.id} is no longer ours`);
    this.ending.abort(lost);
    return lost;
  }
}
