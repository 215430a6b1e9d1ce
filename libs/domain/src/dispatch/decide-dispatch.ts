import type { ChunkId, ConnectionId, ExecutionId, TenantId } from '../ids.js';
import type { Lane } from '../execution/lane.js';
import { PACES } from './pace.js';
import { turnOf, type Priority } from './priority.js';

/** A running execution that has planned chunks. */
export interface ChunkQueue {
  readonly executionId: ExecutionId;
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId;
  readonly lane: Lane;
  readonly priority: Priority;
  /** When a chunk of it was handed out last; before the first, when it started. */
  readonly waitingSince: Date;
  /** Chunks of it that may be under way at once. */
  readonly window: number;
  /** Those that are: handed out and not at their end. */
  readonly underWay: number;
  /** In their order. */
  readonly planned: readonly ChunkId[];
}

/** Chunks under way in one lane of one connection. */
export interface ChunkLoad {
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId;
  readonly lane: Lane;
  readonly underWay: number;
  /** The turns of those that no executor has taken yet. */
  readonly unclaimed: readonly Date[];
}

/** The most chunks under way at once. Each lane has them for itself: what bulk work fills is not what real-time work needs. */
export interface DispatchWindows {
  readonly perConnection: number;
  readonly perTenant: number;
  /**
   * So many chunks may wait for an executor, in equal shares for the tenants that have work; what comes later is decided
   * later, when more is known.
   */
  readonly unclaimed: number;
}

/** The defaults. */
export const DEFAULT_WINDOWS = {
  perExecution: { primary: PACES.primary.window, enterprise: PACES.enterprise.window },
  perConnection: 64,
  perTenant: 256,
} as const;

/** A chunk that may be claimed; executors take the earliest turn of the tenant with the fewest chunks in their hands. */
export interface DispatchTurn {
  readonly chunkId: ChunkId;
  readonly executionId: ExecutionId;
  readonly at: Date;
}

export interface Dispatching {
  readonly queues: readonly ChunkQueue[];
  readonly loads: readonly ChunkLoad[];
  readonly windows: DispatchWindows;
  readonly now: Date;
}

/**
 * Which planned chunks may be claimed now, in the order of their turns. No window is exceeded. The tenant with the fewest
 * chunks under way goes first, and each has an equal share of those that wait for an executor, so that one with much work does
 * not keep out one with little; among a tenant's own executions priority decides, and time: see {@link turnOf}.
 */
export function decideDispatch({ queues, loads, windows, now }: Dispatching): readonly DispatchTurn[] {
  const tally = new UnderWay({ queues, loads, windows });
  const waiting = queues.map((queue) => new WaitingQueue(queue));
  const turns: DispatchTurn[] = [];
  for (;;) {
    const ready = waiting.filter((queue) => queue.hasNext && tally.admits(queue));
    const next = first(ready, tally);
    if (next === undefined) return turns;
    tally.add(next);
    turns.push(next.take(now));
  }
}

function first(ready: readonly WaitingQueue[], tally: UnderWay): WaitingQueue | undefined {
  let best: WaitingQueue | undefined;
  for (const queue of ready) {
    if (best === undefined || goesBefore(queue, best, tally)) best = queue;
  }
  return best;
}

function goesBefore(one: WaitingQueue, other: WaitingQueue, tally: UnderWay): boolean {
  const order =
    tally.ofTenant(one) - tally.ofTenant(other) ||
    one.turn.getTime() - other.turn.getTime() ||
    one.underWay - other.underWay;
  return order < 0 || (order === 0 && one.queue.executionId < other.queue.executionId);
}

/** A queue while it is decided about. */
class WaitingQueue {
  turn: Date;
  private taken = 0;

  constructor(readonly queue: ChunkQueue) {
    this.turn = turnOf(queue.priority, queue.waitingSince);
  }

  get underWay(): number {
    return this.queue.underWay + this.taken;
  }

  get hasNext(): boolean {
    const { planned, window } = this.queue;
    return this.taken < planned.length && this.underWay < window;
  }

  /** Only what {@link hasNext}. */
  take(now: Date): DispatchTurn {
    const { executionId, planned, priority } = this.queue;
    const turn: DispatchTurn = { chunkId: planned[this.taken] as ChunkId, executionId, at: this.turn };
    this.taken += 1;
    // What was just served has not waited.
    this.turn = turnOf(priority, now);
    return turn;
  }
}

/** How many chunks are under way for whom. */
class UnderWay {
  private readonly counts = new Map<string, number>();
  private readonly unclaimed: { readonly key: string; readonly at: number }[];
  private readonly windows: DispatchWindows;
  /** Chunks of one tenant that may wait for an executor. */
  private readonly share: number;

  constructor({ queues, loads, windows }: Omit<Dispatching, 'now'>) {
    this.windows = windows;
    const waiting = loads.filter(({ unclaimed }) => unclaimed.length > 0);
    const tenants = new Set([...queues, ...waiting].map(({ tenantId }) => tenantId));
    this.share = Math.max(1, Math.floor(windows.unclaimed / Math.max(1, tenants.size)));
    this.unclaimed = loads.flatMap((load) =>
      load.unclaimed.map((turn) => ({ key: tenantKey(load), at: turn.getTime() })),
    );
    for (const load of loads) this.count(load, load.underWay);
  }

  admits({ queue, turn }: WaitingQueue): boolean {
    const { perConnection, perTenant } = this.windows;
    const key = tenantKey(queue);
    if (this.of(connectionKey(queue)) >= perConnection || this.of(key) >= perTenant) return false;
    // What has its turn before those that wait need not wait for them.
    const before = this.unclaimed.filter((one) => one.key === key && one.at <= turn.getTime());
    return before.length < this.share;
  }

  add({ queue, turn }: WaitingQueue): void {
    this.count(queue, 1);
    this.unclaimed.push({ key: tenantKey(queue), at: turn.getTime() });
  }

  ofTenant({ queue }: WaitingQueue): number {
    return this.of(tenantKey(queue));
  }

  private count(owner: Owner, chunks: number): void {
    for (const key of [connectionKey(owner), tenantKey(owner)]) this.counts.set(key, this.of(key) + chunks);
  }

  private of(key: string): number {
    return this.counts.get(key) ?? 0;
  }
}

type Owner = Pick<ChunkLoad, 'tenantId' | 'connectionId' | 'lane'>;
const connectionKey = ({ lane, connectionId }: Owner) => `${lane} connection ${connectionId}`;
const tenantKey = ({ lane, tenantId }: Owner) => `${lane} tenant ${tenantId}`;
