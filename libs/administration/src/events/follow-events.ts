import type { ExecutionView } from '@evenkeel/contracts-admin';
import type { LifecycleEvent } from '@evenkeel/contracts-messages';
import { hasEnded } from '@evenkeel/domain';
import { Clock, Store, type EventFilter, type EventHead } from '@evenkeel/ports';
import { viewExecution } from '../executions/show-execution.js';
import { EventFeed } from './event-feed.js';

/** What those who follow events are told. */
export type Told =
  /** Told first: from which position on. Who goes on behind it has missed nothing. */
  | { readonly kind: 'begin'; readonly position: number }
  | { readonly kind: 'event'; readonly event: LifecycleEvent }
  /** Events behind one position, up to the other, are no longer kept. */
  | { readonly kind: 'gap'; readonly after: number; readonly until: number }
  | { readonly kind: 'progress'; readonly execution: ExecutionView }
  /** Nothing happened, and the connection stands. */
  | { readonly kind: 'beat' };

export interface Following {
  readonly tenantId: string;
  readonly filter: EventFilter;
  readonly from: number;
  readonly signal: AbortSignal;
  /** The run whose progress is told, too. */
  readonly progressOf?: string;
}

const BEAT_EVERY_MS = 15_000;
/** How often a run is looked at that moves, and one that does not seem to: it may wait for something else now. */
const MOVED_EVERY_MS = 250;
const LOOKED_AT_EVERY_MS = 1_000;
const READ_AT_ONCE = 200;

interface Behind {
  readonly events: readonly LifecycleEvent[];
  /** Where to go on. */
  readonly position: number;
  readonly isAll: boolean;
}

/** Tells events one after the other, as fast as they are taken: who is slow is behind, and no one else. */
export class FollowEvents {
  private readonly views = new Map<
    string,
    { readonly atMs: number; readonly view: Promise<ExecutionView | undefined> }
  >();

  constructor(
    private readonly store: Store,
    private readonly feed: EventFeed,
    private readonly clock: Clock,
  ) {}

  head(): Promise<EventHead> {
    return this.feed.now();
  }

  async *follow(following: Following): AsyncGenerator<Told> {
    const { from, signal } = following;
    yield { kind: 'begin', position: from };
    const { forgotten } = await this.head();
    if (from < forgotten) yield { kind: 'gap', after: from, until: forgotten };
    let position = Math.max(from, forgotten);
    const beganMs = this.clock.monotonicMs();
    const progress = new Progress(following.progressOf, beganMs);
    while (!signal.aborted) {
      const behind = await this.behind(following, position);
      for (const event of behind.events) yield { kind: 'event', event };
      progress.note(behind.position > position);
      position = behind.position;
      if (!behind.isAll) continue;
      const nowMs = this.clock.monotonicMs();
      if (progress.isDue(nowMs)) {
        const execution = await this.viewOf(following.tenantId, progress.executionId, beganMs);
        if (progress.isNews(execution, nowMs)) yield { kind: 'progress', execution };
      }
      if (behind.events.length > 0) progress.toldMs = nowMs;
      if (nowMs - progress.toldMs >= BEAT_EVERY_MS) {
        progress.toldMs = nowMs;
        yield { kind: 'beat' };
      }
      await this.feed.wait(position, progress.waitMs, signal);
    }
  }

  private async behind({ tenantId, filter }: Following, position: number): Promise<Behind> {
    const held = this.feed.heldAfter(position);
    if (held !== undefined) {
      const events = held.events.filter((event) => event.tenantId === tenantId && isWanted(event, filter));
      return { events, position: held.head, isAll: true };
    }
    // Looked at first: all up to there is seen by what is asked after it.
    const head = (await this.head()).position;
    const events = await this.store
      .of(tenantId)
      .read((tx) => tx.events.after(position, filter, READ_AT_ONCE));
    const isAll = events.length < READ_AT_ONCE;
    const last = events.at(-1)?.position ?? position;
    return { events, position: isAll ? Math.max(head, last) : last, isAll };
  }

  /** One look does for all who watch a run, but none from before they did: what they asked for in between has changed it. */
  private viewOf(tenantId: string, id: string, beganMs: number): Promise<ExecutionView | undefined> {
    const nowMs = this.clock.monotonicMs();
    for (const [other, { atMs }] of this.views)
      if (nowMs - atMs >= MOVED_EVERY_MS / 2) this.views.delete(other);
    const known = this.views.get(id);
    if (known !== undefined && known.atMs > beganMs) return known.view;
    const view = this.store.of(tenantId).transaction(async (tx) => {
      const execution = await tx.executions.find(id);
      return execution && viewExecution(tx, execution);
    });
    this.views.set(id, { atMs: nowMs, view });
    return view;
  }
}

/** What was told of how far a run is, and when it is looked at again. */
class Progress {
  /** When anything was told. */
  toldMs: number;
  private lookedMs = -Infinity;
  private hasMoved = true;
  private isOver = false;
  private isBeginning = true;
  private text = '';

  constructor(
    private readonly id: string | undefined,
    nowMs: number,
  ) {
    this.toldMs = nowMs;
  }

  get executionId(): string {
    return this.id ?? '';
  }

  note(hasMoved: boolean): void {
    this.hasMoved ||= hasMoved;
  }

  isDue(nowMs: number): boolean {
    if (this.id === undefined) return false;
    // One that has ended is looked at when something happens: it may be resumed.
    return nowMs - this.lookedMs >= this.everyMs && (this.hasMoved || !this.isOver);
  }

  isNews(execution: ExecutionView | undefined, nowMs: number): execution is ExecutionView {
    [this.lookedMs, this.hasMoved] = [nowMs, false];
    this.isOver = execution === undefined || hasEnded(execution.status);
    // Its first movement is waited for.
    this.isBeginning = execution?.status === 'running' && execution.progress.processed === 0;
    const text = JSON.stringify(execution ?? '');
    const isNews = execution !== undefined && text !== this.text;
    if (isNews) [this.text, this.toldMs] = [text, nowMs];
    return isNews;
  }

  get waitMs(): number {
    if (this.id === undefined || (this.isOver && !this.hasMoved)) return BEAT_EVERY_MS;
    return this.everyMs;
  }

  private get everyMs(): number {
    return this.hasMoved || this.isBeginning ? MOVED_EVERY_MS : LOOKED_AT_EVERY_MS;
  }
}

function isWanted(event: LifecycleEvent, { subject, jobId, types }: EventFilter): boolean {
  return (
    (subject === undefined || event.subject === subject) &&
    (jobId === undefined || event.jobId === jobId) &&
    (types === undefined || types.includes(event.type))
  );
}
