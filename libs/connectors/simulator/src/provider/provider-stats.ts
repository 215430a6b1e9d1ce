import type { CallUse } from './arrival-counter.js';

/** What was asked of the provider, so that a test can prove what was not asked twice. */
export interface ProviderStats {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /**
   * How often each page was answered whole, by `stream@place`: of a part of the stream `stream[first-last]@place`, of an
   * incremental listing with `?since=`.
   */
  readonly pages: Readonly<Record<string, number>>;
  /** How often each record was asked for by its id, by `stream/id`. */
  readonly reads: Readonly<Record<string, number>>;
  /** Of the limit that is watched over; null if none is. */
  readonly callUse: CallUse | null;
}

export class StatsKeeper {
  private requests = 0;
  private readonly byStatus = new Map<string, number>();
  private readonly pages = new Map<string, number>();
  private readonly reads = new Map<string, number>();

  answered(status: number): void {
    this.requests += 1;
    increment(this.byStatus, String(status));
  }

  listed(page: string): void {
    increment(this.pages, page);
  }

  read(record: string): void {
    increment(this.reads, record);
  }

  reset(): void {
    this.requests = 0;
    for (const counts of [this.byStatus, this.pages, this.reads]) counts.clear();
  }

  show(callUse: CallUse | null): ProviderStats {
    const { requests, byStatus, pages, reads } = this;
    const plain = (counts: ReadonlyMap<string, number>) => Object.fromEntries(counts);
    return { requests, byStatus: plain(byStatus), pages: plain(pages), reads: plain(reads), callUse };
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
